import type { ActionsBlock, Button } from '@slack/types';
import type { DeskNews } from '../activities/desk-news.ts';
import { plainButton } from './buttons.ts';
import { labels } from './words.ts';

export const pauseActions = ['pause', 'resume'] as const;

/** The one tap that stops or starts all posting. */
export function pauseButton(isPaused: boolean): Button {
  return isPaused
    ? plainButton('resume', labels.resume, { style: 'primary' })
    : plainButton('pause', labels.pause, { style: 'danger' });
}

/** Under the message that posting is paused, the way back. */
export function newsButtons({ kind }: DeskNews): ActionsBlock[] {
  return kind === 'paused' ? [{ type: 'actions', elements: [pauseButton(true)] }] : [];
}
