import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { Conference } from '../core/conference.ts';
import { localTime } from '../core/local-time.ts';
import { whereOf } from '../core/open-space.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import { targetsSchema, targetText, type Moved, type Seen, type Shifted } from '../temporal/shift.ts';
import { plainButton } from './buttons.ts';
import type { CardMessage } from './card.ts';
import { escapeText, oneLine } from './plain-words.ts';
import { bold, firstOf, line, paragraph, plain, plainMessage, richText } from './rich-text.ts';
import { labels, listWords, noRoom } from './words.ts';
import { headingOf, keptShiftWords, momentOf, outsideWords, refusalWords, sentenceOf } from '../core/words.ts';

const minute = 60_000;
/** Nobody would read more, and Slack refuses a message of more than about 13,200 characters. */
const shown = 20;

/** What a shift of a room [all rooms] would move today, and the button that moves it. @param now epoch milliseconds */
export function shiftPreview(
  views: readonly OpenSpaceView[],
  room: string | undefined,
  minutes: number,
  now: number,
  conference: Conference,
): CardMessage {
  if (views.length === 0) return plainMessage(listWords.nothingToShift(room));
  const headline = listWords.shift(views.length, room, listWords.howFar(minutes));
  const items = views.slice(0, shown).map(({ space }) => {
    const [from, to] = [space.startAt ?? 0, (space.startAt ?? 0) + minutes * minute];
    const times = `${localTime(from, space.timeZone)} → ${momentOf(to, now, space.timeZone)}`;
    const where = room === undefined ? `${whereOf(space) ?? noRoom} · ` : '';
    const outside = outsideWords(to, conference);
    const what = oneLine(`${times} · ${where}${headingOf(space)}`, 200);
    return [plain(outside === undefined ? what : `${what} · ${outside}`)];
  });
  return {
    text: escapeText(headline),
    blocks: [
      richText(line([bold(headline)]), ...firstOf(items, views.length)),
      shiftButton(labels.shift(views.length), views.map(toShift), minutes, 'primary'),
    ],
  };
}

/** The result of a shift, with Undo. */
export function shiftedMessage({ moved, kept, refused, missing }: Shifted, minutes: number): CardMessage {
  const done = listWords.shifted(moved.length, listWords.howFar(minutes));
  const headline = kept.length === 0 ? done : `${done} ${keptShiftWords(kept.length)}`;
  const unmoved = [
    ...refused.map(({ view, reason }) => listWords.notShifted(sentenceOf(view.space), reason)),
    ...missing.map((id) => listWords.notShifted(id, refusalWords.noSuch)),
  ];
  const items = unmoved.slice(0, shown).map((words) => [plain(oneLine(words, 400))]);
  return {
    text: escapeText(headline),
    blocks: [
      richText(line([bold(headline)]), ...firstOf(items, unmoved.length)),
      ...(moved.length === 0 ? [] : [shiftButton(labels.undo, moved.map(undone), -minutes)]),
    ],
  };
}

const toShift = ({ _id: id, revision }: OpenSpaceView): Seen => ({ id, revision });
const undone = ({ view, revision }: Moved): Seen => ({ id: view._id, revision });

/** Slack's limit for a button's value, in characters: enough for 80 open spaces. */
const longestValue = 2_000;

/** The button names the open spaces with the revisions that were shown. So a second press does not shift them again. */
function shiftButton(label: string, targets: readonly Seen[], minutes: number, style?: 'primary'): KnownBlock {
  const value = `${minutes}:${targets.map(targetText).join()}`;
  if (value.length > longestValue) return paragraph(plain(listWords.tooManyToShift));
  return { type: 'actions', elements: [plainButton('shift', label, { value, ...(style && { style }) })] };
}

/** The request of a press on the button: `15:id.revision,id.revision`. */
export const shiftSchema = z
  .string()
  .regex(/^-?\d{1,3}:/u)
  .transform((value) => {
    const [minutes, targets] = value.split(':');
    return { minutes: Number(minutes), targets };
  })
  .pipe(z.object({ minutes: z.number(), targets: targetsSchema }));
