import { hourResult, type Half } from './hours.ts';
import type { Stretch } from './marked-text.ts';
import { withRange } from './range.ts';
import type { Tag } from './tags.ts';
import { settingOf, timeParser, type Extract, type Setting, type TimeParser } from './time-parser.ts';

/** The result of one of our hour parsers. */
export interface HourReading {
  readonly hour: number;
  /** Default: 0. */
  readonly minute?: number;
  readonly half: Half;
  readonly tags?: readonly Tag[];
  /** The position of the hour, if it is not the whole match. */
  readonly stretch?: Stretch;
}

/** Reads one match as an hour. Null if it is something else. */
export type ReadHour = (match: RegExpExecArray, setting: Setting) => HourReading | null;

function parser(pattern: RegExp, hint: RegExp, read: ReadHour, ranges: boolean, part?: string): TimeParser {
  const extract: Extract = (context, match) => {
    const reading = read(match, settingOf(context));
    if (!reading) return null;
    const stretch = reading.stretch ?? { from: match.index, to: match.index + match[0].length };
    const { hour, minute = 0, half, tags = [] } = reading;
    const result = hourResult(context, stretch, hour, minute, half, ...tags);
    return result && ranges ? withRange(context, result) : result;
  };
  return timeParser(pattern, hint, extract, part);
}

/**
 * Makes a parser of clear hours: "5pm", "17:00", "half past five". A range around the hour becomes part of the result.
 */
export const hourParser = (pattern: RegExp, hint: RegExp, read: ReadHour, part?: string): TimeParser =>
  parser(pattern, hint, read, true, part);

/** Makes a parser of hours that are only a number. */
export const bareHourParser = (pattern: RegExp, hint: RegExp, read: ReadHour, part?: string): TimeParser =>
  parser(pattern, hint, read, false, part);
