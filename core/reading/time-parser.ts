import type { Parser, ParsingContext, ParsingResult } from 'chrono-node';

import type { Calendar, Posting } from './calendar.ts';
import type { RoomMatch } from './listed-rooms.ts';
import { DAY, markStretches, TIME, type Page, type Stretch } from './marked-text.ts';
import type { SettledRoom } from './settle-rooms.ts';

/** What the parsers and refiners know beside the text. chrono hands it to them as the option of `parse`. */
export interface Setting {
  readonly page: Page;
  readonly calendar: Calendar;
  readonly posting: Posting;
  /** Rooms of the list that are only a number, not settled yet. */
  readonly numbers: readonly RoomMatch[];
  /** Those that the hours settled. */
  readonly settled: SettledRoom[];
  /** What the parsers have found so far. */
  readonly found: ParsingResult[];
  /** Whether an hour of the clock is a start, once that is asked. */
  hasStart?: boolean;
}

export const settingOf = (context: ParsingContext): Setting => context.option as unknown as Setting;

export const stretchOfResult = (result: ParsingResult): Stretch => ({
  from: result.index,
  to: result.index + result.text.length,
});

/** Fits nowhere, and is quick to say so. */
const NOTHING = /^(?!)/u;

/** One of our parsers, with what every form that it reads contains. */
export interface TimeParser extends Parser {
  readonly hint: RegExp;
}

/** Reads one match, or answers null where it is something else. `match` is that of the marked text. */
export type Extract = (context: ParsingContext, match: RegExpExecArray) => ParsingResult | null;

/**
 * A parser for chrono's list that respects those before it: what they have read is marked, and its pattern must fit
 * the marked text as well. chrono gives every parser the same text and drops overlaps afterwards, longest first; but
 * "5" in "May 5" must not be an hour for the parsers behind, however long their match is. chrono also cuts the text
 * behind each match, so that a pattern cannot look back over the cut; the marked text is whole.
 * @param hint A cheap look for what all forms contain: without it in the marked text the pattern is not tried.
 */
export function timeParser(pattern: RegExp, hint: RegExp, extract: Extract): TimeParser {
  const here = new RegExp(pattern.source, 'uy');
  return {
    hint,
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
