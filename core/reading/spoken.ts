import { halfOfWritten, type Half } from './hours.ts';
import { dictionaryOf } from './locales/index.ts';
import { words as en } from './locales/en/words.ts';
import { anyOf } from './words.ts';

/** Where a spoken hour may begin: in no word, and at no tail of a number. */
export const LEFT = '(?<![a-z0-9])(?<!\\d[.:,/+-])';
/** An hour in digits or in English. */
export const HOUR = `(\\d{1,2}|${anyOf(Object.keys(en.hours ?? {}))})`;
export const HOUR_WORD = `(${anyOf(Object.keys(en.hours ?? {}))})`;
export const AM_PM = '(am|pm|a\\.m\\.?|p\\.m\\.?)';
export const MERIDIEM = `(?: ?o'?clock)?(?: ?${AM_PM})?(?![a-z0-9]|[:.]\\d)`;

/** The half of the day of an hour by its "am" or "pm"; without them by how its digits are written. */
export function halfOfMeridiem(meridiem: string | undefined, written = ''): Half {
  if (meridiem !== undefined) return meridiem.startsWith('a') ? 'am' : 'pm';
  return /^\d/u.test(written) ? halfOfWritten(written) : 'bare';
}

const PARTS = dictionaryOf('partsOfDay');

/** The half of the day of an hour by the part of the day behind it, such as "da tarde", "de la manana". */
export function halfOfPart(part: string | undefined, written = ''): Half {
  const told = part === undefined ? undefined : PARTS.get(part.replaceAll('-', ' '));
  return told === 'am' || told === 'pm' ? told : halfOfMeridiem(undefined, written);
}

/** `hour` moved by minutes that may be negative, within the twelve or twenty-four hours it is told in. */
export function shifted(hour: number, minutes: number): [number, number] {
  if (minutes >= 0) return [hour, minutes];
  return [hour === 1 ? 12 : hour - 1, 60 + minutes];
}
