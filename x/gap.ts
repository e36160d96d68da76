import { setTimeout as sleep } from 'node:timers/promises';
import type { ReceivedTweet } from './incoming.ts';
import { isReadable } from './incoming.ts';
import type { ListenOptions } from './listening.ts';
import type { XClient } from './client.ts';
import { searchSince } from './search.ts';

/** Ours and X's clocks may differ by so much: each search begins this much before the mark. Milliseconds. */
const CLOCK_SKEW_MS = 60_000;

/** Hands one over by its kind. */
export async function handOver(options: Pick<ListenOptions, 'onTweet' | 'onUnreadable'>, tweet: ReceivedTweet) {
  await (isReadable(tweet) ? options.onTweet(tweet) : options.onUnreadable(tweet));
}

/**
 * Searches everything since the mark.
 *
 * @returns the tweets, oldest first, and how far the search reaches: what X had until then is among them
 */
export async function searchGap(
  client: XClient,
  query: string,
  options: Pick<ListenOptions, 'heardThrough' | 'signal'> & { readonly clock: () => number; readonly lagMs: number },
): Promise<{ tweets: ReceivedTweet[]; through: number }> {
  const { heardThrough, signal, clock, lagMs } = options;
  const startTime = (await heardThrough()) - CLOCK_SKEW_MS;
  const askedAt = clock();
  const tweets: ReceivedTweet[] = [];
  for await (const tweet of searchSince(client, { query, startTime, signal })) tweets.push(tweet);
  signal.throwIfAborted();
  return { tweets, through: askedAt - lagMs };
}

export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
