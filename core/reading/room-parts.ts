/** The words and numbers of a room's name, and functions to build spellings from them. */
import { foldText } from './fold-text.ts';
import { GENERIC } from './room-kinds.ts';
import { splitTokens, type Token } from './tokens.ts';

/** The text that may be between two parts: nothing or a hyphen, a dot, a sign that joins rooms, or a space. */
export type Gap = 'tight' | 'dot' | 'join' | 'loose';

/** One word or number of a name. `shown` is its spelling in the list. */
export interface Part {
  readonly word?: string;
  readonly value?: number;
  readonly gap: Gap;
  readonly shown?: string;
  /** The letters of "205AB". */
  readonly letters?: boolean;
  /** Ends with the room's own letter, as "studiob" does. With another letter it is another room, not a misspelling. */
  readonly exact?: boolean;
}

/**
 * `full`: can mean nothing else. `name`: is also a word or a surname, so the text around it decides. `bare`: a number
 * or code that needs a cue.
 */
export type Strength = 'full' | 'name' | 'bare';

/** One spelling of a room. */
export interface Spelling {
  readonly parts: readonly Part[];
  readonly strength: Strength;
  /** Whether it is only a part of the name that may mean another place, even if no other room has it. */
  readonly vague: boolean;
  /** If two rooms have the same spelling, the one with the lower rank counts. 0: the name itself. */
  readonly rank: number;
  /** The same words in another order or joined: it counts as the name, and is not shown as an alias. */
  readonly variant?: boolean;
  /** The emoji that must stand beside it, because the words mean any room. */
  readonly sign?: string;
}

function gapBetween(plain: string, left: Token | undefined, right: Token): Gap {
  if (!left || left.from === right.from) return 'loose';
  const text = plain.slice(left.to, right.from);
  if (text === '') return 'tight';
  if (/[+/&]/u.test(text)) return 'join';
  if (text === '-' && left.value !== undefined && right.value !== undefined) return 'dot';
  return text === '.' && left.value !== undefined ? 'dot' : 'loose';
}

/** The words and numbers of a name. */
export function partsOf(name: string): Part[] {
  const { plain, from, to } = foldText(name, 200);
  const tokens = splitTokens(plain);
  return tokens.map((token, at): Part => {
    const gap = gapBetween(plain, tokens[at - 1], token);
    // If two words stand for one, as in 会議室, the word is shown once.
    const again = tokens[at - 1]?.from === token.from;
    const shown = again ? '' : name.slice(from[token.from] ?? 0, to[token.to - 1] ?? 0);
    const roman = at > 0 && gap === 'loose' && /^[ivx]+$/u.test(token.word);
    const counted = token.value !== undefined && (/^\d/u.test(token.word) || roman);
    if (counted && token.value !== undefined) return { value: token.value, gap, shown };
    const letters = gap === 'tight' && /^[a-h]{1,4}$/u.test(token.word) && tokens[at - 1]?.value !== undefined;
    return { word: token.word, gap, shown, letters };
  });
}

export const isCode = (part: Part): boolean =>
  part.value !== undefined || part.word?.length === 1 || part.letters === true;
export const isDistinct = (part: Part): boolean => (part.word?.length ?? 0) > 2 && !GENERIC.has(part.word ?? '');
export const loose = (parts: readonly Part[]): Part[] =>
  parts.map((part, at) => (at === 0 ? { ...part, gap: 'loose' } : part));
export const word = (text: string): Part => ({ word: text, gap: 'loose', shown: text });
export const spelling = (parts: readonly Part[], strength: Strength, rank: number, vague = false): Spelling => ({
  parts: loose(parts),
  strength,
  rank,
  vague,
});
export const full = (rank: number, ...parts: Part[]): Spelling => spelling(parts, 'full', rank);
export const variant = (...parts: Part[]): Spelling => ({ ...full(1, ...parts), variant: true });
