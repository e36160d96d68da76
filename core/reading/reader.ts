import type { Conference } from '../conference.ts';
import { groupDays } from './bind-days.ts';
import { createCalendar, isDuring, wallClock, type Calendar } from './calendar.ts';
import { findBareHours, findClockTimes } from './clock-times.ts';
import type { ClockTime } from './clock-time.ts';
import { findDates } from './dates.ts';
import { findDayWords } from './day-words.ts';
import { findHedge, findIntent, type IntentFinding } from './intent.ts';
import { matchRooms, type RoomMatch } from './listed-rooms.ts';
import { markDecoys, maskNoise } from './mask.ts';
import { DECOY, markStretches, NAME, openPage, READ_LIMIT, ROOM, spanOf, TIME, wordsOf, type Page } from './page.ts';
import type { ReadableTweet, Reading, RoomReading } from './reading.ts';
import { writeReasons } from './reasons.ts';
import { pairedRooms } from './paired-rooms.ts';
import { findRelativeTimes } from './relative-times.ts';
import { resolveClockTimes, resolveRelative, type Posting, type ResolvedStarts } from './resolve-starts.ts';
import { compileRooms, type RoomPatterns } from './room-patterns.ts';
import { settleNames, settleNumbers, type SettledRoom } from './settle-rooms.ts';
import { roleOf } from './time-roles.ts';
import { tokensOf } from './tokens.ts';
import { findUnlistedRoom } from './unlisted-rooms.ts';

interface Place {
  readonly calendar: Calendar;
  readonly patterns: RoomPatterns;
  readonly names: readonly string[];
}

interface ReadTimes extends ResolvedStarts {
  /** Hours that the tweet gives without inviting to them: ends, deadlines, doors. */
  readonly others: number;
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

function readTimes(
  page: Page,
  place: Place,
  posting: Posting,
  numbers: readonly RoomMatch[],
): ReadTimes & { settled: SettledRoom[] } {
  const dates = findDates(page, place.calendar);
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
  const dayWords = findDayWords(page, place.calendar, posting.day);
  const early = written.length > 0 ? settleNumbers(page, numbers, true) : [];
  const bare = findBareHours(page);
  const clock = [...written, ...bare].toSorted((one, other) => one.from - other.from);
  const late = settleNumbers(page, numbers, clock.length > 0);
  const settled = [...roomNumbers, ...early, ...late];
  const { starts: told, others, doubts } = splitByRole(page, clock);
  const setting = { page, calendar: place.calendar, posting };
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

function readRooms(
  page: Page,
  place: Place,
  matches: readonly SettledRoom[],
): { rooms: RoomReading[]; doubts: string[] } {
  const certain = matches.filter((match) => match.doubt === undefined);
  const sure = new Set(certain.flatMap((match) => match.pattern.rooms));
  // Beside a certain room, a doubtful name and a repetition in short count for nothing.
  const counts = (match: SettledRoom): boolean =>
    match.doubt === undefined || (match.pattern.strength !== 'name' && !match.pattern.rooms.some((at) => sure.has(at)));
  const counted = certain.length > 0 ? matches.filter(counts) : matches;
  const rooms = counted
    .toSorted((one, other) => one.from - other.from)
    .flatMap((match) =>
      match.pattern.rooms.map((at): RoomReading => ({ name: place.names[at] ?? '', span: spanOf(page, match) })),
    );
  return {
    rooms: rooms.filter((room, at) => rooms.findIndex((other) => other.name === room.name) === at),
    doubts: counted.flatMap((match) => match.doubt ?? []),
  };
}

const STREET =
  /^(?:'s?)? (?:park|road|street|avenue|square|station|bridge|lane|church|cathedral|university|college)\b/u;

/** `St James's Park` is another place than the room `St James`. */
const isStreetName = (page: Page, match: RoomMatch): boolean =>
  match.pattern.parts.every((part) => part.value === undefined) &&
  STREET.test(page.plain.slice(match.to, match.to + 20));

function read(place: Place, tweet: ReadableTweet): Reading {
  const page = openPage(tweet.text);
  const posting: Posting = { at: tweet.postedAt, ...wallClock(place.calendar.zone, tweet.postedAt) };
  maskNoise(page, place.patterns);
  const matches = matchRooms(page, tokensOf(page), place.patterns);
  const of = (strength: string): RoomMatch[] => matches.filter(({ pattern }) => pattern.strength === strength);
  const full = of('full')
    .filter((match) => !isStreetName(page, match))
    .map((match): SettledRoom =>
      match.pattern.vague ? { ...match, doubt: `“${wordsOf(page, match)}” fits several rooms or none exactly` } : match,
    );
  const names = of('name');
  // A code in capitals, such as `2A`, is no early hour.
  const codes = of('bare').filter((match) => /^\d{1,2}[AP]$/u.test(wordsOf(page, match)));
  markStretches(page, full, ROOM);
  markStretches(page, names, NAME);
  const early = settleNumbers(page, codes, true);
  markStretches(
    page,
    codes.filter((match) => page.marked[match.from] !== ROOM),
    DECOY,
  );
  const times = readTimes(page, place, posting, of('bare'));
  const settled = [...early, ...times.settled];
  const found = [...full, ...pairedRooms(page, full, place.names), ...settled, ...settleNames(page, names)];
  const last =
    found.length + times.starts.length > 0
      ? []
      : settleNumbers(page, of('bare'), true).map((match) => ({
          ...match,
          doubt: `“${wordsOf(page, match)}” may be a room`,
        }));
  const rooms = readRooms(page, place, [...found, ...last]);
  const unlisted = findUnlistedRoom(page);
  const [start] = times.starts;
  const only = times.starts.length === 1 ? start : undefined;
  const anything = times.starts.length + times.others + rooms.rooms.length > 0;
  const intent: IntentFinding = !anything
    ? { intent: 'other' }
    : findIntent(
        page,
        only !== undefined && only.at > tweet.postedAt,
        only !== undefined && only.at < tweet.postedAt && !only.approximate,
      );
  const hedge = findHedge(page);
  const inside = start !== undefined && isDuring(place.calendar, wallClock(place.calendar.zone, start.at).day);
  return writeReasons({
    page,
    zone: place.calendar.zone,
    starts: times.starts,
    rooms: rooms.rooms,
    intent,
    inside,
    hasOtherTimes: times.others > 0,
    doubts: [
      ...times.doubts,
      ...rooms.doubts,
      ...(unlisted ? [`“${wordsOf(page, unlisted)}” is not on the list of rooms`] : []),
      ...(hedge ? [`tentative: “${wordsOf(page, hedge)}”`] : []),
      ...(tweet.text.length > READ_LIMIT ? [`only the first ${READ_LIMIT} characters were read`] : []),
    ],
  });
}

/**
 * Compiles the conference's rooms, days and zone once. The reader it returns is pure: the same tweet always gives the same
 * reading, and nothing of a tweet is kept.
 * @throws RangeError when the conference's zone or a date does not exist.
 */
export function createReader(conference: Conference): (tweet: ReadableTweet) => Reading {
  const place: Place = {
    calendar: createCalendar(conference),
    patterns: compileRooms(conference.rooms),
    names: conference.rooms.map((room) => room.name),
  };
  return (tweet) => read(place, tweet);
}
