import type { Room } from './conference.ts';
import { configProblemWords as problems } from './words.ts';

/** Letters of other alphabets in lower case, and in the same places the Latin letters that they look like. */
const others = 'авекмнорстухіјѕαβεικορτυχ';
const latin = 'abekmhopctyxijsabeikoptyx';

const latinLookAlikes = new Map(Array.from(others, (letter, at) => [letter, latin.charAt(at)]));

/** Accents of Latin letters, and variation selectors. Marks of other scripts stay, because they distinguish words. */
const decoration = /[\u0300-\u036f\ufe00-\ufe0f]|\p{Cf}/gu;

const dashes = /[\u2010-\u2015\u2212]/gu;

/** A name folded to its appearance: names with the same result look the same on a sign and to the reader of tweets. */
export function appearanceOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(decoration, '')
    .replace(dashes, '-')
    .replace(/\s+/gu, ' ')
    .trim()
    // Lower case turns ẞ into ß; upper case then turns ß into SS and makes both small sigmas equal.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase();
  return Array.from(plain, (letter) => latinLookAlikes.get(letter) ?? letter)
    .join('')
    .normalize('NFC');
}

/** The problems with rooms whose names or aliases look like those of an earlier room, one for each pair of rooms. */
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
