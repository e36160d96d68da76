import { allHandlersFinished, condition, continueAsNew, isCancellation, workflowInfo } from '@temporalio/workflow';
import { CancellationScope } from '@temporalio/workflow';
import { closed, endedByOperator, nextStep } from '../core/next-step.ts';
import { statusOf } from '../core/status.ts';
import { Alarm } from './alarm.ts';
import type { OpenSpaceInput, OpenSpaceResult } from './messages.ts';
import { OpenSpaceState } from './open-space-state.ts';
import { answerOrganisers } from './organisers.ts';
import { sendReminder } from './send-reminder.ts';

/**
 * One open space, from the tweet to the reminder. It sleeps until the reminder is due, listens to organisers and to
 * the host meanwhile, posts once, and ends when nothing can be decided any more. What it is at any moment is `state.space`;
 * every change of that is recorded for the card, the API and the pages before the workflow goes on.
 */
export async function openSpace(input: OpenSpaceInput): Promise<OpenSpaceResult> {
  const state = new OpenSpaceState(input);
  const alarm = new Alarm();
  answerOrganisers(state);
  try {
    for (;;) {
      await state.applySourceChanges();
      await state.record();
      const step = nextStep(state.space, Date.now(), state.heldUntil, input.untilStart);
      if (step.kind === 'end') break;
      if (step.kind === 'send') {
        await sendReminder(state, step.key);
      } else {
        alarm.set(step.until, step.summary);
        await condition(() => state.isDirty() || alarm.hasRung());
      }
      if (workflowInfo().continueAsNewSuggested && allHandlersFinished()) {
        await continueAsNew<typeof openSpace>({ ...input, space: state.space });
      }
    }
  } catch (error) {
    if (!isCancellation(error)) throw error;
    state.space = endedByOperator(state.space);
    await CancellationScope.nonCancellable(() => state.record());
    throw error;
  }
  alarm.clear();
  state.space = closed(state.space);
  await state.record();
  await condition(allHandlersFinished);
  return resultOf(state);
}

function resultOf({ space }: OpenSpaceState): OpenSpaceResult {
  return {
    openSpaceId: space.id,
    status: statusOf(space),
    reminders: space.reminders.map(({ key, state }) => ({
      key,
      status: state.status,
      ...(state.status === 'sent' && state.tweetId !== undefined ? { tweetId: state.tweetId } : {}),
    })),
  };
}
