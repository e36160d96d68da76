import type { Stretch } from '../marked-text.ts';
import { LETTERS } from '../words.ts';
import cues from './cues.json' with { type: 'json' };
import type { IntentToken } from './tokens.ts';
import { addWord, UNKNOWN } from './vocabulary.ts';

/** A phrase of a dictionary that was found in the post. */
export interface Cue {
  /** The dictionary: `invites`, `cancels`, `looks-back` … */
  readonly name: string;
  readonly words: Stretch;
}

/** The phrases that begin with the same words. */
interface Beginning {
  /** The dictionaries of the phrase that is these words, with their order. */
  readonly names: { readonly name: string; readonly order: number }[];
  /** By the number of the next word. */
  readonly goingOn: Map<number, Beginning>;
}

const PIECE = new RegExp(`[A-Z]+|[${LETTERS}]+(?:'[${LETTERS}]+)*|[\\u3040-\\u9fff]|[^\\s]`, 'gu');

/** A phrase in the form of `intentTokens`: words without accents, marks in capitals, Japanese by character. */
export const tokensOfPhrase = (phrase: string): string[] => phrase.match(PIECE) ?? [];

/** The phrases of `cues.json`, with the names of their dictionaries. */
export const cuePhrases: readonly { readonly name: string; readonly phrase: string }[] = Object.entries(cues).flatMap(
  ([name, languages]) => [...new Set(Object.values(languages).flat())].map((phrase) => ({ name, phrase })),
);

const begin = (): Beginning => ({ names: [], goingOn: new Map() });
const phrases = begin();
cuePhrases.forEach(({ name, phrase }, order) => {
  let words = phrases;
  for (const word of tokensOfPhrase(phrase).map(addWord)) {
    const next = words.goingOn.get(word) ?? begin();
    words.goingOn.set(word, next);
    words = next;
  }
  words.names.push({ name, order });
});

/** The dictionary of phrases whose words mean something else than in other dictionaries. It is no cue itself. */
const IDIOMS = 'idioms';

/** All phrases of the dictionaries in the tokens, in the order of the text, then of the dictionaries. */
export function findCues(tokens: readonly IntentToken[]): Cue[] {
  const cues: Cue[] = [];
  const idioms: Cue[] = [];
  tokens.forEach(({ word, from }, first) => {
    const found: { readonly order: number; readonly cue: Cue }[] = [];
    let words = phrases.goingOn.get(word);
    for (let last = first; words; words = words.goingOn.get(tokens[++last]?.word ?? UNKNOWN)) {
      const to = tokens[last]?.to ?? from;
      for (const { name, order } of words.names) found.push({ order, cue: { name, words: { from, to } } });
    }
    if (found.length > 1) found.sort((one, other) => one.order - other.order);
    for (const { cue } of found) (cue.name === IDIOMS ? idioms : cues).push(cue);
  });
  return idioms.length === 0 ? cues : cues.filter((cue) => !idioms.some((idiom) => hides(idiom, cue)));
}

/** "noise cancelling headphones" cancels nothing. A phrase as long as the idiom still counts. */
function hides({ words: idiom }: Cue, { words }: Cue): boolean {
  if (words.from === idiom.from) return words.to < idiom.to;
  return idiom.from < words.from && words.from < idiom.to;
}
