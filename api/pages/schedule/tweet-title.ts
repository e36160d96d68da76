import type { Span } from '../../../core/reading/reading.ts';
import type { TweetDoc } from '../../../store/tweets.ts';

const longestTitle = 120;

/** Words that lead to a room or a time and mean nothing once it is gone. */
const connectors = /(?:[\s,;:@(–—-]|\b(?:at|in|on|from|room|rm|around|about|starting|this|today|tonight)\b)+$/iu;

/**
 * What a tweet announces, as a title: without links, without what the bot listens for, and without the words that gave
 * the room and the time, which stand beside the title everywhere. Undefined where nothing is left.
 */
export function titleFromTweet({ text, reading, state }: TweetDoc, keywords: readonly string[]): string | undefined {
  // While an edit is being read, the spans belong to the text before.
  const spans = state === 'handled' ? (reading?.reasons ?? []).filter(isPlaceOrTime).map(({ span }) => span) : [];
  const heard = new Set(keywords.map((keyword) => keyword.toLowerCase()));
  const words = withoutSpans(
    text,
    spans.filter((span) => span !== undefined),
  )
    .split(/\s+/u)
    .filter((word) => !/^https?:\/\//iu.test(word) && !heard.has(word.replace(/^[#＃]/u, '').toLowerCase()))
    .join(' ')
    .replace(/\s+(?=[,.;:!?])/gu, '')
    .replace(/^[\s,.;:–—-]+|[\s,;:@–—-]+$/gu, '');
  if (!/\p{L}{2}/u.test(words)) return undefined;
  const letters = Array.from(words);
  return letters.length <= longestTitle
    ? words
    : `${letters
        .slice(0, longestTitle - 1)
        .join('')
        .trimEnd()}…`;
}

const isPlaceOrTime = ({ about }: { about: string }): boolean => ['room', 'time', 'day', 'zone'].includes(about);

function withoutSpans(text: string, spans: readonly Span[]): string {
  let kept = '';
  let at = 0;
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    if (from < at) continue;
    kept = `${kept}${text.slice(at, from)}`.replace(connectors, ' ');
    at = to;
  }
  return kept + text.slice(at);
}
