import type { Page, Stretch } from './marked-text.ts';
import { patternKey, type RoomPattern, type RoomPatterns } from './room-patterns.ts';
import type { Gap, Part } from './room-parts.ts';
import { nearly } from './spelling.ts';
import type { Token } from './tokens.ts';
import { anyOf, wordList } from './words.ts';

/** Words of the tweet that match a room of the list. */
export interface RoomMatch extends Stretch {
  readonly pattern: RoomPattern;
}

const GAPS: Readonly<Record<Gap, RegExp>> = {
  tight: /^[-_.# ]?$/u,
  dot: /^ ?[.,-] ?$/u,
  join: /^ ?[+/&-] ?$/u,
  loose: /^ {0,2}[-_#.("']?#? ?$/u,
};
const FILLER = new Set(['of', 'the', 'no', 'nr', 'num', 'number', 'numero', 'n', 'の']);

/** In a word of at least so many letters, one wrong, missing or added letter does not make another word. */
const LONG = 7;
const isMisspelt = (word: string, meant: string): boolean =>
  word.length >= LONG - 1 &&
  meant.length >= LONG &&
  word.charCodeAt(0) === meant.charCodeAt(0) &&
  // A plural must be spelled correctly.
  !word.endsWith('s') &&
  nearly(word, meant);

const NONE: readonly RoomPattern[] = [];
/** Long first words of room names, by their first letter. */
const longBeginnings = new WeakMap<RoomPatterns, ReadonlyMap<string, readonly string[]>>();

function longBeginningsOf(patterns: RoomPatterns): ReadonlyMap<string, readonly string[]> {
  const known = longBeginnings.get(patterns);
  if (known) return known;
  const byLetter = new Map<string, string[]>();
  for (const [key, those] of patterns) {
    if (key.length < LONG || those.every(({ parts }) => parts[0]?.exact === true)) continue;
    byLetter.set(key.charAt(0), [...(byLetter.get(key.charAt(0)) ?? []), key]);
  }
  longBeginnings.set(patterns, byLetter);
  return byLetter;
}

/** Full names of several words whose first word is long and similar to `word`: "balroom west", "missisippi rm". */
function misspeltBeginnings(patterns: RoomPatterns, word: string): readonly RoomPattern[] {
  if (word.length < LONG - 1) return NONE;
  const meant = longBeginningsOf(patterns)
    .get(word.charAt(0))
    ?.find((key) => isMisspelt(word, key));
  if (meant === undefined) return NONE;
  return (patterns.get(meant) ?? NONE).filter(
    ({ parts, strength, vague }) => parts.length > 1 && strength === 'full' && !vague,
  );
}

/** Kinds of rooms of which a venue has many: without another word they mean no room. */
const ANY_ONE: ReadonlySet<string> = new Set(['room', 'table']);

/** If a room is called "Aula", this word means that room, and not any room as in another language. */
function isAnotherWord(page: Page, token: Token, { parts }: RoomPattern): boolean {
  const [only, ...others] = parts;
  if (only?.word === undefined || !ANY_ONE.has(only.word) || others.length > 0) return false;
  return page.plain.slice(token.from, token.to) !== only.shown?.toLowerCase();
}

/** Whether the emoji of a room such as "🎉 Room" stands beside its words. */
function hasSign(page: Page, first: Token, last: Token | undefined, { sign }: RoomPattern): boolean {
  if (sign === undefined) return true;
  const [from, to] = [page.from[first.from] ?? 0, page.to[(last ?? first).to - 1] ?? 0];
  const before = withoutSigns(page.original.slice(Math.max(0, from - NEAR), from));
  return before.endsWith(sign) || withoutSigns(page.original.slice(to, to + NEAR)).startsWith(sign);
}

/** An emoji of several code points and a space take fewer UTF-16 code units than this. */
const NEAR = 20;

/** A text without what may stand between an emoji and a word, and without the joiners and skin tones of emoji. */
const withoutSigns = (text: string): string => text.replace(/[^\p{Extended_Pictographic}\p{L}\p{N}]+/gu, '');

function tokenFits(token: Token, part: Part): boolean {
  if (part.word !== undefined)
    return token.word === part.word || (part.exact !== true && isMisspelt(token.word, part.word));
  return token.value === part.value;
}

const PERSON_GOES_ON = new RegExp(
  `^ ${anyOf(
    wordList(`
      saw
      was
      am
      have
      had
      think
      thought
      will
      would
      can
      could
      did
      do
      met
      like
      love
      went
      want
      need
      got
      made
      found
      heard
    `),
  )}\\b`,
  'u',
);
const WORD_GOES_ON = /^ (?!at\b|um\b|in\b|on\b|today\b|tomorrow\b|tonight\b|from\b|for\b|with\b)[a-z]/u;

// An "a" or "i" after a name is an article or a pronoun, not the room's letter, if the sentence continues after it.
function isWordInstead(page: Page, token: Token, next: string): boolean {
  if (page.marked.charAt(token.from - 1) !== ' ') return false;
  const capital = /[A-Z]/u.test(page.original.charAt(page.from[token.from] ?? 0));
  if (token.word === 'i') return capital ? PERSON_GOES_ON.test(next) : WORD_GOES_ON.test(next);
  return token.word === 'a' && !capital && WORD_GOES_ON.test(next);
}

function skipFiller(tokens: readonly Token[], from: number): number {
  let at = from;
  while (FILLER.has(tokens[at]?.word ?? '')) at++;
  return at;
}

/**
 * Whether the pattern's words match the tokens from `start` on: the end of the match, and whether a word is misspelt.
 */
function matchParts(
  page: Page,
  tokens: readonly Token[],
  start: number,
  pattern: RoomPattern,
): { readonly end: number; readonly misspelt: boolean } | undefined {
  let at = start;
  let misspelt = false;
  let previous: Token | undefined;
  for (const part of pattern.parts) {
    if (at > start && part.gap === 'loose') at = skipFiller(tokens, at);
    const token = tokens[at];
    if (!token || !tokenFits(token, part)) return undefined;
    if (previous && previous.from !== token.from) {
      const gap = page.plain.slice(tokens[at - 1]?.to ?? previous.to, token.from);
      if (!GAPS[part.gap].test(gap)) return undefined;
      if (
        gap === ' ' &&
        part.gap === 'tight' &&
        isLooseLetter(page, previous, token, start > 0, tokens[start - 1]?.word === 'room')
      )
        return undefined;
    }
    misspelt ||= part.word !== undefined && token.word !== part.word;
    previous = token;
    at++;
  }
  return { end: at, misspelt };
}

// `A 103` and `25 A` must have a capital letter: `a 103 page book` and "25 a day" are no rooms.
function isLooseLetter(page: Page, left: Token, right: Token, inside: boolean, cued: boolean): boolean {
  if (cued) return false;
  const letter = /^\d/u.test(left.word) ? right : left;
  if (letter.word.length > 2) return false;
  const capital = /[A-Z]/u.test(page.original.charAt(page.from[letter.from] ?? 0));
  // A capital at the beginning of the tweet may still be the article.
  if (letter === left)
    return (
      left.word === 'a' &&
      !(capital && (inside || !/^ (?!at |is )[a-z]/u.test(page.marked.slice(right.to, right.to + 4))))
    );
  return !capital;
}

/** Words after a number which show that it is a count and no room. */
const COUNTED = anyOf(
  wordList(`
    issues
    bugs
    prs
    people
    ppl
    folks
    minutes
    min
    mins
    seconds
    secs
    hours
    days
    weeks
    months
    years
    users
    downloads
    billion
    million
    param
    params
    parameter
    parameters
    outside
    celsius
    model
    models
    llm
    llms
    token
    tokens
    degrees
    attendees
    questions
    slides
    tickets
    stars
    commits
    tests
    bytes
    lines
    diagram
    diagrams
  `),
);
const CLOCK_GOES_ON = '[:.h]\\d|,\\d{3}(?!\\d)|\\d|\\/\\d|時|分';
/** "3 - 5pm" is a range of hours. After "B116", the hour does not belong to the room's number: "B116 - 3pm". */
const RANGE_GOES_ON = /^ ?- ?\d{1,2}(?::\d\d)? ?[ap]m\b/u;
const NUMBER_GOES_ON = new RegExp(
  `^(?: ?(?:uhr\\b|hrs?\\b|%|°)|${CLOCK_GOES_ON}| ?(?:open )?${COUNTED}\\b|(?:st|nd|rd|th)\\b|` +
    ' (?:in|on|or|and|of|more) the shade\\b)',
  'u',
);

const MERIDIEM_FOLLOWS = /^(?: ?[ap]\.?m\b|[ap]\b)/u;

const goesOnAsRange = (page: Page, number: Token, next: string): boolean =>
  RANGE_GOES_ON.test(next) && !/[a-z]/u.test(page.marked.charAt(number.from - 1));

function standsAlone(page: Page, tokens: readonly Token[], from: number, to: number): boolean {
  const [first, last] = [tokens[from], tokens[to - 1]];
  if (!first || !last) return false;
  const [left, right] = [page.marked.charAt(first.from - 1), page.marked.charAt(last.to)];
  const glued = tokens[from - 1]?.word === 'room' && tokens[from - 1]?.to === first.from;
  if (/[a-z0-9]/u.test(left) && first.from > 0 && !glued) return false;
  // "#20" is a count, "#03-14" is a room.
  const counted = to - from > 1 ? /[$€£¥v]/u : /[$€£¥#v]/u;
  if (/\d/u.test(first.word) && counted.test(left) && first.from > 0) return false;
  if (/\d/u.test(first.word) && /[:./+-]/u.test(left) && /\d/u.test(page.marked.charAt(first.from - 2))) return false;
  if (/[a-z]/u.test(right)) return false;
  const next = page.marked.slice(last.to, last.to + 24);
  // "room two-oh-one"
  if (last.value !== undefined && !/^\d/u.test(last.word) && /^-[a-z]/u.test(next)) return false;
  if (
    last.value !== undefined &&
    /^\d/u.test(last.word) &&
    (NUMBER_GOES_ON.test(next) ||
      (last.value <= 12 && (MERIDIEM_FOLLOWS.test(next) || goesOnAsRange(page, last, next))))
  )
    return false;
  if (/^\d/u.test(first.word) && from + 2 === to && NUMBER_GOES_ON.test(next)) return false;
  // "Container a Container b": after a letter, the kind may stand again.
  const again = to - from > 1 && tokens[to]?.word === first.word;
  return again || !(last.word.length === 1 && isWordInstead(page, last, next));
}

/** The patterns that begin with the token. */
export function patternsFrom(patterns: RoomPatterns, { word, value }: Token): readonly RoomPattern[] {
  const named = patterns.get(word) ?? misspeltBeginnings(patterns, word);
  const numbered = value === undefined ? NONE : (patterns.get(patternKey({ value })) ?? NONE);
  return numbered.length === 0 ? named : [...named, ...numbered];
}

/** All places where the tweet's words match the list: the longest match at each word, without overlaps. */
export function matchRooms(page: Page, tokens: readonly Token[], patterns: RoomPatterns): RoomMatch[] {
  const matches: RoomMatch[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token) continue;
    let best: { end: number; misspelt: boolean; pattern: RoomPattern } | undefined;
    for (const pattern of patternsFrom(patterns, token)) {
      const match = matchParts(page, tokens, at, pattern);
      if (match === undefined) continue;
      // Of two matches of equal length, the correctly spelled one is used.
      if (best && (match.end < best.end || (match.end === best.end && (match.misspelt || !best.misspelt)))) continue;
      if (isAnotherWord(page, token, pattern) || !hasSign(page, token, tokens[match.end - 1], pattern)) continue;
      if (standsAlone(page, tokens, at, match.end)) best = { ...match, pattern };
    }
    if (!best) continue;
    matches.push({ from: token.from, to: tokens[best.end - 1]?.to ?? token.to, pattern: best.pattern });
    at = best.end - 1;
  }
  return matches;
}
