import { streamRule } from '../core/stream-rule.ts';
import { X_STREAM_PACE } from './backoff.ts';
import type { XClient } from './client.ts';
import { createHandOver, NotHandedOver, pause, searchGap, waitAfterFailure } from './gap.ts';
import type { ListenOptions } from './listening.ts';

/** 60 searches in X's window of 15 minutes; X allows 450. */
const POLL_EVERY_MS = 15_000;

/**
 * Listens by recent search, for accounts or networks without the stream. Each search begins at the mark, which moves
 * only after a successful one. Resolves when `signal` aborts; rejects only with errors of `onTweet` or `onUnreadable`,
 * or if the keywords make no valid rule.
 */
export async function listenByPolling(
  client: XClient,
  options: ListenOptions & { readonly everyMs?: number },
): Promise<void> {
  const { signal, onState, everyMs = POLL_EVERY_MS } = options;
  const { clock } = client;
  const query = streamRule(options.keywords, options.own.username);
  const look = { ...options, lagMs: X_STREAM_PACE.lag };
  const { handOver, forgetBefore } = createHandOver(options);
  let state = { connected: false, since: clock() };
  let failures = 0;

  while (!signal.aborted) {
    let wait = everyMs;
    try {
      const { tweets, through } = await searchGap(client, query, look);
      failures = 0;
      if (!state.connected) onState((state = { connected: true, since: clock() }));
      for (const tweet of tweets) {
        signal.throwIfAborted();
        await handOver(tweet);
      }
      await options.onHeardThrough(through);
      forgetBefore(through);
    } catch (error) {
      if (error instanceof NotHandedOver) throw error.cause;
      if (signal.aborted) break;
      const lastError = error instanceof Error ? error.message : 'search failed';
      state = { connected: false, since: state.connected ? clock() : state.since };
      onState({ ...state, lastError });
      wait = Math.max(wait, waitAfterFailure(error, failures++, clock(), { ...X_STREAM_PACE, refusedFirst: everyMs }));
    }
    await pause(wait, signal);
  }
  onState({ connected: false, since: clock() });
}
