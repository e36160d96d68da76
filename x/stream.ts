import { z } from 'zod';
import { orAborted } from './abort.ts';
import { delayAfter, type StreamEnd, type StreamPace, X_STREAM_PACE } from './backoff.ts';
import type { XClient } from './client.ts';
import { describeFailure, readFailure } from './failure.ts';
import { KeyedQueue } from '../core/keyed-queue.ts';
import { streamRule } from '../core/stream-rule.ts';
import { NotHandedOver, pause } from './gap.ts';
import { createHeardMark } from './heard-mark.ts';
import { parseStreamTweet } from './incoming.ts';
import type { ListenOptions } from './listening.ts';
import { reconcileRules, RuleRefused } from './rules.ts';
import { connectStream, StreamLost } from './stream-connection.ts';
import { ruleLost } from '../core/words.ts';

/**
 * Listens to X's filtered stream until `signal` aborts, then resolves. Reconnects as X asks, and keeps the rules right.
 * After every connection it searches the gap before it, and then goes on searching for what X does not stream. If the
 * first search succeeds at once, its tweets come before those of the stream. Rejects only with errors of `onTweet` or
 * `onUnreadable`, or if the keywords make no valid rule.
 */
export async function listenToStream(
  client: XClient,
  options: ListenOptions & { readonly pace?: Partial<StreamPace> },
): Promise<void> {
  const pace = { ...X_STREAM_PACE, ...options.pace };
  const { signal } = options;
  const { clock } = client;
  const query = streamRule(options.keywords, options.own.username);
  const queue = new KeyedQueue();
  /** One task after the other, so that a gap is filled before newer tweets come. */
  const inOrder = <T>(work: () => Promise<T>): Promise<T> => queue.add(['tweets'], work);
  let repeats: Record<StreamEnd, number> = { lost: 0, refused: 0, limited: 0 };
  let takenOver = false;
  let state = { connected: false, since: clock() };
  const report = (connected: boolean, lastError?: string): void => {
    state = { connected, since: connected === state.connected ? state.since : clock() };
    options.onState({ ...state, ...(lastError === undefined ? {} : { lastError }) });
  };

  while (!signal.aborted) {
    let openedAt: number | undefined;
    const connection = new AbortController();
    const closeConnection = (): void => connection.abort();
    signal.addEventListener('abort', closeConnection, { once: true });
    /** Why the stream has no rule, until a look at the rules finds one. */
    let ruleMissing: string | undefined;
    /** Says that the lost rule is back, until the searches have covered the time without it. */
    let ruleBack: string | undefined;
    // A search may go on while the bot waits to connect again; that is no connection. It may end even later: then there
    // is another connection, about which it says nothing.
    const reportConnected = (trouble = ruleBack): void => {
      if (state.connected && !connection.signal.aborted) report(true, ruleMissing ?? trouble);
    };
    const mark = createHeardMark({
      ...options,
      client,
      query,
      pace,
      inOrder,
      report: reportConnected,
      onCovered: () => {
        ruleBack = undefined;
        reportConnected();
      },
      signal: connection.signal,
    });
    try {
      let ruleId = await orAborted(reconcileRules(client, query), signal);
      const onOpen = (): void => {
        openedAt = clock();
        report(true);
        mark.coverFrom(openedAt);
        void checkRules({ client, query, pace, signal: connection.signal }, (seen) => {
          if (seen.kind === 'missing') return reportConnected((ruleMissing = seen.words));
          if (seen.ruleId === ruleId && ruleMissing === undefined) return;
          // Another id means that the rule before was gone, whoever added this one, and whatever X answered.
          ruleId = seen.ruleId;
          ruleMissing = undefined;
          reportConnected((ruleBack = `${ruleLost}; it is back`));
          mark.coverFrom(clock());
        });
      };
      for await (const payload of connectStream(client, pace, { onOpen, signal })) {
        if (!isForRule(payload, ruleId)) continue;
        const tweet = parseStreamTweet(payload);
        if (tweet !== undefined) {
          await inOrder(() => mark.handOver(tweet));
          continue;
        }
        // A tweet that was cut on its way is complete in the search.
        reportConnected('X sent something that is no tweet');
        mark.coverFrom(clock());
      }
    } catch (error) {
      if (error instanceof NotHandedOver) throw error.cause;
      if (signal.aborted) break;
      let { end, reason } = sortEnd(error);
      report(false, reason);
      if (openedAt !== undefined && clock() - openedAt >= pace.stable) {
        repeats = { lost: 0, refused: 0, limited: 0 };
        takenOver = false;
      }
      if (isTooManyConnections(error)) {
        await orAborted(client.app.v2.delete('connections/all'), signal).catch(() => {});
        // A dead worker's connection should be gone by now. If X still refuses, a living worker holds it, and we wait
        // as X asks.
        if (!takenOver) end = 'lost';
        takenOver = true;
      }
      await pause(delayAfter(end, repeats[end]++, pace), signal);
    } finally {
      connection.abort();
      signal.removeEventListener('abort', closeConnection);
    }
  }
  await inOrder(() => Promise.resolve());
  report(false);
}

/** The state of the stream's rule. */
type SeenRule =
  | { readonly kind: 'stands'; readonly ruleId: string }
  /** The rule is gone, and X does not accept it again. */
  | { readonly kind: 'missing'; readonly words: string };

/** A stream without its rule keeps its signs of life and delivers nothing. */
async function checkRules(
  { client, query, pace, signal }: { client: XClient; query: string; pace: StreamPace; signal: AbortSignal },
  onSeen: (seen: SeenRule) => void,
): Promise<void> {
  for (;;) {
    await pause(pace.checkRules, signal);
    if (signal.aborted) return;
    const seen = await lookAtRule(client, query);
    if (signal.aborted) return;
    if (seen !== undefined) onSeen(seen);
  }
}

/** Undefined if X does not answer. It is asked again later, and the stream itself shows whether X works. */
async function lookAtRule(client: XClient, query: string): Promise<SeenRule | undefined> {
  let isMissing = false;
  try {
    const ruleId = await reconcileRules(client, query, () => (isMissing = true));
    return { kind: 'stands', ruleId };
  } catch (error) {
    return isMissing ? { kind: 'missing', words: `${ruleLost}, and takes none: ${sortEnd(error).reason}` } : undefined;
  }
}

const matchingRules = z.object({ matching_rules: z.array(z.object({ id: z.string() })) });

/** The app's other rules feed the same stream; tweets that only they match are not ours. */
function isForRule(payload: unknown, ruleId: string): boolean {
  const named = matchingRules.safeParse(payload);
  return !named.success || named.data.matching_rules.some((rule) => rule.id === ruleId);
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

/** A dead worker's connection may still be the only one that X allows. */
function isTooManyConnections(error: unknown): boolean {
  const failure = readFailure(error);
  return (
    failure.kind === 'answered' &&
    failure.status === 429 &&
    /streaming-connection|TooManyConnections/u.test(failure.problem)
  );
}
