import { Context } from '@temporalio/activity';
import type { Deps } from './deps.ts';

/** A shift is well under its activity's one day, so that standing work moves to newer workers by itself. */
const shiftMs = 6 * 3_600_000;
const heartbeatMs = 2_000;
/** How soon it is seen that another conference rules. */
const configLookMs = 2_000;

/**
 * Runs the standing work of a conference with heartbeats until its shift ends, another conference rules, the worker
 * shuts down or the workflow is cancelled. Ends by throwing the cancellation, which hands the work to another worker at
 * once.
 *
 * @returns when the shift is over: whether it was the last one, because another conference rules
 */
export async function withHeartbeats(
  { store }: Pick<Deps, 'store'>,
  conferenceId: string,
  work: (signal: AbortSignal) => Promise<void>,
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
  const heartbeat = setInterval(() => context.heartbeat(), heartbeatMs);
  const looking = setInterval(() => void look(), configLookMs);
  const end = setTimeout(() => over.abort(), shiftMs);
  try {
    await work(AbortSignal.any([context.cancellationSignal, over.signal]));
    if (context.cancellationSignal.aborted) await context.cancelled;
  } finally {
    // What `work` began ends with it, also where it failed.
    over.abort();
    clearInterval(heartbeat);
    clearInterval(looking);
    clearTimeout(end);
  }
  return isLast;
}
