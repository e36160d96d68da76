import type { Reason, Span } from '../core/reading/reading.ts';
import type { TweetDoc } from '../store/tweets.ts';
import { plainText } from '../core/texts.ts';
import { cut, oneLine } from './plain-words.ts';
import { bold, plain, type Piece } from './rich-text.ts';
import { cardWords } from './words.ts';

/** An organiser on a phone sees the buttons without scrolling. UTF-16 code units, and lines. */
const quoteLimit = 600;
const quoteLines = 8;

/** The tweet, with the words that gave room, hour, day and zone in bold. */
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

const gave = ['room', 'time', 'day', 'zone'] as const;

/** What was read from which words: `“B114” (room), “5pm” (time)`. Empty where no words gave anything. */
export function readFrom(tweet: TweetDoc): string {
  const read = reasonsOf(tweet).flatMap((reason) => {
    const words = reason.span === undefined ? '' : oneLine(tweet.text.slice(reason.span.from, reason.span.to), 40);
    return isAbout(reason) && words !== '' ? [`“${words}” (${reason.about})`] : [];
  });
  return [...new Set(read)].slice(0, 8).join(', ');
}

/** Why a person is needed, a sentence each; which words gave what is `readFrom`'s. */
export function whyReview(tweet: TweetDoc): string[] {
  const why = reasonsOf(tweet).filter((reason) => !isAbout(reason) || reason.span === undefined);
  const sentences = why.map((reason) => oneLine(reason.words.replace(/^review: /u, ''), 160));
  return [...new Set(sentences)].filter((words) => words !== '').slice(0, 4);
}

const isAbout = (reason: Reason): boolean => (gave as readonly string[]).includes(reason.about);

const reasonsOf = (tweet: TweetDoc): readonly Reason[] => tweet.reading?.reasons ?? [];

function readSpans(tweet: TweetDoc): Span[] {
  return reasonsOf(tweet)
    .flatMap((reason) => (isAbout(reason) && reason.span !== undefined ? [reason.span] : []))
    .filter(({ from, to }) => from >= 0 && to > from && to <= tweet.text.length)
    .toSorted((a, b) => a.from - b.from || a.to - b.to);
}
