import type { ParsingContext, ParsingResult } from 'chrono-node';

import { halfOfStart, halfOfWritten, hourResult, setHalf } from './hours.ts';
import { listOf } from './locales/index.ts';
import { addTags } from './tags.ts';
import { settingOf, stretchOfResult } from './time-parser.ts';
import { anyOf } from './words.ts';

/** Words or signs between the two hours of a range. */
export const TO = `(?:[-~]|から|${anyOf(listOf('to'))})`;
export const AND = anyOf(listOf('and'));
const OR = anyOf([...listOf('or'), 'vs']);
export const ARTICLE = '(?:as |las |les )?';
const BETWEEN = /\b(?:between|entre(?: las)?|zwischen) $/u;

/** The start of a number that is not the end of a price, a fraction or a version. */
const NUMBER_START = '(?<![a-z0-9$€£#])(?<!\\d[.:,/+-])';

const START = new RegExp(
  `${NUMBER_START}(\\d{1,2})(?:[:.h]([0-5]\\d))? ?(?:h )?(?:(${TO})|(${AND})) ?${ARTICLE}$`,
  'u',
);
const OR_BEFORE = new RegExp(`${NUMBER_START}\\d{1,2}(?:[:.h][0-5]\\d)? ${OR} $`, 'u');
const END = new RegExp(
  `^ ?${TO} ?${ARTICLE}(\\d{1,2})(?:[:.h]([0-5]\\d))?(?: ?(?:h|uhr|(am|pm)))?(?![a-z0-9]|[.:/]\\d)`,
  'u',
);

/**
 * Adds the other end of a range to an hour, if that end is only a number: "3-5pm", "from 5pm to 6". The first hour is
 * the start; the second gives its half of the day.
 */
export function withRange(context: ParsingContext, result: ParsingResult): ParsingResult {
  return withEnd(context, withStart(context, result));
}

function withStart(context: ParsingContext, end: ParsingResult): ParsingResult {
  const { page, numbers } = settingOf(context);
  const { from, to } = stretchOfResult(end);
  const left = page.marked.slice(Math.max(0, from - 24), from);
  if (OR_BEFORE.test(left)) return addTags(end, 'doubt/two-hours');
  const match = START.exec(left);
  if (!match?.[1]) return end;
  const start = from - (left.length - match.index);
  if (match[4] !== undefined && !BETWEEN.test(page.marked.slice(Math.max(0, start - 16), start))) return end;
  if (match[2] !== undefined && numbers.some((room) => room.from === start)) return end;
  const minute = Number(match[2] ?? 0);
  const half = halfOfStart(match[1], minute, end.start);
  const whole = hourResult(context, { from: start, to }, Number(match[1]), minute, half);
  if (!whole) return end;
  whole.end = end.start;
  return whole;
}

function withEnd(context: ParsingContext, start: ParsingResult): ParsingResult {
  const { page } = settingOf(context);
  const { from, to } = stretchOfResult(start);
  const match = END.exec(page.marked.slice(to, to + 24));
  if (!match?.[1] || start.end) return start;
  const stretch = { from, to: to + match[0].length };
  const half = match[3] === 'am' || match[3] === 'pm' ? match[3] : halfOfWritten(match[1]);
  const end = hourResult(context, stretch, Number(match[1]), Number(match[2] ?? 0), half);
  return end ? joined(context, start, end) : start;
}

/** The start, with its text up to the end of `end`, and with the half of the day of `end`. */
export function joined(context: ParsingContext, start: ParsingResult, end: ParsingResult): ParsingResult {
  start.text = context.text.slice(start.index, stretchOfResult(end).to);
  start.end = end.start;
  if (!start.start.isCertain('meridiem')) {
    const hour = start.start.get('hour') ?? 0;
    setHalf(start.start, halfOfStart(String(hour), start.start.get('minute') ?? 0, end.start));
  }
  return start;
}
