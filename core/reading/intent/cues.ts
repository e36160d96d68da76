import type { Stretch } from '../marked-text.ts';
import { LETTERS } from '../words.ts';
import cues from './cues.json' with { type: 'json' };
import type { IntentToken } from './tokens.ts';

/** A phrase of a dictionary that was found in the post. */
export interface Cue {
  /** The dictionary: `invites`, `cancels`, `looks-back` … */
  readonly name: string;
  readonly words: Stretch;
}

interface Phrase {
  readonly name: string;
  readonly tokens: readonly string[];
}

const PIECE = new RegExp(`[A-Z]+|[${LETTERS}]+(?:'[${LETTERS}]+)*|[\\u3040-\\u9fff]|[^\\s]`, 'gu');

/** A phrase in the form of `intentTokens`: words without accents, marks in capitals, Japanese by character. */
export const tokensOfPhrase = (phrase: string): string[] => phrase.match(PIECE) ?? [];

/** The phrases of `cues.json`, with the names of their dictionaries. */
export const cuePhrases: readonly { readonly name: string; readonly phrase: string }[] = Object.entries(cues).flatMap(
  ([name, languages]) => [...new Set(Object.values(languages).flat())].map((phrase) => ({ name, phrase })),
);

/** The phrases that begin with one word, by their second word: hundreds begin with "the", a few with "the room". */
interface Beginning {
  /** Phrases of one word. */
  readonly alone: readonly Phrase[];
  /** By second word: the phrases that continue with it, and those of one word, in the order of the dictionaries. */
  readonly goingOn: ReadonlyMap<string, readonly Phrase[]>;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function beginningOf(phrases: readonly Phrase[]): Beginning {
  const isAlone = ({ tokens }: Phrase): boolean => tokens.length === 1;
  const seconds = new Set(phrases.flatMap(({ tokens }) => tokens.slice(1, 2)));
  return {
    alone: phrases.filter(isAlone),
    goingOn: new Map(
      [...seconds].map((second) => [second, phrases.filter((one) => isAlone(one) || one.tokens[1] === second)]),
    ),
  };
}

const phrases = cuePhrases.map(({ name, phrase }): Phrase => ({ name, tokens: tokensOfPhrase(phrase) }));
const beginnings: ReadonlyMap<string, Beginning> = new Map(
  [...groupBy(phrases, ({ tokens }) => tokens[0] ?? '')].map(([first, group]) => [first, beginningOf(group)]),
);

/** Whether the phrase is at this place, given that its first two words are. */
function goesOn(tokens: readonly IntentToken[], from: number, words: readonly string[]): boolean {
  for (let at = 2; at < words.length; at++) if (tokens[from + at]?.text !== words[at]) return false;
  return true;
}

/** All phrases of the dictionaries in the tokens, in the order of the text. */
export function findCues(tokens: readonly IntentToken[]): Cue[] {
  const found: Cue[] = [];
  tokens.forEach((token, from) => {
    const beginning = beginnings.get(token.text);
    if (!beginning) return;
    for (const { name, tokens: words } of beginning.goingOn.get(tokens[from + 1]?.text ?? '') ?? beginning.alone) {
      if (!goesOn(tokens, from, words)) continue;
      found.push({ name, words: { from: token.from, to: tokens[from + words.length - 1]?.to ?? token.to } });
    }
  });
  return found;
}
