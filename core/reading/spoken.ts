import { halfOfWritten, type Half } from './hours.ts';
import { dictionaryOf } from './locales/index.ts';
import { words as en } from './locales/en/words.ts';
import { anyOf } from './words.ts';

/** A spoken hour may begin here: not inside a word, and not at the end of a number. */
export const LEFT = '(?<![a-z0-9])(?<!\\d[.:,/+-])';
/** An hour in digits, or in English words. */
export const HOUR = `(\\d{1,2}|${anyOf(Object.keys(en.hours ?? {}))})`;
export const HOUR_WORD = `(${anyOf(Object.keys(en.hours ?? {}))})`;
export const AM_PM = '(am|pm|a\\.m\\.?|p\\.m\\.?|[ap] m)';
export const MERIDIEM = `(?: ?o'?clock)?(?: ?${AM_PM})?(?![a-z0-9]|[:.]\\d)`;

/** The half of the day of an hour from its "am" or "pm"; without them, from the style of its digits. */
export function halfOfMeridiem(meridiem: string | undefined, written = ''): Half {
  if (meridiem !== undefined) return meridiem.startsWith('a') ? 'am' : 'pm';
  return /^\d/u.test(written) ? halfOfWritten(written) : 'bare';
}

const PARTS = dictionaryOf('partsOfDay');

/** The half of the day of an hour from the words after it, such as "da tarde", "de la manana". */
export function halfOfPart(part: string | undefined, written = ''): Half {
  const told = part === undefined ? undefined : PARTS.get(part.replaceAll('-', ' '));
  return told === 'am' || told === 'pm' ? told : halfOfMeridiem(undefined, written);
}

/** `hour` moved by minutes, which may be negative, on the 12-hour or 24-hour clock of the hour. */
export function shifted(hour: number, minutes: number): [number, number] {
  if (minutes >= 0) return [hour, minutes];
  return [hour === 1 ? 12 : hour - 1, 60 + minutes];
}
