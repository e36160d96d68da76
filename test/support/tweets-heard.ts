import { hearTweet } from '../../activities/hear-tweet.ts';
import type { Workbench } from './workbench.ts';

let nextId = 865_679_812_345_000_000n;

/** Has the bot hear a tweet, or an edit of the one `firstId`, as if the listener had handed it over. Its id. */
export async function hear(
  bench: Workbench,
  text: string,
  more: { authorId?: string; isRetweet?: boolean; firstId?: string } = {},
) {
  const id = String((nextId += 1n));
  const authorId = more.authorId ?? '1234';
  const author = { id: authorId, username: `host${authorId}`, name: `Host ${authorId}` };
  const url = `https://x.com/${author.username}/status/${id}`;
  const isRetweet = more.isRetweet ?? false;
  await hearTweet(bench.deps, {
    id,
    firstId: more.firstId ?? id,
    text,
    postedAt: Date.now(),
    author,
    isRetweet,
    mentionedUsernames: [],
    url,
  });
  return id;
}
