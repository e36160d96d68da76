import type { Room } from './conference.ts';
import { configProblemWords } from './words.ts';

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
  return Array.from(plain, (letter) => latinLookAlikes[letter] ?? letter)
    .join('')
    .normalize('NFC');
}

/** Says of each room whose name or alias looks like one of an earlier room which two these are. */
export function lookAlikes(rooms: readonly Room[]): string[] {
  const seen = new Map<string, Named & { readonly index: number }>();
  const found = new Map<string, string>();
  for (const [index, room] of rooms.entries()) {
    for (const name of [room.name, ...room.aliases]) {
      const appearance = appearanceOf(name);
      const known = seen.get(appearance);
      const named = { name, room: room.name };
      if (known === undefined) seen.set(appearance, { ...named, index });
      else if (known.index !== index && !found.has(`${known.index} ${index}`)) {
        found.set(`${known.index} ${index}`, problemOf(known, named));
      }
    }
  }
  return [...found.values()];
}

interface Named {
  readonly name: string;
  readonly room: string;
}

function problemOf(one: Named, other: Named): string {
  if (one.name === one.room && other.name === other.room && one.name === other.name) {
    return configProblemWords.sameName(one.name);
  }
  return configProblemWords.lookAlike(fullName(one), fullName(other));
}

const fullName = ({ name, room }: Named): string =>
  name === room ? `“${name}”` : configProblemWords.aliasOf(name, room);
