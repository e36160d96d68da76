import type { ActionsBlock, Button } from '@slack/types';
import type { DeskNews } from '../activities/desk-news.ts';
import { plainButton } from './buttons.ts';
import { labels } from './words.ts';

export const pauseActions = ['pause', 'resume'] as const;

/** The button that pauses or resumes all posting. */
export function pauseButton(isPaused: boolean): Button {
  return isPaused
    ? plainButton('resume', labels.resume, { style: 'primary' })
    : plainButton('pause', labels.pause, { style: 'danger' });
}

/** The buttons under news: "posting is paused" has one to resume it. */
export function newsButtons({ kind }: DeskNews): ActionsBlock[] {
  return kind === 'paused' ? [{ type: 'actions', elements: [pauseButton(true)] }] : [];
}
