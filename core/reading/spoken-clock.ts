import { hourParser } from './hour-parser.ts';
import { after } from './marked-text.ts';
import { hourOf } from './number-words.ts';
import { goesOnAfterHour } from './parsers/bare-hour-after-cue.ts';
import { halfOfMeridiem, LEFT, shifted } from './spoken.ts';
import { counts } from './surroundings.ts';
import type { TimeParser } from './time-parser.ts';
import { anyOf } from './words.ts';

type Numbers = Readonly<Record<string, number>>;

/** The words of a language for times relative to full and half hours: "fünf vor halb drei", "kwart over tien". */
export interface SpokenClock {
  readonly hours: Numbers;
  /** Words right before the hour, with their minutes: German "halb" is half an hour before it. */
  readonly shares: Numbers;
  /** Minutes in words, including quarters. */
  readonly amounts: Numbers;
  /** Whether the minutes may also be digits, and whether the hour may. */
  readonly minuteDigits: boolean;
  readonly hourDigits: boolean;
  readonly past: readonly string[];
  readonly to: readonly string[];
  /** Words that may follow the hour. */
  readonly unit: string;
}

const NO_MORE = '(?![a-z0-9]|[:.,]\\d)';

/** Makes a parser of spoken times for a language in which "half three" is half an hour before three. */
export function spokenClock(clock: SpokenClock, hint: RegExp): TimeParser {
  const { hours, shares, amounts, minuteDigits, hourDigits, past, to, unit } = clock;
  const share = anyOf(Object.keys(shares));
  const amount = `${anyOf(Object.keys(amounts))}${minuteDigits ? '|\\d{1,2}' : ''}`;
  const way = `(?<past>${anyOf(past)})|${anyOf(to)}`;
  const from = `(?:(?<amount>${amount})(?: min[a-z]{0,5}\\.?)? (?:${way}) (?<half>${share} )?|(?<share>${share}) )`;
  const hour = `(?<hour>${hourDigits ? '\\d{1,2}|' : ''}${anyOf(Object.keys(hours))})`;
  return hourParser(new RegExp(`${LEFT}${from}${hour}${NO_MORE}(?: ${unit}(?![a-z]))?`, 'u'), hint, ({ groups }) => {
    const told = groups?.['hour'] ?? '';
    const shareOf = (words: string | undefined): number => (words === undefined ? 0 : (shares[words.trim()] ?? 0));
    const minutes = groups?.['amount'] === undefined ? 0 : (amounts[groups['amount']] ?? Number(groups['amount']));
    const moved = minutes * (groups?.['past'] === undefined ? -1 : 1) + shareOf(groups?.['half'] ?? groups?.['share']);
    const [at, minute] = shifted(hours[told] ?? hourOf(told), moved);
    return { hour: at, minute, half: halfOfMeridiem(undefined, told) };
  });
}

/**
 * Makes a parser of an hour after a cue, in words or digits: "um drei", "om 10 uur", "kl. 15".
 * @param unit A word that may follow and makes it an hour: `uhr`.
 * @param digits The hours in digits that the cue allows.
 */
export function hourAfterCue(
  cues: readonly string[],
  hours: Numbers,
  unit: string,
  hint: RegExp,
  digits = '\\d{1,2}',
): TimeParser {
  const hour = `(${digits}|${anyOf(Object.keys(hours))})`;
  const part = `${anyOf(cues)} ${hour}`;
  const pattern = new RegExp(`(?<![a-z0-9])${part}( ${unit})?${NO_MORE}`, 'u');
  return hourParser(
    pattern,
    hint,
    (match, { page }) => {
      const [words, told = '', said] = match;
      const to = match.index + words.length;
      const number = hours[told] ?? hourOf(told);
      const inDigits = said === undefined && /^\d/u.test(told);
      const stands = !inDigits || (goesOnAfterHour(page, to) && !counts(after(page, to)));
      if (number === 0 || !stands) return null;
      const from = match.index + words.indexOf(told, words.indexOf(' '));
      return { hour: number, half: halfOfMeridiem(undefined, told), stretch: { from, to } };
    },
    part,
  );
}
