import { isCancellation, proxyActivities, sleep, ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import { CancellationScope } from '@temporalio/workflow';
import type { OpenSpaceActivities } from '../activities/open-space-activities.ts';
import { withReminder, withSent } from '../core/next-step.ts';
import { localTimeWithZone } from '../core/local-time.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { queues, type SendResult } from './messages.ts';
import type { OpenSpaceState } from './open-space-state.ts';

/**
 * One attempt each: whether to try again is decided here, after the store and the bot's timeline were asked. The time-out
 * is above the sum of the activity's own (up to four looks of 4 s, post 10 s), so that only a worker's death meets it.
 */
const posting = proxyActivities<Pick<OpenSpaceActivities, 'sendReminder'>>({
  taskQueue: queues.xPost,
  startToCloseTimeout: '30 seconds',
  retry: { maximumAttempts: 1 },
});

/** Milliseconds after which a try that failed before anything was posted is repeated. */
const retryMs = 5_000;

/** Brings one due reminder to its end, or back to `approved` where it has to wait. */
export async function sendReminder(state: OpenSpaceState, key: string): Promise<void> {
  const before = state.space;
  state.space = withReminder(before, key, { status: 'sending' });
  for (;;) {
    const result = await tryOnce(state, key);
    if (result.kind !== 'unclear') return settle(state, key, before, result);
    // People see that it hangs, and why, while the durable wait lets X's timeline catch up.
    state.space = withNote(state.space, key, result.why);
    await state.record();
    const summary = `look at the timeline at ${localTimeWithZone(result.until, state.space.timeZone)}`;
    await CancellationScope.nonCancellable(() => sleep(Math.max(1, result.until - Date.now()), { summary }));
  }
}

async function tryOnce(state: OpenSpaceState, key: string): Promise<SendResult> {
  const { space, settleSeconds } = state;
  const summary = `reminder for ${space.room ?? space.place ?? 'an open space'}`.slice(0, 200);
  try {
    // Cancelling cannot take a post back: its outcome is always waited for.
    return await CancellationScope.nonCancellable(() =>
      posting.sendReminder.executeWithOptions({ summary }, [{ space, key, settleSeconds }]),
    );
  } catch (error) {
    if (isCancellation(error)) throw error;
    if (isNotTried(error)) {
      return { kind: 'held', until: Date.now() + retryMs, why: 'the database does not answer' };
    }
    const until = Date.now() + settleSeconds * 1000;
    return { kind: 'unclear', until, why: 'the worker was lost while posting; the timeline will tell' };
  }
}

function isNotTried(error: unknown): boolean {
  return (
    error instanceof ActivityFailure && error.cause instanceof ApplicationFailure && error.cause.type === 'NotTried'
  );
}

function settle(
  state: OpenSpaceState,
  key: string,
  before: OpenSpace,
  result: Exclude<SendResult, { kind: 'unclear' }>,
): void {
  switch (result.kind) {
    case 'sent': {
      const { kind: _, ...sent } = result;
      return state.recordedBySending(withSent(state.space, key, { status: 'sent', ...sent }));
    }
    case 'failed':
    case 'unconfirmed':
      state.space = withReminder(state.space, key, { status: result.kind, why: result.why });
      return;
    case 'missed':
      state.space = withReminder(state.space, key, { status: 'missed', why: result.why, wasApproved: true });
      return;
    case 'held':
      // Whatever the wait, it must not become a loop.
      state.heldUntil.set(key, Math.max(result.until, Date.now() + 1000));
      // Told once: while the reason stays the same, nothing new is recorded.
      state.space =
        before.reminders.find((one) => one.key === key)?.held === result.why
          ? before
          : withNote(withReminder(state.space, key, approvedState(before, key)), key, result.why);
      return;
    case 'sourceChanged':
      state.space = withReminder(state.space, key, approvedState(before, key));
      state.sourceChanged(result.change);
      return;
  }
}

function approvedState(before: OpenSpace, key: string) {
  const state = before.reminders.find((one) => one.key === key)?.state;
  return state?.status === 'approved' ? state : ({ status: 'approved' } as const);
}

function withNote(space: OpenSpace, key: string, held: string): OpenSpace {
  return {
    ...space,
    revision: space.revision + 1,
    reminders: space.reminders.map((one) => (one.key === key ? { ...one, held } : one)),
  };
}
