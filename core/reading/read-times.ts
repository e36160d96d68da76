import type { ParsingResult } from 'chrono-node';

import { groupDays } from './day-groups.ts';
import type { Calendar, Posting } from './calendar.ts';
import { timeChronoFor } from './configuration.ts';
import type { RoomMatch } from './listed-rooms.ts';
import { dictionaryOf, listOf } from './locales/index.ts';
import { markDecoys } from './decoys.ts';
import { wordsOf, type Page } from './marked-text.ts';
import { plainHourWords } from './number-words.ts';
import { resolveClockTimes, resolveFromPosting, type ResolvedStarts } from './resolve-starts.ts';
import { settleNumbers, type SettledRoom } from './settle-rooms.ts';
import { doubtsOf, hasRole, hasTag } from './tags.ts';
import { stretchOfResult, type Setting } from './time-parser.ts';
import { anyOf } from './words.ts';

export interface ReadTimes extends ResolvedStarts {
  /** The number of hours that are no starts: ends, deadlines, doors. */
  readonly others: number;
  /** Rooms that are only a number, decided from the hours beside them. */
  readonly settled: readonly SettledRoom[];
}

const HOUR_WORDS = anyOf(plainHourWords.filter((word) => word !== 'one' && word !== 'une'));
const MAY_HOLD_HOUR = new RegExp(
  `\\d|(?<![a-z])(?:${HOUR_WORDS}|one (?:pm|o'?clock)|${anyOf([...listOf('noon'), ...listOf('midnight')])}|` +
    `${anyOf([...dictionaryOf('lengths').keys(), ...listOf('now'), ...listOf('startingNow')])}|the hour)(?![a-z])|` +
    '[\\u3040-\\u9fff]',
  'u',
);

/**
 * A quick check: without a digit or a word for an hour, there is nothing to read. This ends the reading of most posts
 * of a stream.
 */
export const mayHoldHour = (page: Page): boolean => MAY_HOLD_HOUR.test(page.marked);

const wordsOfResult = (page: Page, result: ParsingResult): string => wordsOf(page, stretchOfResult(result));

/** Doubts about words that name several days, or no day. */
function doubtfulDays(page: Page, results: readonly ParsingResult[]): string[] {
  const days = results.filter((result) => !result.start.isCertain('hour'));
  const every = days.find((result) => hasTag(result, 'day/every'));
  const impossible = days.filter((result) => hasTag(result, 'day/none'));
  return [
    ...(every ? [`more than once: “${wordsOfResult(page, every)}”`] : []),
    ...impossible.map((result) => `“${wordsOfResult(page, result)}” is no day`),
  ];
}

/**
 * Reads all starts in the text, with our configuration of chrono-node.
 * @param numbers Rooms of the list that are only a number, not decided yet.
 */
export function readTimes(page: Page, calendar: Calendar, posting: Posting, numbers: readonly RoomMatch[]): ReadTimes {
  markDecoys(page, calendar);
  const setting: Setting = { page, calendar, posting, numbers, settled: [], found: [] };
  const results = timeChronoFor(page.marked).parse(
    page.marked,
    new Date(posting.at),
    setting as object,
  ) as ParsingResult[];
  const hours = results.filter((result) => result.start.isCertain('hour'));
  const fromPosting = hours.filter((result) => hasTag(result, 'hour/from-posting'));
  const clock = hours.filter((result) => !fromPosting.includes(result));
  const late = settleNumbers(page, numbers, hours.length > 0);
  const bounding = clock.filter((result) => hasTag(result, 'doubt/bounds-the-start'));
  const starts = clock.filter((result) => !hasRole(result) && !bounding.includes(result));
  const scene = { page, calendar, posting };
  const read =
    starts.length > 0
      ? resolveClockTimes(scene, starts, groupDays(page, results))
      : { starts: resolveFromPosting(scene, fromPosting), doubts: [] };
  return {
    starts: read.starts,
    doubts: [
      ...bounding.flatMap((result) => doubtsOf(result, wordsOfResult(page, result))),
      ...read.doubts,
      ...(starts.length > 0 ? doubtfulDays(page, results) : []),
    ],
    others: clock.length - starts.length,
    settled: [...setting.settled, ...late],
  };
}
