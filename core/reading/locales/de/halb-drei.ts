import { hourParser } from '../../hour-parser.ts';
import { hourOf } from '../../number-words.ts';
import { halfOfMeridiem, LEFT, shifted } from '../../spoken.ts';
import { anyOf } from '../../words.ts';
import { words as de } from './words.ts';

const HOUR = `(\\d{1,2}|ein|${anyOf(Object.keys(de.hours ?? {}))})`;
const SHARES: Readonly<Record<string, number>> = {
  halb: -30,
  dreiviertel: -15,
  'viertel nach': 15,
  'viertel vor': -15,
};
const MINUTES = '(funf|zehn|zwanzig|\\d{1,2})(?: min(?:uten)?\\.?)? (nach|vor)';

/** "halb drei" is 2:30, "viertel nach acht", "fünf vor zwölf". */
export const halbDrei = hourParser(
  new RegExp(`${LEFT}(?:(${anyOf(Object.keys(SHARES))})|${MINUTES}) ${HOUR}(?![a-z0-9]|[:.]\\d)(?: uhr\\b)?`, 'u'),
  /halb|viertel|vor |nach /u,
  ([, share = '', amount, way, told]) => {
    const minutes = SHARES[share] ?? hourOf(amount) * (way === 'vor' ? -1 : 1);
    const [hour, minute] = shifted(told === 'ein' ? 1 : hourOf(told), minutes);
    return { hour, minute, half: halfOfMeridiem(undefined, told) };
  },
);

/** "um drei", "gegen acht Uhr". */
export const umDrei = hourParser(
  new RegExp(`(?<![a-z0-9])(?:um|gegen|ab) (ein|${anyOf(Object.keys(de.hours ?? {}))})(?: uhr)?(?![a-z0-9])`, 'u'),
  /um |gegen |ab /u,
  ([, hour]) => ({ hour: hour === 'ein' ? 1 : hourOf(hour), half: 'bare' }),
);
