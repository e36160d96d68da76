import { ActivityFailure, ApplicationFailure, CancellationScope, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { SendResult } from '../core/outcomes.ts';
import type { Mailbox } from './mailbox.ts';
import { queues } from './messages.ts';
import type { OpenSpaceState } from './open-space-state.ts';

/**
 * One attempt each: whether to try again is decided by the loop, after the store and the bot's timeline were asked. The
 * time-out is above the sum of the activity's own (5 s of waiting, a look of 4 s before it, the post's 10 s), so that
 * only a worker's death meets it. No heartbeats: each is billed.
 */
const posting = proxyActivities<Pick<Activities, 'sendReminder'>>({
  taskQueue: queues.xPost,
  startToCloseTimeout: '20 seconds',
  retry: { maximumAttempts: 1 },
});

/** How soon an attempt is repeated that failed by itself, as where the store does not answer. Milliseconds. */
const retryMs = 5_000;

/** Starts one attempt to post a reminder; what became of it comes into the mailbox. */
export function startPosting(state: OpenSpaceState, key: string, mailbox: Mailbox): void {
  state.posting = key;
  const { space } = state;
  const summary = `reminder for ${space.room ?? space.place ?? 'an open space'}`.slice(0, 200);
  // Cancelling cannot take a post back: its outcome is always waited for.
  void CancellationScope.nonCancellable(() => posting.sendReminder.executeWithOptions({ summary }, [{ space, key }]))
    .catch((error: unknown): SendResult => ({ kind: 'lost', afterMs: isOwnError(error) ? retryMs : 0 }))
    .then((result) => mailbox.put({ kind: 'sendResult', key, result }));
}

/** Not a time-out, nor a worker's death: then another worker goes on at once. */
function isOwnError(error: unknown): boolean {
  return error instanceof ActivityFailure && error.cause instanceof ApplicationFailure;
}
