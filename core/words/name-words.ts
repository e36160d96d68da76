import type { Conflict } from '../conflict.ts';
import { localDayAndTime } from '../local-time.ts';
import { heldRoom, isSameHold, titleOf, type OpenSpace } from '../open-space.ts';
import { untitled } from './post-words.ts';

/** An open space as people know it: `“Acro yoga” by @yoga_yara`, `an open space by @yara`, `“Board games”`. */
export function nameOf(space: Pick<OpenSpace, 'title' | 'source'>): string {
  const title = titleOf(space);
  const what = title === undefined ? untitled : `“${title}”`;
  return space.source === undefined ? what : `${what} by @${space.source.host.username}`;
}

/** The heading of a card or of a line in a list: `Acro yoga`, else `Open space by @yoga_yara`. */
export function headingOf(space: Pick<OpenSpace, 'title' | 'source'>): string {
  const whose = space.source === undefined ? 'Open space' : `Open space by @${space.source.host.username}`;
  return titleOf(space) ?? whose;
}

/**
 * Names the rival of a conflict: `Overlaps “Acro yoga” by @yoga_yara, Fri 19 May 17:15 PDT in B114`.
 *
 * @param rival the other open space, if it is known; if the conflict was left to people, it may have moved or be off
 */
export function conflictWords(conflict: Conflict, timeZone: string, rival?: OpenSpace): string {
  const { relation, room, startAt } = conflict;
  const name = rival === undefined ? 'another open space' : nameOf(rival);
  const where = `${localDayAndTime(startAt, timeZone)} in ${room}`;
  if (rival !== undefined && !isSameHold(heldRoom(rival), conflict)) {
    return `Was in conflict with ${name}, ${where}. That session is no longer there`;
  }
  return relation === 'repeats' ? `Same room and start as ${name}, in ${room}` : `Overlaps ${name}, ${where}`;
}

/** Why a request was refused. @param name of the open space that holds the room (`nameOf`), if it is known */
export const takenWords = ({ room }: Conflict, name?: string): string =>
  `${room} is taken at that time${name === undefined ? '' : ` (${name})`}. Pick another room or time.`;

/** `the 15-minute reminder`, `the correction`. */
export const reminderName = (key: string): string =>
  key.startsWith('correction') ? 'the correction' : `the ${key}-minute reminder`;

/** `the reminder`, or `the 15-minute reminder` if the open space has several; `the “moved” correction`. */
export function reminderNameIn({ reminders }: Pick<OpenSpace, 'reminders'>, key: string | undefined): string {
  const corrects = reminders.find((one) => one.key === key)?.corrects;
  if (corrects !== undefined) return `the “${corrects === 'reinstated' ? 'takes place' : corrects}” correction`;
  return key === undefined || reminders.length === 1 ? 'the reminder' : reminderName(key);
}

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** The words with a full stop, unless they end like a sentence already. */
export const ended = (words: string): string => (/[.!?…]$/u.test(words) ? words : `${words}.`);

/** `1 minute`, `2 minutes`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
