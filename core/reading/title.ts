import { listOf } from './locales/index.ts';
import type { Reading, Span } from './reading.ts';
import lists from './title-words.json' with { type: 'json' };

/** Words that lead to the title and are not part of it: "open space on". Folded, like all these lists. */
const leads = new Set(lists.leads);
/** Beginnings of a clause that is no title: "bring a pillow". */
const asides = new Set(lists.asides);
/** Endings of a clause that is no title: "all welcome", "paper provided". */
const asideEnds = new Set(lists.asideEnds);
/** Small words before a room or a time. Once that is removed, they mean nothing at either end of a title. */
const joints = new Set(lists.joints);

/** A longer title is cut, because cards, calendars and lists have one line. Code points. */
export const longestTitle = 80;

/** A title is at the beginning of a long post, or nowhere. UTF-16 code units. */
const mostRead = 1_000;

/** Replaces the room, the time, and links. */
const GAP = '\uE000';
/** What separates sentences: the end of one, a new line, or the number of a post in a thread. */
const SENTENCE = /(?<=[.!?。！？…])(?=[\s\uE000])|\n+|(?<!\S)\d{1,2}\/(?=\s)/u;
const CLAUSE =
  /(\uE000|\s\p{Extended_Pictographic}\uFE0F?\s|\s[-–—/|]+\s|[–—|•·◆★→►=;(),、，（）]|[:：](?=[\s\uE000]|$))/u;
const QUOTED =
  /["“„«「『]([^"“”„«»「」『』\n]{3,})["”“»」』]|(?<![\p{L}\p{N}])['‘‚]([^'‘’\n]{3,})['’](?![\p{L}\p{N}])/gu;
/** Signs at the ends of a clause that mean nothing. A question mark stays at the end. */
const START = /^(?:['’]s\s|[^\p{L}\p{N}])+/u;
const END = /[\p{L}\p{N}?)+#][^\p{L}\p{N}?)+#]*$/u;
/** Pairs of signs around words: the second one stays if the first one does. */
const pairs = ['“”', '""', '„“', '«»', '「」', '『』', '<>', '[]'].map(
  (pair) => [pair.charAt(0), pair.charAt(1)] as const,
);
/** Japanese particles after a room or a time. */
const PARTICLES = /^(?:で|に|から|の|は|にて|まで|より)(?=[\p{Script=Han}\p{Script=Katakana}A-Za-z])/u;
const JAPANESE = /[\u3040-\u30ff\u4e00-\u9fff]/u;
const mostLeadWords = 6;

const HOUR_WORDS = new Set([...listOf('noon'), ...listOf('midnight')]);

interface Clause {
  readonly words: readonly string[];
  /** The text between it and the clause before. */
  readonly after: string;
  readonly isQuoted: boolean;
  /** Whether its sentence contains the room or the time. */
  readonly isBeside: boolean;
  /** Whether words such as "join us for" lead to it. */
  readonly isLed: boolean;
  /** Whether it is about the session but no title: "all welcome". */
  readonly isAside: boolean;
}

/**
 * The title of an announced session: one clause of the post, without room, time, links and tags, and without words that
 * lead to the title ("open space on"). Undefined if nothing is left, as in "Wednesday 4pm, Ballroom B". Pure.
 *
 * @param keywords the bot's keywords, without `#`
 */
export function titleOf(
  text: string,
  { rooms, starts }: Pick<Reading, 'rooms' | 'starts'>,
  keywords: readonly string[] = [],
): string | undefined {
  const heard = new Set(keywords.map(fold));
  const clauses = sentencesOf(withGaps(text, rooms, starts).slice(0, mostRead)).flatMap((sentence) =>
    clausesOf(sentence, heard),
  );
  const scored = joined(clauses).map((clause, index) => ({ clause, score: scoreOf(clause) - index * 0.3 }));
  const best = scored.toSorted((one, other) => other.score - one.score)[0];
  return best === undefined ? undefined : shown(best.clause.words.join(' '));
}

const fold = (word: string): string =>
  word.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('’', "'");

const plainOf = (word: string): string => fold(word).replace(/[,!.]$/u, '');

function withGaps(text: string, rooms: Reading['rooms'], starts: Reading['starts']): string {
  const spans = [
    ...rooms.map(({ span }) => span),
    ...starts.flatMap(({ time, day, zone }) => [time, day, zone].filter((span) => span !== undefined)),
  ].filter((span) => !isOfTitle(text, span));
  // Two starts can share a day or an hour, as in "Saturday and Sunday 10am": equal lengths keep all places right.
  const read = spans.reduce(
    (rest, { from, to }) => `${rest.slice(0, from)}${GAP.repeat(to - from)}${rest.slice(to)}`,
    text,
  );
  return read.replaceAll(/\uE000+|(?:https?:\/\/|www\.)\S+/giu, GAP);
}

/** "Noon prayer in C120": the word is the start, and the first word of the title. */
function isOfTitle(text: string, { from, to }: Span): boolean {
  if (!HOUR_WORDS.has(fold(text.slice(from, to))) || !/(?:^|[.!?:\n]\s*)$/u.test(text.slice(0, from))) return false;
  const next = /^ (\p{L}+)/u.exec(text.slice(to))?.[1];
  return next !== undefined && !joints.has(fold(next));
}

const sentencesOf = (text: string): string[] => text.split(SENTENCE).filter((one) => one.trim() !== '');

function clausesOf(sentence: string, heard: ReadonlySet<string>): Clause[] {
  const isBeside = sentence.includes(GAP);
  const clauses: Clause[] = [];
  const isTitle = (text: string): boolean => {
    const raw = wordsOf(text, heard);
    return stripped(raw, raw.map(plainOf)).some((word) => /\p{L}/u.test(word));
  };
  const add = (text: string, after: string, isQuoted: boolean): boolean => {
    const raw = wordsOf(text, heard);
    const plain = raw.map(plainOf);
    const words = isQuoted ? raw : stripped(raw, plain);
    if (!words.some((word) => /\p{L}/u.test(word))) return false;
    const isLed = raw.length - words.length > 1;
    clauses.push({ words, after, isQuoted, isBeside, isLed, isAside: !isQuoted && isAside(plain) });
    return true;
  };
  for (const { 0: quote, 1: one, 2: other, index } of sentence.matchAll(QUOTED)) {
    const text = one ?? other ?? '';
    const before = sentence.slice(0, index).split(CLAUSE).at(-1) ?? '';
    const behind = sentence.slice(index + quote.length).split(CLAUSE)[0] ?? '';
    // A quoted word among others is stressed, or means something else: “Intro to ‘vibe’ coding”.
    const isStressed = !/\s/u.test(text.trim()) && /\s$/u.test(before) && isTitle(before) && isTitle(behind);
    if (!text.includes(GAP) && !isStressed) add(text, GAP, true);
  }
  let after = GAP;
  for (const [index, part] of sentence.split(CLAUSE).entries()) {
    if (index % 2 === 1) after = after === GAP || part === GAP ? GAP : part.trim();
    else if (add(part.replace(PARTICLES, ''), after, false)) after = '';
    else after = GAP;
  }
  return clauses;
}

/** The words, without signs at the ends. Tags and mentions are words within a clause, and labels at its ends. */
function wordsOf(text: string, heard: ReadonlySet<string>): string[] {
  const isHeard = (word: string): boolean => heard.size > 0 && heard.has(fold(word.replaceAll(/[^\p{L}\p{N}_]/gu, '')));
  const words = text.split(/\s+/u).filter((word) => /[\p{L}\p{N}&+]/u.test(word) && !isHeard(word));
  while (isLabel(words.at(-1))) words.pop();
  while (isLabel(words[0])) words.shift();
  const inside = words.join(' ').replaceAll(/[#＃@＠](?=[\p{L}\p{N}_])/gu, '');
  return trimmed(inside).split(' ').filter(Boolean);
}

function trimmed(text: string): string {
  const rest = text.replace(START, '');
  const end = rest.search(END) + 1;
  const isOpen = pairs.some(([open, close]) => {
    const count = (sign: string): number => rest.slice(0, end).split(sign).length - 1;
    return rest[end] === close && (open === close ? count(open) % 2 === 1 : count(open) > count(close));
  });
  return rest.slice(0, isOpen ? end + 1 : end);
}

const isLabel = (word = ''): boolean => /^[^\p{L}\p{N}]*[#＃@＠][\p{L}\p{N}_]/u.test(word);

/** The words, without those that lead to the title, a room or a time. */
function stripped(words: readonly string[], plain: readonly string[]): string[] {
  const isArticle = (at: number): boolean => ['a', 'an', 'the'].includes(plain[at] ?? '');
  let from = plain.lastIndexOf('hosting') + 1;
  let to = words.length;
  for (let lead = leadOf(plain, from); lead > 0; lead = leadOf(plain, from)) {
    from += lead;
    while (from + 1 < to && isArticle(from)) from += 1;
  }
  while (from < to && joints.has(plain[to - 1] ?? '')) to -= 1;
  while (from < to && joints.has(plain[from] ?? '') && !isArticle(from)) from += 1;
  return trimmed(words.slice(from, to).join(' ')).split(' ').filter(Boolean);
}

/** The number of words, from this index on, that lead to the next words. */
function leadOf(plain: readonly string[], from = 0): number {
  for (let count = mostLeadWords; count > 0; count--) {
    if (from + count <= plain.length && leads.has(plain.slice(from, from + count).join(' '))) return count;
  }
  return 0;
}

/** Short lists and a subtitle belong to one title: "Flask, Django and you", "Pandas: hype?". */
function joined(clauses: readonly Clause[]): Clause[] {
  const all: Clause[] = [];
  for (const clause of clauses) {
    const before = all.at(-1);
    const isList = /^[,、]$/u.test(clause.after) && clause.words.length <= 2 && (before?.words.length ?? 9) <= 4;
    const isSubtitle = /^[:：]$/u.test(clause.after) && clause.words.length + (before?.words.length ?? 9) <= 9;
    if (before === undefined || before.isQuoted || !(isList || isSubtitle) || clause.isAside || before.isAside) {
      all.push(clause);
      continue;
    }
    const last = before.words.at(-1) ?? '';
    all[all.length - 1] = {
      ...before,
      words: [...before.words.slice(0, -1), `${last}${clause.after}`, ...clause.words],
    };
  }
  return all;
}

function isAside(plain: readonly string[]): boolean {
  const begin = [3, 2, 1].find((count) => asides.has(plain.slice(0, count).join(' '))) ?? 0;
  if (begin > 0 && begin >= leadOf(plain)) return true;
  return asideEnds.has(plain.at(-1) ?? '') || /どなたでも|持ってきて/u.test(plain.join(''));
}

/** How much the clause looks like a title: some words, in quotes or beside the room and the time, no aside. */
function scoreOf({ words, isQuoted, isBeside, isLed, isAside: aside }: Clause): number {
  const text = words.join(' ');
  const count = JAPANESE.test(text) ? text.length / 3 : words.length;
  const size = count > 9 ? Math.max(1, 5 - (count - 9) * 0.4) : Math.min(count, 4) + 1;
  const aboutItself = /open ?space/iu.test(text) ? 3 : 0;
  return size + (isQuoted ? 3 : 0) + (isBeside ? 2.5 : 0) + (isLed ? 1.5 : 0) - aboutItself - (aside ? 6 : 0);
}

function shown(words: string): string {
  const letters = Array.from(words);
  const cut =
    letters.length <= longestTitle
      ? words
      : `${letters
          .slice(0, longestTitle - 1)
          .join('')
          .replace(/\s+\S*$/u, '')}…`;
  return cut.replace(/^\p{Ll}(?=\p{Ll}*(?:[\s,:?…'’-]|$))/u, (letter) => letter.toUpperCase());
}
