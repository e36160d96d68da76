import type { ActionsBlock } from '@slack/types';
import { localTime } from '../core/local-time.ts';
import { sentenceOf } from '../core/status.ts';
import { counted } from '../core/words.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { Shifted } from '../temporal/open-space-service.ts';
import type { CardMessage } from './card.ts';
import { escapeText, oneLine } from './plain-words.ts';
import { bold, bullets, line, plain, type Piece } from './rich-text.ts';
import { titleOf } from './words.ts';

const minute = 60_000;
/** More would not be read, and a message fails near 13,200 characters. */
const shown = 20;

function withRest(items: readonly Piece[][], all: number): readonly Piece[][] {
  return all > items.length ? [...items, [plain(`and ${all - items.length} more`)]] : items;
}

/** `15 minutes later` */
function howFar(minutes: number): string {
  return `${counted(Math.abs(minutes), 'minute')} ${minutes > 0 ? 'later' : 'earlier'}`;
}

/** What a shift would move, with the one button that does it. */
export function shiftPreview(views: readonly OpenSpaceView[], room: string, minutes: number): CardMessage {
  if (views.length === 0) {
    const text = `Nothing in ${room} starts from now on.`;
    return { text: escapeText(text), blocks: [{ type: 'rich_text', elements: [line([plain(text)])] }] };
  }
  const headline = `Shift ${counted(views.length, 'open space')} in ${room}, ${howFar(minutes)}?`;
  const items = views.slice(0, shown).map(({ space }) => {
    const [from, to] = [space.startAt ?? 0, (space.startAt ?? 0) + minutes * minute];
    const times = `${localTime(from, space.timeZone)} → ${localTime(to, space.timeZone)}`;
    return [plain(oneLine(`${times} · ${titleOf(space)}`, 200))];
  });
  return {
    text: escapeText(headline),
    blocks: [
      { type: 'rich_text', elements: [line([bold(headline)]), bullets(withRest(items, views.length))] },
      shiftButton(`Shift ${counted(views.length, 'open space')}`, views, minutes, 'primary'),
    ],
  };
}

/** What became of a shift, with Undo. */
export function shiftedMessage({ moved, refused }: Shifted, minutes: number): CardMessage {
  const headline = `Shifted ${counted(moved.length, 'open space')} ${howFar(minutes)}.`;
  const items = refused
    .slice(0, shown)
    .map(({ view, reason }) => [plain(oneLine(`Not shifted: ${sentenceOf(view.space)}. ${reason}`, 400))]);
  return {
    text: escapeText(headline),
    blocks: [
      {
        type: 'rich_text',
        elements: [line([bold(headline)]), ...(items.length === 0 ? [] : [bullets(withRest(items, refused.length))])],
      },
      ...(moved.length === 0 ? [] : [shiftButton('Undo', moved, -minutes)]),
    ],
  };
}

/** The button carries what it shifts: as many ids as fit into Slack's 2000 characters. */
function shiftButton(label: string, views: readonly OpenSpaceView[], minutes: number, style?: 'primary'): ActionsBlock {
  const ids = views.map(({ _id }) => _id).join(',');
  return {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: 'shift',
        text: { type: 'plain_text', text: label },
        value: `${minutes}:${ids}`,
        ...(style === undefined ? {} : { style }),
      },
    ],
  };
}
