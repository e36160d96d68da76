/** A list with one entry per line. Lines that begin with `#` are for people. */
export const wordList = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

const escape = (word: string): string => word.replace(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`);

/**
 * A part of a pattern that matches any of the words, the longest first. A space also matches a hyphen. Words with a
 * space come before single words, because V8 then tests common first letters of neighbours instead of each word.
 */
export function anyOf(words: Iterable<string>): string {
  const sorted = [...new Set(words)].toSorted(
    (one, other) => Number(other.includes(' ')) - Number(one.includes(' ')) || other.length - one.length,
  );
  return `(?:${sorted.map((word) => escape(word).replaceAll(' ', '[ -]')).join('|')})`;
}

/** Folded letters of scripts with spaces between words: Latin, Greek to Arabic, Devanagari. For a character class. */
export const LETTERS = 'a-z\\u0370-\\u06d3\\u0900-\\u0963';
/** The positions where a word may begin and end. */
export const WORD_START = `(?<![${LETTERS}0-9])`;
export const WORD_END = `(?![${LETTERS}0-9])`;

const SPACED = new RegExp(`^[${LETTERS}0-9]`, 'u');
/** Whether the word is of a script that puts spaces between words (`LETTERS`). Japanese and Chinese do not. */
export const isSpaced = (word: string): boolean => SPACED.test(word);
