import { Context } from '@temporalio/activity';
import type { Deps } from './deps.ts';

/** Much shorter than the activity's time-out of one day, so that long-running work moves to newer workers by itself. */
const turnMs = 6 * 3_600_000;
/** How often it sends a heartbeat, and checks the config for another conference. Milliseconds. */
const everyMs = 2_000;

/**
 * Runs the long work of a conference (listening, the desk) with heartbeats. It stops when its turn ends, the config
 * has another conference, the worker shuts down or the workflow is cancelled. On a shutdown or a cancellation it throws
 * the cancellation, which hands the work to another worker at once.
 *
 * @param work gets the turn: when it began, epoch milliseconds by Temporal's clock. A later turn has a higher number
 * @returns at the end of the turn: whether it was the last one, because the config has another conference
 */
export async function withHeartbeats(
  { store }: Pick<Deps, 'store'>,
  conferenceId: string,
  work: (signal: AbortSignal, turn: number) => Promise<void>,
): Promise<boolean> {
  const context = Context.current();
  const over = new AbortController();
  let isLast = false;
  const look = async (): Promise<void> => {
    const newest = await store.configs.newest().catch(() => null);
    if (newest === null || newest.config.conference.id === conferenceId) return;
    isLast = true;
    over.abort();
  };
  const looking = setInterval(() => {
    context.heartbeat();
    void look();
  }, everyMs);
  const end = setTimeout(() => over.abort(), turnMs);
  try {
    const { currentAttemptScheduledTimestampMs: turn } = context.info;
    await work(AbortSignal.any([context.cancellationSignal, over.signal]), turn);
    if (context.cancellationSignal.aborted) await context.cancelled;
  } finally {
    // Ends everything that `work` started, even if it failed.
    over.abort();
    clearInterval(looking);
    clearTimeout(end);
  }
  return isLast;
}
