import type { Reason, Span } from '../core/reading/reading.ts';
import type { TweetDoc } from '../store/tweets.ts';
import { plainText } from '../core/texts.ts';
import { cut } from './plain-words.ts';
import { bold, plain, type Piece } from './rich-text.ts';
import { cardWords } from './words.ts';
import { isNamed } from '../core/words.ts';

/** So short that an organiser on a phone sees the buttons without scrolling. UTF-16 code units, and lines. */
const quoteLimit = 600;
const quoteLines = 8;

/** The tweet. The words from which the bot read room, hour, day and zone are bold. */
export function quoteTweet(tweet: TweetDoc): Piece[] {
  if (tweet.text === '') return [plain(cardWords.deletedPost)];
  const pieces: Piece[] = [];
  let room = quoteLimit;
  let lines = quoteLines;
  const add = (text: string, piece: (text: string) => Piece): void => {
    const words = plainText(text).replaceAll(/\s*\n\s*/gu, '\n');
    if (room <= 0 || lines <= 0) return;
    const kept = cut(words.split('\n').slice(0, lines).join('\n'), room);
    const isWhole = kept === words;
    pieces.push(piece(isWhole || kept.endsWith('…') ? kept : `${kept} …`));
    room = isWhole ? room - kept.length : 0;
    lines -= words.split('\n').length - 1;
  };
  let at = 0;
  for (const { from, to } of readSpans(tweet)) {
    if (from > at) add(tweet.text.slice(at, from), plain);
    add(tweet.text.slice(Math.max(at, from), to), bold);
    at = Math.max(at, to);
  }
  add(tweet.text.slice(at), plain);
  return pieces;
}

const reasonsOf = (tweet: TweetDoc): readonly Reason[] => tweet.reading?.reasons ?? [];

function readSpans(tweet: TweetDoc): Span[] {
  return reasonsOf(tweet)
    .flatMap((reason) => (isNamed(reason) && reason.span !== undefined ? [reason.span] : []))
    .filter(({ from, to }) => from >= 0 && to > from && to <= tweet.text.length)
    .toSorted((a, b) => a.from - b.from || a.to - b.to);
}
