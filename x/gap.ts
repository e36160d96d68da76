import { setTimeout as sleep } from 'node:timers/promises';
import { isReadable, postIdAt, type ReceivedTweet } from './incoming.ts';
import type { ListenOptions } from './listening.ts';
import { delayAfter, type StreamPace } from './backoff.ts';
import type { XClient } from './client.ts';
import { XUnavailable } from './failure.ts';
import { searchSince } from './search.ts';
import { streamRule } from '../core/stream-rule.ts';

/** How far our clock and X's may differ: each search begins this much before the mark. Milliseconds. */
const CLOCK_SKEW_MS = 60_000;

/**
 * How far ahead of ours X's clock is believed to be. If our clock were further behind, X would refuse our posts.
 * Milliseconds.
 */
const MOST_BEHIND_MS = 600_000;

/** An error of `onTweet`, as the cause. It must be distinguished from errors of X's answers. */
export class NotHandedOver extends Error {}

/**
 * Hands tweets over by their kind. A readable tweet is handed over only once, although X may send it again and searches
 * overlap. The bot's own posts are left out here too: the rule names its handle, which may have changed.
 */
export function createHandOver({
  own,
  onTweet,
  onUnreadable,
}: Pick<ListenOptions, 'own' | 'onTweet' | 'onUnreadable'>) {
  const handed = new Set<string>();
  return {
    /** @throws {NotHandedOver} */
    handOver: async (tweet: ReceivedTweet): Promise<void> => {
      const authorId = isReadable(tweet) ? tweet.author.id : tweet.authorId;
      if (authorId === own.id || (tweet.id !== undefined && handed.has(tweet.id))) return;
      try {
        // X may send an unreadable one whole later.
        if (!isReadable(tweet)) return await onUnreadable(tweet);
        await onTweet(tweet);
      } catch (cause) {
        throw new NotHandedOver(cause instanceof Error ? cause.message : String(cause), { cause });
      }
      handed.add(tweet.id);
    },

    /** Forgets the tweets that a search from this mark on does not find. @param mark epoch milliseconds */
    forgetBefore: (mark: number): void => {
      const oldest = BigInt(postIdAt(mark - CLOCK_SKEW_MS));
      for (const id of handed) if (BigInt(id) < oldest) handed.delete(id);
    },
  };
}

/**
 * Searches everything since the mark, also by keywords that were removed since then.
 *
 * @returns the tweets, oldest first, and the end of the searched time: everything that X had until then is among them
 */
export async function searchGap(
  client: XClient,
  query: string,
  options: Pick<ListenOptions, 'heardThrough' | 'removedKeywords' | 'own' | 'signal'> & {
    readonly lagMs: number;
  },
): Promise<{ tweets: ReceivedTweet[]; through: number }> {
  const { heardThrough, removedKeywords, own, signal, lagMs } = options;
  const since = await heardThrough();
  const removed = (await removedKeywords?.(since)) ?? [];
  // The longer of the two measured times is used: the stopwatch stops while the machine sleeps, and the clock
  // can be set back. With a time that is too short, the mark would pass tweets that were never searched for.
  const [began, beganAt] = [performance.now(), Date.now()];
  const tweets = await searchSince(client, { query, startTime: since - CLOCK_SKEW_MS, signal });
  for (const { keywords, from, until } of removed) {
    const search = { query: streamRule(keywords, own.username), startTime: from - CLOCK_SKEW_MS, signal };
    const found = await searchSince(client, search).catch(nothingIfRefused);
    tweets.push(...found.filter(({ postedAt = from }) => postedAt < until + CLOCK_SKEW_MS));
  }
  if (removed.length > 0) tweets.sort((one, other) => Number(BigInt(one.id ?? 0) - BigInt(other.id ?? 0)));
  signal.throwIfAborted();
  const took = Math.ceil(Math.max(performance.now() - began, Date.now() - beganAt));
  // X's clock may be known only since this answer.
  const endedAt = Math.min(client.clock(), Date.now() + MOST_BEHIND_MS);
  return { tweets, through: endedAt - took - lagMs };
}

/** If X refuses a removed keyword, perhaps it was removed for that: no later search would succeed either. */
function nothingIfRefused(error: unknown): ReceivedTweet[] {
  if (error instanceof XUnavailable && error.failure.kind === 'answered' && error.failure.status === 400) return [];
  throw error;
}

/**
 * Milliseconds until the next search after a failed one. A rate limit says when it ends; a time after X's own window of
 * 15 minutes is not believed. If that time is missing or past, and after any other failure, the wait doubles.
 *
 * @param failures the number of failures in a row before this one
 */
export function waitAfterFailure(error: unknown, failures: number, now: number, pace: StreamPace): number {
  const failure = error instanceof XUnavailable ? error.failure : undefined;
  const isLimited = failure?.kind === 'answered' && failure.status === 429;
  if (isLimited && failure.resetAt !== undefined && failure.resetAt > now)
    return Math.min(failure.resetAt - now, pace.limitedMost);
  return delayAfter(isLimited ? 'limited' : 'refused', failures, pace);
}

export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
