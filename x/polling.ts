import { streamRule } from '../core/stream-rule.ts';
import { delayAfter, X_STREAM_PACE } from './backoff.ts';
import type { XClient } from './client.ts';
import { XUnavailable } from './failure.ts';
import { handOver, pause, searchGap } from './gap.ts';
import type { ReceivedTweet } from './incoming.ts';
import type { ListenOptions } from './listening.ts';

/** 60 searches in X's 15 minutes; it allows 450. */
const POLL_EVERY_MS = 15_000;

/**
 * The same listening by recent search, for accounts or networks without the stream: each look begins at the mark, which
 * moves only when a look has succeeded. Resolves when `signal` aborts; rejects only with what `onTweet` or
 * `onUnreadable` throws, or when the keywords make no rule.
 */
export async function listenByPolling(
  client: XClient,
  options: ListenOptions & { readonly everyMs?: number },
): Promise<void> {
  const { signal, onState, everyMs = POLL_EVERY_MS, clock = Date.now } = options;
  const query = streamRule(options.keywords, options.botUsername);
  const look = { ...options, clock, lagMs: X_STREAM_PACE.lag };
  let seen: ReadonlySet<string> = new Set();
  let state = { connected: false, since: clock() };
  let failures = 0;

  while (!signal.aborted) {
    let wait = everyMs;
    try {
      const { tweets, through } = await searchGap(client, query, look);
      failures = 0;
      if (!state.connected) onState((state = { connected: true, since: clock() }));
      for (const tweet of tweets) {
        if (signal.aborted) return;
        if (tweet.id === undefined || !seen.has(tweet.id)) await deliverPolled(options, tweet);
      }
      // The looks overlap: what this one found will be there again.
      seen = new Set(tweets.flatMap(({ id }) => id ?? []));
      await options.onHeardThrough(through);
    } catch (error) {
      if (error instanceof UndeliveredPoll) throw error.cause;
      if (signal.aborted) break;
      const lastError = error instanceof Error ? error.message : 'search failed';
      state = { connected: false, since: state.connected ? clock() : state.since };
      onState({ ...state, lastError });
      wait = Math.max(wait, waitAfter(error, failures++, everyMs, clock()));
    }
    await pause(wait, signal);
  }
  onState({ connected: false, since: clock() });
}

class UndeliveredPoll extends Error {}

async function deliverPolled(options: ListenOptions, tweet: ReceivedTweet): Promise<void> {
  try {
    await handOver(options, tweet);
  } catch (error) {
    throw new UndeliveredPoll('a tweet could not be handed over', { cause: error });
  }
}

/**
 * A rate limit says itself when it ends; where that time is not given or past, and for anything else, the wait doubles.
 *
 * @param failures how many looks failed in a row before this one
 */
function waitAfter(error: unknown, failures: number, everyMs: number, now: number): number {
  const failure = error instanceof XUnavailable ? error.failure : undefined;
  const isLimited = failure?.kind === 'answered' && failure.status === 429;
  if (isLimited && failure.resetAt !== undefined && failure.resetAt > now) return failure.resetAt - now;
  const pace = { ...X_STREAM_PACE, refusedFirst: everyMs, limitedFirst: Math.max(everyMs, X_STREAM_PACE.limitedFirst) };
  return delayAfter(isLimited ? 'limited' : 'refused', failures, pace);
}
