import type { ParsingContext, ParsingResult, Refiner } from 'chrono-node';

import { halfOfStart, halfOfWritten, hourResult, isBare, type Half } from '../hours.ts';
import { listOf } from '../locales/index.ts';
import { markStretches, TIME, type Stretch } from '../marked-text.ts';
import { counts } from '../surroundings.ts';
import { settingOf, stretchOfResult } from '../time-parser.ts';
import { anyOf } from '../words.ts';

const HOUR = '(\\d{1,2})(?:[:.h]([0-5]\\d))?';
const HOUR_END = '(?![a-z0-9%]|[.:,/+-]\\d| ?[ap]m\\b)';
const OR = anyOf(listOf('or'));
const AND = anyOf(listOf('and'));
const NOT = anyOf([...listOf('not'), 'rather than', 'instead of']);

/** "8 or 9", "11, 2 and 4", "6 not 5". */
const BEHIND = new RegExp(
  `^(?:,? ${OR} |,? ${AND} |, |,? ${NOT} (?:at )?|, (?:it's|but) (?:at )?)${HOUR}${HOUR_END}`,
  'u',
);
/** "not at 10, it's 11", "1 or 1.30". */
const BEFORE = new RegExp(
  `(?<![a-z0-9$€£#.:,/+-])(?:(?<=\\b${NOT} (?:at )?)${HOUR},? (?:but |it's |at ){0,2}|` +
    `${HOUR},? (?:${OR}|${AND}) (?:(?:then|again|also|at) ){0,2})$`,
  'u',
);
const LIST_GOES_ON = /^(?:,? (?:and|or|y|e|et|und|o|ou|oder) \d|, \d)/u;

/** The other hour, with the half of the day of `known`. */
function otherHour(
  context: ParsingContext,
  known: ParsingResult,
  stretch: Stretch,
  hour: string,
  minute: string | undefined,
): ParsingResult | null {
  const minutes = Number(minute ?? 0);
  const half = stretch.from < known.index ? halfOfStart(hour, minutes, known.start) : halfBehind(hour, known);
  return hourResult(context, stretch, Number(hour), minutes, half, 'doubt/two-hours');
}

function halfBehind(hour: string, known: ParsingResult): Half {
  const half = halfOfWritten(hour);
  if (half === 'literal' || isBare(known) || Number(hour) % 12 < (known.start.get('hour') ?? 0) % 12) return half;
  return known.start.get('meridiem') === 0 ? 'am' : 'pm';
}

function hoursBehind(context: ParsingContext, first: ParsingResult): ParsingResult[] {
  const { page } = settingOf(context);
  const found: ParsingResult[] = [];
  for (let at = stretchOfResult(first).to; found.length < 6;) {
    const rest = page.marked.slice(at, at + 40);
    const match = BEHIND.exec(rest);
    if (!match?.[1] || Number(match[1]) === 0 || counts(rest.slice(match[0].length))) break;
    // After only a comma, a number counts something, unless the list continues: "11, 2 and 4".
    if (/^, \d/u.test(match[0]) && !LIST_GOES_ON.test(rest.slice(match[0].length))) break;
    const to = at + match[0].length;
    const digits = /\d[\d.:h]*$/u.exec(match[0])?.[0].length ?? 0;
    const other = otherHour(context, first, { from: to - digits, to }, match[1], match[2]);
    if (!other) break;
    found.push(other);
    at = to;
  }
  return found;
}

function hourBefore(context: ParsingContext, first: ParsingResult): ParsingResult | null {
  const { page } = settingOf(context);
  const left = page.marked.slice(Math.max(0, first.index - 30), first.index);
  const match = BEFORE.exec(left);
  const hour = match?.[1] ?? match?.[3];
  if (!match || hour === undefined || Number(hour) === 0) return null;
  const from = first.index - (left.length - match.index);
  const digits = /^\d[\d.:h]*/u.exec(match[0])?.[0].length ?? 0;
  return otherHour(context, first, { from, to: from + digits }, hour, match[2] ?? match[4]);
}

/**
 * A parser returns one hour for each match. If a number beside it is a second hour, "8 or 9", "not 6 but 7", this adds
 * it, so that a person sees both.
 */
export const addOtherHours: Refiner = {
  refine: (context, results) => {
    const { page } = settingOf(context);
    const hours = results.filter((result) => result.start.isCertain('hour'));
    const others = hours.flatMap((hour) => {
      const before = hourBefore(context, hour);
      return [...(before ? [before] : []), ...hoursBehind(context, hour)];
    });
    if (others.length === 0) return results;
    markStretches(
      page,
      others.map(stretchOfResult).toSorted((one, other) => one.from - other.from),
      TIME,
    );
    return [...results, ...others].toSorted((one, other) => one.index - other.index);
  },
};
