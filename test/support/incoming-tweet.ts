import type { IncomingTweet } from '../../x/incoming.ts';

let next = 3_000_000;

/** A post as X's stream gives it, with an id of its own. */
export function incomingTweet(text: string, more: Partial<IncomingTweet> = {}): IncomingTweet {
  const id = more.id ?? String(next++);
  return {
    id,
    firstId: id,
    text,
    postedAt: Date.now(),
    author: { id: '77', username: 'host', name: 'A Host' },
    isRetweet: false,
    mentionedUsernames: [],
    url: `https://x.com/host/status/${id}`,
    ...more,
  };
}
