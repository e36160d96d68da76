import { setTimeout as sleep } from 'node:timers/promises';
import type { TweetDoc } from '../store/tweets.ts';
import type { Deps } from './deps.ts';
import type { UnreadableTweet } from './incoming-tweet.ts';

/** One message about all that came meanwhile: X may have changed what it sends for every post. */
const tellEveryMs = 60_000;
/** So many are named in a message, with their links. */
const named = 3;

/**
 * Stores what cannot be read, so that organisers find it; true where it was not known. What has no id is logged only.
 */
export async function keepUnreadable(deps: Deps, tweet: UnreadableTweet, conferenceId: string): Promise<boolean> {
  const { id, why, text, authorId = '0', postedAt } = tweet;
  deps.log.warn('X sent a post that cannot be read', { tweetId: id ?? 'none', why });
  if (id === undefined) return false;
  const now = new Date(deps.clock());
  return deps.store.tweets.keepUnreadable({
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

/** Tells organisers of what was kept and not told yet, also by a listener before this one, until Slack has taken it. */
export function createUnreadableTeller(deps: Deps, signal: AbortSignal) {
  let telling: Promise<void> | undefined;
  let isWanted = false;

  async function tellAll(): Promise<void> {
    while (isWanted && !signal.aborted) {
      isWanted = false;
      const wait = await tellOnce().catch((error: unknown) => {
        deps.log.warn('unreadable posts could not be told of', { error: String(error) });
        isWanted = true;
        return tellEveryMs;
      });
      if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => {});
    }
  }

  /** Milliseconds to wait before the next message. */
  async function tellOnce(): Promise<number> {
    const untold = await deps.store.tweets.listUntold();
    if (untold.length === 0) return 0;
    const told = await deps.cards.tell(wordsFor(untold), await deps.store.configs.current());
    isWanted = true;
    if (told.kind === 'later') return Math.max(1_000, told.until - deps.clock());
    await deps.store.tweets.markTold(
      untold.map(({ _id }) => _id),
      new Date(deps.clock()),
    );
    return tellEveryMs;
  }

  return {
    /** There may be something to tell. */
    look(): void {
      isWanted = true;
      telling ??= tellAll().finally(() => {
        telling = undefined;
        if (isWanted && !signal.aborted) this.look();
      });
    },
    async settled(): Promise<void> {
      await telling;
    },
  };
}

function wordsFor(tweets: readonly TweetDoc[]): string {
  const links = tweets.slice(0, named).map(({ url, unreadable }) => `${url} (${unreadable?.why ?? 'unreadable'})`);
  const more = tweets.length > named ? ` and ${tweets.length - named} more` : '';
  const what = tweets.length === 1 ? 'a post' : `${tweets.length} posts`;
  const found = `X sent ${what} that the bot cannot read: ${links.join(', ')}${more}.`;
  return `${found} Look there; enter an open space by hand.`;
}
