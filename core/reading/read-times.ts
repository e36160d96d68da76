import { groupDays } from './bind-days.ts';
import type { Calendar } from './calendar.ts';
import type { ClockTime } from './clock-time.ts';
import { findBareHours, findClockTimes } from './clock-times.ts';
import { findDates } from './dates.ts';
import { findDayWords } from './day-words.ts';
import type { RoomMatch } from './listed-rooms.ts';
import { markDecoys } from './mask.ts';
import { DECOY, markStretches, ROOM, TIME, wordsOf, type Page } from './marked-text.ts';
import { findRelativeTimes } from './relative-times.ts';
import { resolveClockTimes, resolveRelative, type Posting, type ResolvedStarts } from './resolve-starts.ts';
import { settleNumbers, type SettledRoom } from './settle-rooms.ts';
import { roleOf } from './time-roles.ts';

export interface ReadTimes extends ResolvedStarts {
  /** Hours that the tweet gives without inviting to them: ends, deadlines, doors. */
  readonly others: number;
  /** Rooms that are only a number, which the hours beside them settled. */
  readonly settled: readonly SettledRoom[];
}

function splitByRole(
  page: Page,
  times: readonly ClockTime[],
): { starts: ClockTime[]; others: number; doubts: string[] } {
  const roles = times.map((time) => ({ time, role: roleOf(page, time) }));
  const aside = roles.filter(({ role }) => role !== 'start' && role !== 'vague').map(({ time }) => time);
  markStretches(page, aside, DECOY);
  return {
    starts: roles.filter(({ role }) => role === 'start').map(({ time }) => time),
    others: roles.filter(({ role }) => role !== 'start').length,
    doubts: roles
      .filter(({ role }) => role === 'vague')
      .map(({ time }) => `“${wordsOf(page, time)}” bounds the start but is not it`),
  };
}

/** Reads every start that the text gives. `numbers`: rooms of the list that are only a number, not settled yet. */
export function readTimes(page: Page, calendar: Calendar, posting: Posting, numbers: readonly RoomMatch[]): ReadTimes {
  const dates = findDates(page, calendar);
  markDecoys(page);
  const clocks = findClockTimes(page);
  // A four-digit room is an hour only where no other hour is told.
  const isNumber = (time: ClockTime): boolean => numbers.some((room) => room.from === time.from && room.to === time.to);
  const hours = clocks.filter((time) => !isNumber(time));
  const roomNumbers =
    hours.length > 0
      ? numbers.filter((room) => clocks.some((time) => room.from === time.from && room.to === time.to))
      : [];
  const written = hours.length > 0 ? hours : clocks;
  markStretches(page, roomNumbers, ROOM);
  const dayWords = findDayWords(page, calendar, posting.day);
  const early = written.length > 0 ? settleNumbers(page, numbers, true) : [];
  const bare = findBareHours(page);
  const clock = [...written, ...bare].toSorted((one, other) => one.from - other.from);
  const late = settleNumbers(page, numbers, clock.length > 0);
  const settled = [...roomNumbers, ...early, ...late];
  const { starts: told, others, doubts } = splitByRole(page, clock);
  const setting = { page, calendar, posting };
  const groups = groupDays(page, [...dates, ...dayWords]);
  const relative = told.length === 0 ? findRelativeTimes(page) : [];
  markStretches(page, relative, TIME);
  const read =
    told.length > 0
      ? resolveClockTimes(setting, told, groups)
      : { starts: resolveRelative(setting, relative), doubts: [] };
  const every = [...dates, ...dayWords].find((day) => day.kind === 'every day');
  const impossible = dates
    .filter((day) => day.kind === 'no such day')
    .map((day) => `“${wordsOf(page, day)}” is no day`);
  const daily = every && told.length > 0 ? [`several days: “${wordsOf(page, every)}”`] : [];
  return {
    starts: read.starts,
    doubts: [...doubts, ...read.doubts, ...daily, ...(told.length > 0 ? impossible : [])],
    others,
    settled,
  };
}
