import type { Room } from './conference.ts';
import { configProblemWords as problems } from './words.ts';

/** Letters of other alphabets in lower case, and in the same places the Latin letters that they look like. */
const others = 'авекмнорстухіјѕαβεικορτυχ';
const latin = 'abekmhopctyxijsabeikoptyx';

const latinLookAlikes = new Map(Array.from(others, (letter, at) => [letter, latin.charAt(at)]));

/** Accents of Latin letters, and signs that pick how an emoji looks. Marks of other scripts tell words apart. */
const decoration = /[\u0300-\u036f\ufe00-\ufe0f]|\p{Cf}/gu;

const dashes = /[\u2010-\u2015\u2212]/gu;

/** What a name looks like: names with the same result cannot be told apart on a sign, or by the reader of tweets. */
export function appearanceOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(decoration, '')
    .replace(dashes, '-')
    .replace(/\s+/gu, ' ')
    .trim()
    // By upper case, which brings ß to ss and both small sigmas to one; before that ẞ to ß.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase();
  return Array.from(plain, (letter) => latinLookAlikes.get(letter) ?? letter)
    .join('')
    .normalize('NFC');
}

/** Says of each room whose name or alias looks like one of an earlier room which two these are. */
export function lookAlikes(rooms: readonly Room[]): string[] {
  const seen = new Map<string, { readonly at: number; readonly shown: string }>();
  const found = new Map<string, string>();
  for (const [at, room] of rooms.entries()) {
    for (const name of [room.name, ...room.aliases]) {
      const shown = name === room.name ? `“${name}”` : problems.aliasOf(name, room.name);
      const known = seen.get(appearanceOf(name)) ?? { at, shown };
      seen.set(appearanceOf(name), known);
      const pair = `${known.at} ${at}`;
      if (known.at === at || found.has(pair)) continue;
      found.set(pair, known.shown === shown ? problems.sameName(name) : problems.lookAlike(known.shown, shown));
    }
  }
  return [...found.values()];
}
