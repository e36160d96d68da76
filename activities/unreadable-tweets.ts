import type { Config } from '../core/config.ts';
import type { TweetDoc } from '../store/tweets.ts';
import type { Deps } from './deps.ts';
import type { UnreadableTweet } from '../x/incoming.ts';

/** A message names at most so many, with their links. */
const named = 3;

/** Stores an unreadable post, so that organisers find it. A post without an id is only logged. */
export async function keepUnreadable(deps: Deps, tweet: UnreadableTweet, conferenceId: string): Promise<void> {
  const { id, why, text, authorId = '0', postedAt } = tweet;
  deps.log.warn('X sent a post that cannot be read', { tweetId: id ?? 'none', why });
  if (id === undefined) return;
  const now = new Date(deps.clock());
  await deps.store.tweets.keepUnreadable({
    _id: id,
    conferenceId,
    tweetId: id,
    text,
    url: `https://twitter.com/i/status/${id}`,
    postedAt: new Date(postedAt ?? now),
    receivedAt: now,
    author: { id: authorId, username: 'unknown', name: '' },
    isRetweet: false,
    ignoredBecause: `unreadable: ${why}`,
    unreadable: { why },
  });
}

/**
 * Tells organisers of all unreadable posts that they do not know of yet, in one message. Repeated until Slack takes it.
 */
export async function tellUnreadable({ store, cards, clock }: Deps, config: Config): Promise<void> {
  const untold = await store.tweets.listUntold();
  const [first] = untold;
  if (first === undefined) return;
  const ids = untold.map(({ _id }) => _id);
  const note = () => store.tweets.markTold(ids, new Date(clock()));
  await cards.tell(`unreadable:${first._id}`, wordsFor(untold), config, note);
}

function wordsFor(tweets: readonly TweetDoc[]): string {
  const links = tweets.slice(0, named).map(({ url, unreadable }) => `${url} (${unreadable?.why ?? 'unreadable'})`);
  const more = tweets.length > named ? ` and ${tweets.length - named} more` : '';
  const what = tweets.length === 1 ? 'a post' : `${tweets.length} posts`;
  const found = `X sent ${what} that the bot cannot read: ${links.join(', ')}${more}.`;
  return `${found} Look at X, and enter open spaces by hand.`;
}
