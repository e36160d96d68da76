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

/** Every dictionary phrase in the tokens, in the order of the text. */
export function findCues(tokens: readonly IntentToken[]): Cue[] {
  return tokens.flatMap((token, from) =>
    (byFirst.get(token.text) ?? [])
      .filter((phrase) => phrase.tokens.every((word, at) => tokens[from + at]?.text === word))
      .map(({ name, tokens: { length } }) => ({
        name,
        words: { from: token.from, to: tokens[from + length - 1]?.to ?? token.to },
      })),
  );
}
