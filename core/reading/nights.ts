/** Which day an hour after midnight belongs to: a night begins in the evening and ends in the next morning. */
import { nightEndsAt } from '../conference.ts';
import { instantsOf, type Calendar, type DayNumber, type Posting } from './calendar.ts';
import type { DayGroup } from './day-groups.ts';
import { listOf } from './locales/index.ts';
import { stretchOfResult } from './time-parser.ts';
import { DECOY, TIME, type Page, type Stretch } from './marked-text.ts';
import { anyOf } from './words.ts';

/** From then on, an hour after midnight is of the coming night. Minutes of the day. */
const NIGHT_FROM = 20 * 60;
/** The night ends then. Minutes of the day. */
const NIGHT_TO = nightEndsAt * 60;
/** "tonight at 12" to "tonight at 2:59" is after midnight, whenever it is written. Minutes of the day. */
const SURE_NIGHT_TO = 3 * 60;
/** Before it, people who are still awake may say "tomorrow" for the day that has begun. Minutes of the day. */
const AWAKE_TO = 4 * 60;

const NOON = 12 * 60;

/** An hour may be this much earlier than the post. Milliseconds. */
export const OVER_MS = 15 * 60_000;
/** From `NIGHT_FROM` to `NIGHT_TO`. Milliseconds. */
const NIGHT_MS = 10 * 3_600_000;

const NIGHT = new RegExp(anyOf(listOf('night')), 'u');

/** An hour, or a number with another meaning. */
const OTHER_NUMBER = new RegExp(`[${TIME}${DECOY}]`, 'u');

/** Whether the day is named with a word for its evening or night. */
const isByNight = (page: Page, group: DayGroup): boolean => NIGHT.test(page.plain.slice(group.from, group.to));

/**
 * Whether "at 1" on this day is after midnight, and not in the afternoon. If another hour or a number stands between
 * the two, it is not sure that the day's night is meant.
 *
 * @param minutes the minute of the day of the hour's early half
 */
export function isAfterMidnight(
  page: Page,
  posting: Posting,
  group: DayGroup | undefined,
  hour: Stretch,
  minutes: number,
): boolean {
  if (group === undefined || minutes >= NIGHT_TO || !isByNight(page, group)) return false;
  const gap = page.marked.slice(Math.min(group.to, hour.to), Math.max(group.from, hour.from));
  if (OTHER_NUMBER.test(gap)) return false;
  const isOver = group.days.includes(posting.day) && posting.minute >= minutes + NOON;
  return minutes < SURE_NIGHT_TO || isOver;
}

/** Whether the post was written by night, and the instant is still to come in the same night. */
export const isInNightOf = ({ at, minute }: Posting, instant: number): boolean =>
  (minute >= NIGHT_FROM || minute < NIGHT_TO) && instant > at - OVER_MS && instant < at + NIGHT_MS;

/** "tomorrow" alone, said after midnight. A weekday or a date beside it says which day is meant. */
export const isTomorrowAfterMidnight = (group: DayGroup, posting: Posting): boolean =>
  group.relative &&
  group.days.join() === String(posting.day + 1) &&
  posting.minute < AWAKE_TO &&
  stretchOfResult(group.words).from === group.from;

/** How many days after the named one an hour after midnight is; two answers if both are possible. */
function shiftsOf(page: Page, posting: Posting, minutes: number, group: DayGroup | undefined, day: DayNumber) {
  if (minutes >= NIGHT_TO) return [0];
  const isPostingDay = day === posting.day;
  if (group === undefined) return [isPostingDay && posting.minute >= NIGHT_FROM ? 1 : 0];
  if (group.relative && group.part === 'pm') {
    const isThisNight = isPostingDay && posting.minute < NIGHT_TO && minutes > posting.minute - OVER_MS / 60_000;
    return [isThisNight ? 0 : 1];
  }
  if (group.relative) return [isPostingDay && posting.minute >= NIGHT_FROM && group.part !== 'am' ? 1 : 0];
  // "Friday night at 1am": most mean the morning of Saturday.
  return isByNight(page, group) ? [0, 1] : [0];
}

/** The instants of an hour of these days, where the night of a day lasts until the next morning. */
export function instantsByNight(
  { page, calendar, posting }: { page: Page; calendar: Calendar; posting: Posting },
  days: readonly DayNumber[],
  minutes: number,
  group: DayGroup | undefined,
): number[] {
  return days.flatMap((day) =>
    shiftsOf(page, posting, minutes, group, day).flatMap((shift) => instantsOf(calendar.zone, day + shift, minutes)),
  );
}
