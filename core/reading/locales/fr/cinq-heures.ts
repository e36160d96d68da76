import { hourParser } from '../../hour-parser.ts';
import { before } from '../../marked-text.ts';
import { hourOf, numberWord } from '../../number-words.ts';
import { halfOfMeridiem, shifted } from '../../spoken.ts';
import { standsApart } from '../../surroundings.ts';
import { anyOf } from '../../words.ts';
import { words as fr } from './words.ts';

const HOUR = `(\\d{1,2}|${anyOf([...Object.keys(fr.hours ?? {}), ...Object.keys(fr.numbers ?? {})])})`;
const SHARES: Readonly<Record<string, number>> = {
  demi: 30,
  demie: 30,
  quart: 15,
  'le quart': 15,
};
const MORE = ' ?et (demie?|quart)';
const LESS = ' moins (le quart|dix|vingt|cinq)';
const PART = " (du matin|du mat|du soir|de l'apres-midi)";
const AT = /(?:\ba|\bvers|\bdes|\bde) $/u;

const shareOf = (text: string | undefined): number => (text === undefined ? 0 : (SHARES[text] ?? hourOf(text)));

/** "cinq heures et demie", "8h du soir", "à treize heures". Digits alone are read by `hour-unit.ts`. */
export const cinqHeures = hourParser(
  new RegExp(`(?<![a-z0-9])${HOUR} ?h(?:eures?)?(?:${MORE}|${LESS})?(?:${PART})?(?![a-z0-9])`, 'u'),
  /h(?:eures?)?(?![a-z])/u,
  (match, { page }) => {
    const [words, told = '', more, less, part] = match;
    const alone = more === undefined && less === undefined && part === undefined;
    const apart = standsApart(page, match.index, match.index + words.length);
    if (alone && (/^\d/u.test(told) || !words.includes('heure') || !(apart || AT.test(before(page, match.index)))))
      return null;
    const [hour, minute] = shifted(numberWord(told) ?? hourOf(told), less ? -shareOf(less) : shareOf(more));
    if (part !== undefined) return { hour, minute, half: part.startsWith('du mat') ? 'am' : 'pm' };
    return { hour, minute, half: hour > 12 ? 'literal' : halfOfMeridiem(undefined, told) };
  },
  `${HOUR} ?h`,
);
