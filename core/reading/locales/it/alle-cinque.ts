import { hourParser } from '../../hour-parser.ts';
import { after, type Stretch } from '../../marked-text.ts';
import { goesOnAfterHour } from '../../parsers/bare-hour-after-cue.ts';
import { halfOfPart, shifted } from '../../spoken.ts';
import { counts } from '../../surroundings.ts';
import { anyOf } from '../../words.ts';
import { words as it } from './words.ts';

const HOURS = it.hours ?? {};
const CUE = anyOf([...(it.at ?? []), "all'", 'h', 'h.']);
const HOUR = `(\\d{1,2}|${anyOf(Object.keys(HOURS))})`;
const SHARES: Readonly<Record<string, number>> = {
  mezza: 30,
  mezzo: 30,
  'un quarto': 15,
  quarto: 15,
  dieci: 10,
  venti: 20,
  cinque: 5,
};
const SHARE = anyOf(Object.keys(SHARES));
const PART = ' (di mattina|del mattino|di pomeriggio|del pomeriggio|di sera|della sera)';

const numberOf = (words: string): number => HOURS[words] ?? Number(words);
const shareOf = (words: string): number => SHARES[words] ?? Number(words);

/** The hour without the word before it. */
function fromHour(match: RegExpExecArray, hour: string): Stretch {
  const at = /[ ']/u.exec(match[0])?.index ?? 0;
  return { from: match.index + Math.max(0, match[0].indexOf(hour, at)), to: match.index + match[0].length };
}

/** "alle cinque e mezza", "ore 17", "dalle 9 di sera", "all'una". German "alle 17 Gäste" is a count. */
export const alleCinque = hourParser(
  new RegExp(
    `(?<![a-z0-9])(?<!\\d )${CUE} ?${HOUR}(?: e (${SHARE}|[0-5]?[05])| meno (${SHARE}))?(?:${PART})?` +
      '(?![a-z0-9]|[:.,]\\d)',
    'u',
  ),
  /(?<![a-z])(?:d?alle |all'[u1]|ore |(?:verso|per) le |h\.? ?\d)/u,
  (match, { page }) => {
    const [words, told = '', more, less, part] = match;
    const to = match.index + words.length;
    const said = more ?? less ?? part;
    if (numberOf(told) === 0) return null;
    if (said === undefined && (!goesOnAfterHour(page, to) || counts(after(page, to)))) return null;
    const minutes = less === undefined ? (more === undefined ? 0 : shareOf(more)) : -shareOf(less);
    const [hour, minute] = shifted(numberOf(told), minutes);
    return { hour, minute, half: halfOfPart(part, told), stretch: fromHour(match, told) };
  },
);
