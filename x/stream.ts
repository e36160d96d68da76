import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { IncomingTweet } from '../activities/incoming-tweet.ts';
import { orAborted } from './abort.ts';
import { delayAfter, type StreamEnd, type StreamPace, X_STREAM_PACE } from './backoff.ts';
import type { XClient } from './client.ts';
import { describeFailure, readFailure } from './failure.ts';
import { parseStreamTweet } from './incoming.ts';
import { streamRule } from './query.ts';
import { reconcileRules, RuleRefused } from './rules.ts';
import { connectStream, StreamLost } from './stream-connection.ts';

export interface ListeningState {
  readonly connected: boolean;
  /** Epoch milliseconds of the last change between connected and not. */
  readonly since: number;
  /** Why it is not connected, or what went wrong last. */
  readonly lastError?: string;
}

export interface ListenOptions {
  readonly keywords: readonly string[];
  readonly botUsername: string;
  /** Gets one tweet at a time, in the order of arrival. A rejection ends the listening: a tweet that cannot be kept must not pass as heard. */
  readonly onTweet: (tweet: IncomingTweet) => Promise<void>;
  readonly onState: (state: ListeningState) => void;
  /**
   * Fills the gap by search: called after every connection, the first included, before any of its tweets. Tried
   * again, with growing pauses, until it succeeds; the stream is heard meanwhile.
   */
  readonly onReconnected: () => Promise<void>;
  readonly signal: AbortSignal;
  readonly clock?: () => number;
}

/**
 * Listens to X's filtered stream until `signal` aborts, then resolves; reconnects as X asks for, and keeps the rules.
 * Rejects only with what `onTweet` throws, or when the keywords make no query.
 */
export async function listenToStream(
  client: XClient,
  options: ListenOptions & { readonly pace?: Partial<StreamPace> },
): Promise<void> {
  const pace = { ...X_STREAM_PACE, ...options.pace };
  const { signal, clock = Date.now } = options;
  const query = streamRule(options.keywords, options.botUsername);
  const inOrder = new InOrder();
  let repeats: Record<StreamEnd, number> = { lost: 0, refused: 0, limited: 0 };
  let takenOver = false;
  let state: ListeningState = { connected: false, since: clock() };
  const report = (connected: boolean, lastError?: string): void => {
    const since = connected === state.connected ? state.since : clock();
    state = { connected, since, ...(lastError === undefined ? {} : { lastError }) };
    options.onState(state);
  };

  while (!signal.aborted) {
    let openedAt: number | undefined;
    const connection = new AbortController();
    const closeConnection = (): void => connection.abort();
    signal.addEventListener('abort', closeConnection, { once: true });
    try {
      let { ruleId } = await orAborted(reconcileRules(client, query), signal);
      const fillGap = (): void => void fillGapUntilDone(options, inOrder, pace, connection.signal, report);
      const onOpen = (): void => {
        openedAt = clock();
        report(true);
        fillGap();
        void checkRules(client, query, pace, connection.signal, (id) => {
          ruleId = id;
          fillGap();
        });
      };
      for await (const payload of connectStream(client, pace, { onOpen, signal })) {
        if (!isForRule(payload, ruleId)) continue;
        const tweet = readTweet(payload);
        if (tweet === undefined) report(true, 'X sent something that is no tweet');
        else await inOrder.run(() => deliver(options.onTweet, tweet));
      }
    } catch (error) {
      if (error instanceof NotDelivered) throw error.cause;
      if (signal.aborted) break;
      let { end, reason } = sortEnd(error);
      report(false, reason);
      if (openedAt !== undefined && clock() - openedAt >= pace.stable) {
        repeats = { lost: 0, refused: 0, limited: 0 };
        takenOver = false;
      }
      if (isTooManyConnections(error)) {
        await orAborted(clearConnections(client), signal).catch(() => {});
        // A dead worker's connection is gone now; should it be back, somebody lives, and we wait as X asks.
        if (!takenOver) end = 'lost';
        takenOver = true;
      }
      await pause(delayAfter(end, repeats[end]++, pace), signal);
    } finally {
      connection.abort();
      signal.removeEventListener('abort', closeConnection);
    }
  }
  await inOrder.settled();
  report(false);
}

/** What `onTweet` threw, told apart from what the connection throws. */
class NotDelivered extends Error {}

async function deliver(onTweet: ListenOptions['onTweet'], tweet: IncomingTweet): Promise<void> {
  try {
    await onTweet(tweet);
  } catch (error) {
    throw new NotDelivered('a tweet could not be handed over', { cause: error });
  }
}

/** Runs one thing after the other, so that a gap is filled before newer tweets come. */
class InOrder {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work);
    this.last = result.catch(() => {});
    return result;
  }

  async settled(): Promise<void> {
    await this.last;
  }
}

async function fillGapUntilDone(
  options: ListenOptions,
  inOrder: InOrder,
  pace: StreamPace,
  signal: AbortSignal,
  report: (connected: boolean, lastError: string) => void,
): Promise<void> {
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      await inOrder.run(options.onReconnected);
      return;
    } catch (error) {
      if (signal.aborted) return;
      report(
        true,
        `the gap before this connection is not filled yet: ${error instanceof Error ? error.message : 'failed'}`,
      );
      await pause(delayAfter('refused', tries, pace), signal);
    }
  }
}

/** A stream whose rule was deleted keeps its heartbeat and brings nothing. */
async function checkRules(
  client: XClient,
  query: string,
  pace: StreamPace,
  signal: AbortSignal,
  onRecreated: (ruleId: string | undefined) => void,
): Promise<void> {
  for (;;) {
    await pause(pace.checkRules, signal);
    if (signal.aborted) return;
    try {
      const { ruleId, changed } = await reconcileRules(client, query);
      if (changed && !signal.aborted) onRecreated(ruleId);
    } catch {
      // Looked at again next time; the stream itself tells whether X is well.
    }
  }
}

const matchingRules = z.object({ matching_rules: z.array(z.object({ id: z.string() })) });

/** The app's other rules feed the same stream; what only they asked for is not ours. */
function isForRule(payload: unknown, ruleId: string | undefined): boolean {
  const named = matchingRules.safeParse(payload);
  return !named.success || ruleId === undefined || named.data.matching_rules.some((rule) => rule.id === ruleId);
}

function readTweet(payload: unknown): IncomingTweet | undefined {
  try {
    return parseStreamTweet(payload);
  } catch (error) {
    if (error instanceof z.ZodError) return undefined;
    throw error;
  }
}

function sortEnd(error: unknown): { end: StreamEnd; reason: string } {
  if (error instanceof StreamLost) return { end: 'lost', reason: error.message };
  if (error instanceof RuleRefused) return { end: 'refused', reason: error.message };
  if (error instanceof z.ZodError) return { end: 'refused', reason: 'X sent rules that cannot be read' };
  const failure = readFailure(error);
  const reason = describeFailure(failure);
  if (failure.kind !== 'answered') return { end: 'lost', reason };
  return { end: failure.status === 429 ? 'limited' : 'refused', reason };
}

/** A worker that died may still hold the one connection that X allows. */
function isTooManyConnections(error: unknown): boolean {
  const failure = readFailure(error);
  return (
    failure.kind === 'answered' &&
    failure.status === 429 &&
    /streaming-connection|TooManyConnections/u.test(failure.problem)
  );
}

async function clearConnections(client: XClient): Promise<void> {
  await client.app.v2.delete('connections/all').catch(() => {});
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
