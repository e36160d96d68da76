import { KIND, TRANSLATED } from './kind-words.ts';
import { numberWords } from './number-words.ts';
import type { Page, Stretch } from './marked-text.ts';

/**
 * A word, a number or one East Asian word. Letters and digits without a space are separate tokens: `B114` is `b`,
 * `114`.
 */
export interface Token extends Stretch {
  readonly word: string;
  /** The value of digits, number words, and Roman numerals up to XII. */
  readonly value?: number;
}

const EAST_ASIAN = Object.keys(TRANSLATED).filter((word) => word.charCodeAt(0) > 0x3000 && word.length > 1);

const ROMAN: Readonly<Record<string, number>> = {
  i: 1,
  ii: 2,
  iii: 3,
  iv: 4,
  v: 5,
  vi: 6,
  vii: 7,
  viii: 8,
  ix: 9,
  x: 10,
  xi: 11,
  xii: 12,
};

/** Words with a usual form, which replaces them. None of these is a number. */
const MEANT: ReadonlyMap<string, readonly string[]> = new Map([
  ...Object.entries(KIND).map(([word, kind]): [string, string[]] => [word, [kind]]),
  ...Object.entries(TRANSLATED),
]);
const VALUES: ReadonlyMap<string, number> = new Map([...numberWords, ...Object.entries(ROMAN)]);
const GLUED = /^(room|rm|raum|sala|salle|hall)([a-z])$/u;

const isDigit = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
};

function readToken(from: number, to: number, word: string): Token {
  if (isDigit(word, 0)) return { from, to, word, value: Number(word.slice(0, 9)) };
  const value = VALUES.get(word);
  return value === undefined ? { from, to, word } : { from, to, word, value };
}

function addWord(tokens: Token[], from: number, to: number, word: string, digitsFollow: boolean): void {
  // `rmB114` and `roomb114`: the space is missing.
  const glued = digitsFollow ? GLUED.exec(word) : null;
  if (glued?.[1] !== undefined && glued[2] !== undefined) {
    addWord(tokens, from, to - 1, glued[1], false);
    tokens.push(readToken(to - 1, to, glued[2]));
    return;
  }
  const meant = MEANT.get(word);
  if (meant) for (const part of meant) tokens.push({ from, to, word: part });
  else tokens.push(readToken(from, to, word));
}

/** The same letters as `LETTERS` in `words.ts`. */
const isLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 0x370 && code <= 0x6d3) || (code >= 0x900 && code <= 0x963);
const isEastAsian = (code: number): boolean => (code >= 0x3040 && code <= 0x30ff) || (code >= 0x3400 && code <= 0x9fff);

/** Splits folded text into tokens; each word for a kind of place is translated to its usual word. Linear time. */
export function splitTokens(plain: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < plain.length) {
    const from = at;
    const code = plain.charCodeAt(at);
    if (isLetter(code)) {
      while (isLetter(plain.charCodeAt(at))) at++;
      addWord(tokens, from, at, plain.slice(from, at), isDigit(plain, at));
    } else if (isDigit(plain, at)) {
      while (isDigit(plain, at)) at++;
      tokens.push(readToken(from, at, plain.slice(from, at)));
    } else if (isEastAsian(code)) {
      const word = EAST_ASIAN.find((known) => plain.startsWith(known, from)) ?? plain.charAt(from);
      at += word.length;
      addWord(tokens, from, at, word, false);
    } else at++;
  }
  return tokens;
}

export function tokensOf(page: Page): Token[] {
  return splitTokens(page.marked);
}
