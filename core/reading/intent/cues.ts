import cues from './cues.json' with { type: 'json' };
import type { IntentToken } from './tokens.ts';

/** A phrase of a dictionary, found at the tokens `from` up to `to`. */
export interface Cue {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

interface Phrase {
  readonly name: string;
  readonly words: readonly string[];
}

/** A phrase as the tokens spell it: words and marks, Japanese by the character. */
const wordsOf = (phrase: string): string[] =>
  phrase
    .match(/[A-Z]+|[a-z0-9]+(?:['-][a-z]+)*(?:'[a-z]+)*|[\u3040-\u9fff]|[^\s]/gu)
    ?.flatMap((word) => word.split(/(-)/u)) ?? [];

const byFirst = new Map<string, Phrase[]>();
for (const [name, languages] of Object.entries(cues))
  for (const phrase of Object.values(languages).flat()) {
    const words = wordsOf(phrase);
    const [first] = words;
    if (first !== undefined) byFirst.set(first, [...(byFirst.get(first) ?? []), { name, words }]);
  }

/** Every dictionary phrase in the tokens. */
export function findCues(tokens: readonly IntentToken[]): Cue[] {
  return tokens.flatMap((token, from) =>
    (byFirst.get(token.text) ?? [])
      .filter(({ words }) => words.every((word, at) => tokens[from + at]?.text === word))
      .map(({ name, words }) => ({ name, from, to: from + words.length })),
  );
}
