import assert from 'node:assert/strict';
import { hearTweet } from '../../activities/hear-tweet.ts';
import { lookUpTweet } from '../../x/lookup.ts';
import { daytimeZone } from './daytime.ts';
import { forSuite } from './for-tests.ts';
import { dateAndTime } from './running-bot.ts';
import { startWorkbench, type Workbench } from './workbench.ts';

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

/** Lets the bot hear a post of the bench's X, as X returns it. */
export async function hearFromX(bench: Workbench, id: string, deps = bench.deps): Promise<void> {
  const found = await lookUpTweet(bench.x.client, id);
  assert.ok(found.kind === 'present');
  await hearTweet(deps, found.tweet);
}

/** The date and the time so many minutes from now, as a host of the test config's conference writes them. */
export const soon = (minutes: number): string => dateAndTime(minutes, daytimeZone);

/** The bench of a suite that hears tweets, and what is stored of an open space. */
export function hearingBench() {
  const bench = forSuite(() => startWorkbench());
  return { bench, view: (id: string) => bench.store.openSpaces.find(id) };
}
