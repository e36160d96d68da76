import { words as ar } from './ar/words.ts';
import { words as da } from './da/words.ts';
import { daysOnly } from './days-only.ts';
import { words as de } from './de/words.ts';
import { moments as enMoments } from './en/moments.ts';
import { roles as enRoles } from './en/roles.ts';
import { words as en } from './en/words.ts';
import { words as es } from './es/words.ts';
import { words as fi } from './fi/words.ts';
import { words as fr } from './fr/words.ts';
import { words as he } from './he/words.ts';
import { words as hi } from './hi/words.ts';
import { words as it } from './it/words.ts';
import { words as ja } from './ja/words.ts';
import type { Locale } from './locale.ts';
import { words as nl } from './nl/words.ts';
import { words as pl } from './pl/words.ts';
import { words as pt } from './pt/words.ts';
import { words as ru } from './ru/words.ts';
import { words as sv } from './sv/words.ts';
import { words as tr } from './tr/words.ts';
import { words as zh } from './zh/words.ts';

/**
 * Every post is read with all languages at once, because hosts mix them. To add a language, add its folder and its name
 * here.
 */
const LOCALES: readonly Locale[] = [
  { ...en, ...enMoments, ...enRoles },
  de,
  es,
  fr,
  pt,
  ja,
  it,
  nl,
  sv,
  da,
  pl,
  he,
  ar,
  ru,
  tr,
  hi,
  fi,
  zh,
  daysOnly,
];

type Lists = { readonly [Key in keyof Locale]-?: NonNullable<Locale[Key]> extends readonly string[] ? Key : never };
type ListKey = Lists[keyof Locale];
type DictionaryKey = Exclude<keyof Locale, ListKey>;
type Value<Key extends DictionaryKey> = NonNullable<Locale[Key]>[string];

/** A list, joined from all languages. */
export const listOf = (key: ListKey): string[] => LOCALES.flatMap((locale) => [...(locale[key] ?? [])]);

/** A dictionary, joined from all languages. If two have the same word, the first language in the list counts. */
export function dictionaryOf<Key extends DictionaryKey>(key: Key): ReadonlyMap<string, Value<Key>> {
  const entries = LOCALES.toReversed().flatMap((locale) => Object.entries(locale[key] ?? {}) as [string, Value<Key>][]);
  return new Map(entries);
}
