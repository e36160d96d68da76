import type { Room } from './conference.ts';
import { configProblemWords as problems } from './words.ts';

/** Letters of other alphabets that look like a Latin letter, in lower case. */
const latinLookAlikes: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  е: 'e',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  с: 'c',
  т: 't',
  у: 'y',
  х: 'x',
  і: 'i',
  ј: 'j',
  ѕ: 's',
  α: 'a',
  β: 'b',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'y',
  χ: 'x',
};

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
  return Array.from(plain, (letter) => latinLookAlikes[letter] ?? letter)
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
