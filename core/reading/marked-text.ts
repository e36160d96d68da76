import { foldText } from './fold-text.ts';
import type { Span } from './reading.ts';

/** Marks: a recognised stretch of the tweet is replaced by its mark, so that later steps see it as one. */
export const ROOM = '\ue000';
export const TIME = '\ue001';
export const DAY = '\ue002';
/** A hashtag, mention or link: it separates words and is not read. */
export const MASK = '\ue003';
/** A number with another meaning: a version, a price, a count. */
export const DECOY = '\ue004';
/** A listed name that may also be a word; it is not decided yet whether it is the place here. */
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
  /** `plain`, with everything that was recognised so far replaced by its mark. */
  marked: string;
  /** Whether the tweet has any digit, or any Japanese character: most patterns need one of them. */
  readonly hasDigit: boolean;
  readonly hasJapanese: boolean;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/**
 * X's longest posts have 25,000 characters. The announcement must be in the first 1,000; otherwise a person reads the
 * post.
 */
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

/** Writes `mark` over the stretches, which must be sorted and must not overlap. */
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

/** The position of the stretch in the tweet itself. */
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
