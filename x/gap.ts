import { setTimeout as sleep } from 'node:timers/promises';
import type { ReceivedTweet } from './incoming.ts';
import { isReadable } from './incoming.ts';
import type { ListenOptions } from './listening.ts';
import { delayAfter, type StreamPace } from './backoff.ts';
import type { XClient } from './client.ts';
import { XUnavailable } from './failure.ts';
import { searchSince } from './search.ts';

/** Ours and X's clocks may differ by so much: each search begins this much before the mark. Milliseconds. */
const CLOCK_SKEW_MS = 60_000;

/** What `onTweet` threw, as the cause, told apart from what X's answers throw. */
export class NotHandedOver extends Error {}

/** Hands one over by its kind. @throws {NotHandedOver} */
export async function handOver(options: Pick<ListenOptions, 'onTweet' | 'onUnreadable'>, tweet: ReceivedTweet) {
  try {
    await (isReadable(tweet) ? options.onTweet(tweet) : options.onUnreadable(tweet));
  } catch (cause) {
    throw new NotHandedOver(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/**
 * Searches everything since the mark.
 *
 * @returns the tweets, oldest first, and how far the search reaches: what X had until then is among them
 */
export async function searchGap(
  client: XClient,
  query: string,
  options: Pick<ListenOptions, 'heardThrough' | 'signal'> & { readonly lagMs: number },
): Promise<{ tweets: ReceivedTweet[]; through: number }> {
  const { heardThrough, signal, lagMs } = options;
  const startTime = (await heardThrough()) - CLOCK_SKEW_MS;
  // Not by the clock, which may be set back meanwhile: the mark would pass what nobody has searched for.
  const askedAt = performance.now();
  const tweets = await searchSince(client, { query, startTime, signal });
  signal.throwIfAborted();
  // By X's clock, which only this answer may have told.
  const took = Math.floor(performance.now() - askedAt);
  return { tweets, through: client.clock() - took - lagMs };
}

/**
 * Milliseconds until the next search after one that failed. A rate limit says itself when it ends; where that time is
 * not given or past, and for anything else, the wait doubles.
 *
 * @param failures how many failed in a row before this one
 */
export function waitAfterFailure(error: unknown, failures: number, now: number, pace: StreamPace): number {
  const failure = error instanceof XUnavailable ? error.failure : undefined;
  const isLimited = failure?.kind === 'answered' && failure.status === 429;
  if (isLimited && failure.resetAt !== undefined && failure.resetAt > now) return failure.resetAt - now;
  return delayAfter(isLimited ? 'limited' : 'refused', failures, pace);
}

export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
