/** Parsers of starts relative to the moment of posting. They count only if no clock time is a start. */
import type { ParsingContext, ParsingResult } from 'chrono-node';

import { stretchOf, type Page, type Stretch } from '../marked-text.ts';
import { roleOf } from '../roles.ts';
import { addTags } from '../tags.ts';
import {
  NOTHING,
  settingOf,
  stretchOfResult,
  timeParser,
  type Extract,
  type Setting,
  type TimeParser,
} from '../time-parser.ts';

export const MINUTE_MS = 60_000;

/** An instant as chrono's components, in UTC. */
export function instantResult(context: ParsingContext, stretch: Stretch, at: number): ParsingResult {
  const result = context.createParsingResult(stretch.from, context.text.slice(stretch.from, stretch.to));
  const date = new Date(at);
  result.start
    .assign('year', date.getUTCFullYear())
    .assign('month', date.getUTCMonth() + 1)
    .assign('day', date.getUTCDate())
    .assign('hour', date.getUTCHours())
    .assign('minute', date.getUTCMinutes())
    .assign('second', date.getUTCSeconds())
    .assign('millisecond', date.getUTCMilliseconds())
    .assign('timezoneOffset', 0);
  return addTags(result, 'hour/from-posting', 'hour/approximate');
}

/** Whether a clock time is a start already. No later parser in the list adds one. */
function hasStart(setting: Setting): boolean {
  setting.hasStart ??= setting.found.some(
    (result) => result.start.isCertain('hour') && roleOf(setting.page, stretchOfResult(result)) === undefined,
  );
  return setting.hasStart;
}

export function postingParser(pattern: RegExp, hint: RegExp, extract: Extract, part?: string): TimeParser {
  const parser = timeParser(pattern, hint, extract, part);
  return {
    needs: parser.needs,
    // The hint comes first: the question for a start takes longer, and few posts have the hint.
    pattern: (context) => {
      const pattern = parser.pattern(context);
      return pattern === NOTHING || !hasStart(settingOf(context)) ? pattern : NOTHING;
    },
    extract: (context, match) => parser.extract(context, match),
  };
}

/** Makes a parser of starts that are some minutes after the posting; `null` if the text means something else. */
export const minutesParser = (
  pattern: RegExp,
  hint: RegExp,
  minutesOf: (match: RegExpExecArray, page: Page) => number | null,
  part?: string,
): TimeParser => {
  const extract: Extract = (context, match) => {
    const { page, posting } = settingOf(context);
    const minutes = minutesOf(match, page);
    return minutes === null ? null : instantResult(context, stretchOf(match), posting.at + minutes * MINUTE_MS);
  };
  return postingParser(pattern, hint, extract, part);
};
