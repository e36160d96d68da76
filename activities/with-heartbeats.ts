import type { Context } from '@temporalio/activity';

/** A shift is well under its activity's one day, so that standing work moves to newer workers by itself. */
const shiftMs = 6 * 3_600_000;
const heartbeatMs = 2_000;

/**
 * Runs standing work with heartbeats until its shift ends, the worker shuts down or the workflow is cancelled. Ends by
 * throwing the cancellation, which hands the work to another worker at once; returns only when the shift is over.
 */
export async function withHeartbeats(context: Context, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const over = new AbortController();
  const heartbeat = setInterval(() => context.heartbeat(), heartbeatMs);
  const end = setTimeout(() => over.abort(), shiftMs);
  try {
    await work(AbortSignal.any([context.cancellationSignal, over.signal]));
    if (context.cancellationSignal.aborted) await context.cancelled;
  } finally {
    clearInterval(heartbeat);
    clearTimeout(end);
  }
}
