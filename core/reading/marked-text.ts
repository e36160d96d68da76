import { foldText } from './fold-text.ts';
import type { Span } from './reading.ts';

/** What a stretch of the tweet has been recognised as, written over it so that later steps see their neighbours. */
export const ROOM = '\ue000';
export const TIME = '\ue001';
export const DAY = '\ue002';
/** A hashtag, mention or link: a boundary, nothing to read. */
export const MASK = '\ue003';
/** A number with another meaning: a version, a price, a count. */
export const DECOY = '\ue004';
/** A name on the list whose use as a place is not settled yet. */
export const NAME = '\ue005';

/** A stretch of the folded text. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** One tweet while it is read. */
export interface Page {
  readonly original: string;
  readonly plain: string;
  /** `plain` with everything recognised so far written over by its mark. */
  marked: string;
  /** What the tweet has at all: most patterns need a digit or a Japanese character. */
  readonly hasDigit: boolean;
  readonly hasJapanese: boolean;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** X's longest posts have 25,000 characters; an announcement stands in the first 1,000 or a person reads it. */
export const READ_LIMIT = 1000;

export function openPage(original: string): Page {
  const { plain, from, to } = foldText(original, READ_LIMIT);
  return {
    original,
    plain,
    marked: plain,
    hasDigit: /\d/u.test(plain),
    hasJapanese: /[\u3040-\u9fff]/u.test(plain),
    from,
    to,
  };
}

/** Writes `mark` over the stretches, which must be sorted and apart. */
export function markStretches(page: Page, stretches: readonly Stretch[], mark: string): void {
  if (stretches.length === 0) return;
  const parts: string[] = [];
  let done = 0;
  for (const { from, to } of stretches) {
    if (from < done) continue;
    parts.push(page.marked.slice(done, from), mark.repeat(to - from));
    done = to;
  }
  parts.push(page.marked.slice(done));
  page.marked = parts.join('');
}

/** The stretch's place in the tweet itself. */
export function spanOf(page: Page, stretch: Stretch): Span {
  const from = page.from[stretch.from] ?? page.original.length;
  const to = page.to[stretch.to - 1] ?? from;
  return { from, to: Math.max(from, to) };
}

/** The stretch as the host wrote it. */
export function wordsOf(page: Page, stretch: Stretch): string {
  const span = spanOf(page, stretch);
  return page.original.slice(span.from, span.to);
}

/** The folded text before `at`, at most `length` characters, with marks. */
export function before(page: Page, at: number, length = 40): string {
  return page.marked.slice(Math.max(0, at - length), at);
}

/** The folded text from `at` on, at most `length` characters, with marks. */
export function after(page: Page, at: number, length = 40): string {
  return page.marked.slice(at, at + length);
}

/** All matches of a global pattern in the marked text, at most `limit`. */
export function findAll(page: Page, pattern: RegExp, limit = 60): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(page.marked); match && found.length < limit; match = pattern.exec(page.marked)) {
    found.push(match);
    if (match[0] === '') pattern.lastIndex++;
  }
  pattern.lastIndex = 0;
  return found;
}

export function stretchOf(match: RegExpExecArray): Stretch {
  return { from: match.index, to: match.index + match[0].length };
}
