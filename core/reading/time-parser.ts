import type { Parser, ParsingContext, ParsingResult } from 'chrono-node';

import type { Calendar, Posting } from './calendar.ts';
import type { RoomMatch } from './listed-rooms.ts';
import { DAY, markStretches, NAME, ROOM, TIME, type Page, type Stretch } from './marked-text.ts';
import { neededStrings } from './needed-strings.ts';
import type { SettledRoom } from './settle-rooms.ts';

/** Data for the parsers and refiners, besides the text. chrono passes it on as the option of `parse`. */
export interface Setting {
  readonly page: Page;
  readonly calendar: Calendar;
  readonly posting: Posting;
  /** Rooms of the list that are only a number, not decided yet. */
  readonly numbers: readonly RoomMatch[];
  /** Rooms that were decided from the hours beside them. */
  readonly settled: SettledRoom[];
  /** The results of the parsers so far. */
  readonly found: ParsingResult[];
  /** Whether a clock time is a start; set when first asked. */
  hasStart?: boolean;
}

export const settingOf = (context: ParsingContext): Setting => context.option as unknown as Setting;

export const stretchOfResult = (result: ParsingResult): Stretch => ({
  from: result.index,
  to: result.index + result.text.length,
});

const MARK = new RegExp(`[${ROOM}${NAME}${TIME}${DAY}]`, 'u');
/** Matches nothing, and fails quickly. */
export const NOTHING = /^(?!)/u;

/** One of our parsers. */
export interface TimeParser extends Parser {
  /** Strings of which all its forms contain one (`needed-strings.ts`). Undefined if it is always tried. */
  readonly needs: readonly string[] | undefined;
}

/** Reads one match of the marked text. Null if it means something else. */
export type Extract = (context: ParsingContext, match: RegExpExecArray) => ParsingResult | null;

/**
 * Makes a parser for chrono's list that respects earlier parsers: their findings are marked, and its pattern must match
 * the marked text too. chrono itself gives every parser the same text and removes overlaps afterwards, the longest
 * match wins. But "5" in "May 5" must never be an hour for later parsers, however long their match is. chrono also cuts
 * the text after each match, so a pattern cannot look back over the cut; the marked text is complete.
 * @param hint A quick check for something that all forms contain: without it in the marked text, the pattern is not
 * tried.
 * @param part A pattern of something that all forms contain, from which `needs` are computed. A mark is none, because
 * earlier parsers may write it.
 */
export function timeParser(pattern: RegExp, hint: RegExp, extract: Extract, part = hint.source): TimeParser {
  const here = new RegExp(pattern.source, 'uy');
  return {
    needs: MARK.test(part) ? undefined : neededStrings(part),
    pattern: (context) => (hint.test(settingOf(context).page.marked) ? pattern : NOTHING),
    extract: (context, { index = 0 }) => {
      const { page, found } = settingOf(context);
      here.lastIndex = index;
      const match = here.exec(page.marked);
      const result = match && extract(context, match);
      if (!result) return null;
      found.push(result);
      markStretches(page, [stretchOfResult(result)], result.start.isCertain('hour') ? TIME : DAY);
      return result;
    },
  };
}
