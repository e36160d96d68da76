import { setTimeout as sleep } from 'node:timers/promises';
import type { IncomingTweet } from '../activities/incoming-tweet.ts';
import { delayAfter, X_STREAM_PACE } from './backoff.ts';
import type { XClient } from './client.ts';
import { XUnavailable } from './failure.ts';
import { streamRule } from './query.ts';
import { searchSince } from './search.ts';
import type { ListeningState, ListenOptions } from './stream.ts';

/** 60 searches in X's 15 minutes; it allows 450. */
const POLL_EVERY_MS = 15_000;
/** Search indexes tweets out of order and late: each look overlaps the one before by this much. */
const OVERLAP_MS = 60_000;

/**
 * The same listening by recent search, for accounts or networks without the stream. Starts with what `onReconnected`
 * finds, as the stream does. Resolves when `signal` aborts; rejects only with what `onTweet` throws.
 */
export async function listenByPolling(
  client: XClient,
  options: ListenOptions & { readonly everyMs?: number },
): Promise<void> {
  const { signal, onTweet, onState, everyMs = POLL_EVERY_MS, clock = Date.now } = options;
  const query = streamRule(options.keywords, options.botUsername);
  let seen: ReadonlySet<string> = new Set();
  let state: ListeningState = { connected: false, since: clock() };
  let startTime = clock() - OVERLAP_MS;
  let gapFilled = false;
  let failures = 0;

  while (!signal.aborted) {
    let wait = everyMs;
    try {
      const askedAt = clock();
      const tweets = await collect(searchSince(client, { query, startTime, signal }));
      if (!gapFilled) await options.onReconnected();
      gapFilled = true;
      failures = 0;
      if (!state.connected) onState((state = { connected: true, since: clock() }));
      for (const tweet of tweets) {
        if (signal.aborted) return;
        if (seen.has(tweet.id)) continue;
        await deliverPolled(onTweet, tweet);
      }
      seen = new Set(tweets.map((tweet) => tweet.id));
      startTime = askedAt - OVERLAP_MS;
    } catch (error) {
      if (error instanceof UndeliveredPoll) throw error.cause;
      if (signal.aborted) break;
      // startTime stays where it was, so the next look that succeeds closes the gap by itself.
      const lastError = error instanceof Error ? error.message : 'search failed';
      onState((state = { connected: false, since: state.connected ? clock() : state.since, lastError }));
      wait = Math.max(wait, waitAfter(error, failures++, everyMs, clock()));
    }
    await sleep(wait, undefined, { signal }).catch(() => {});
  }
  onState({ connected: false, since: clock() });
}

class UndeliveredPoll extends Error {}

async function deliverPolled(onTweet: ListenOptions['onTweet'], tweet: IncomingTweet): Promise<void> {
  try {
    await onTweet(tweet);
  } catch (error) {
    throw new UndeliveredPoll('a tweet could not be handed over', { cause: error });
  }
}

/** A rate limit says itself when it ends; anything else doubles from the usual pace. */
function waitAfter(error: unknown, failures: number, everyMs: number, now: number): number {
  const failure = error instanceof XUnavailable ? error.failure : undefined;
  if (failure?.kind === 'answered' && failure.status === 429) {
    return failure.resetAt === undefined ? X_STREAM_PACE.limitedFirst : failure.resetAt - now;
  }
  return delayAfter('refused', failures, { ...X_STREAM_PACE, refusedFirst: everyMs });
}

async function collect(tweets: AsyncIterable<IncomingTweet>): Promise<IncomingTweet[]> {
  const all: IncomingTweet[] = [];
  for await (const tweet of tweets) all.push(tweet);
  return all;
}
