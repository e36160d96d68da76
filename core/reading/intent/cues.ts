import type { Stretch } from '../marked-text.ts';
import cues from './cues.json' with { type: 'json' };
import type { IntentToken } from './tokens.ts';

/** A phrase of a dictionary that the post holds. */
export interface Cue {
  /** The dictionary: `invites`, `cancels`, `looks-back` … */
  readonly name: string;
  readonly words: Stretch;
}

interface Phrase {
  readonly name: string;
  readonly tokens: readonly string[];
}

const PIECE = /[A-Z]+|[a-z]+(?:'[a-z]+)*|[\u3040-\u9fff]|[^\s]/gu;

/** A phrase as `intentTokens` spells it: words without accents, marks in capitals, Japanese by the character. */
export const tokensOfPhrase = (phrase: string): string[] => phrase.match(PIECE) ?? [];

/** The dictionaries of `cues.json`: by cue and language, one phrase a line. */
export const cuePhrases: readonly { readonly name: string; readonly phrase: string }[] = Object.entries(cues).flatMap(
  ([name, languages]) => [...new Set(Object.values(languages).flat())].map((phrase) => ({ name, phrase })),
);

const byFirst = new Map<string, Phrase[]>();
for (const { name, phrase } of cuePhrases) {
  const tokens = tokensOfPhrase(phrase);
  const [first] = tokens;
  if (first !== undefined) byFirst.set(first, [...(byFirst.get(first) ?? []), { name, tokens }]);
}

function stands(tokens: readonly IntentToken[], from: number, words: readonly string[]): boolean {
  for (let at = 1; at < words.length; at++) if (tokens[from + at]?.text !== words[at]) return false;
  return true;
}

/** Every dictionary phrase in the tokens, in the order of the text. */
export function findCues(tokens: readonly IntentToken[]): Cue[] {
  const found: Cue[] = [];
  tokens.forEach((token, from) => {
    for (const { name, tokens: words } of byFirst.get(token.text) ?? []) {
      if (!stands(tokens, from, words)) continue;
      found.push({ name, words: { from: token.from, to: tokens[from + words.length - 1]?.to ?? token.to } });
    }
  });
  return found;
}
