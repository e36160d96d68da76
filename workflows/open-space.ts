import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  workflowInfo,
} from '@temporalio/workflow';
import { nextStep } from '../core/next-step.ts';
import { isPosting } from '../core/open-space.ts';
import { prepareMs } from '../core/reminder.ts';
import { statusOf } from '../core/status.ts';
import { Alarm } from './alarm.ts';
import { openMailbox, type Mailbox } from './mailbox.ts';
import type { OpenSpaceInput, OpenSpaceResult } from './messages.ts';
import { OpenSpaceState } from './open-space-state.ts';
import { startPosting } from './posting.ts';

/**
 * One open space, from the tweet to the reminder. Everything that happens to it comes as a message into one mailbox:
 * what organisers ask, what the host did, what became of a post. This loop takes the messages one at a time, and
 * between them it sleeps until the next reminder is due. Nothing else changes the state, and no change is answered
 * before it is stored.
 */
export async function openSpace(input: OpenSpaceInput): Promise<OpenSpaceResult> {
  const state = new OpenSpaceState(input);
  const mailbox = openMailbox(() => state);
  const alarm = new Alarm();
  try {
    for (;;) {
      const letter = mailbox.take();
      if (letter !== undefined) {
        await state.handle(letter);
        continue;
      }
      const { notBefore } = state;
      const step = nextStep(state.space, Date.now(), { notBefore, prepareMs, untilStart: input.again ?? false });
      // A post is not waited for here: while it is prepared, decisions go on, and its outcome comes as a message.
      if (step.kind === 'send' && state.posting === undefined) startPosting(state, step.key, mailbox);
      if (step.kind === 'end' && state.posting === undefined) {
        await state.handle({ message: { kind: 'timeUp' } });
        // A post may be on its way that only the store knew of: what became of it must be found out first.
        if (!isPosting(state.space)) break;
        continue;
      }
      if (step.kind === 'wait') alarm.set(step.until, step.summary);
      const isIdle = state.posting === undefined && allHandlersFinished();
      if (workflowInfo().continueAsNewSuggested && isIdle) {
        await continueAsNew<typeof openSpace>({ ...input, space: state.space });
      }
      await condition(() => !mailbox.isEmpty() || (step.kind === 'wait' && alarm.hasRung()));
    }
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await CancellationScope.nonCancellable(() => endByOperator(state, mailbox));
    throw error;
  }
  alarm.clear();
  // Who asked in this last moment is told that it is over.
  for (let letter = mailbox.take(); letter !== undefined; letter = mailbox.take()) await state.handle(letter);
  await condition(allHandlersFinished);
  return { openSpaceId: state.space.id, status: statusOf(state.space), space: state.space };
}

/** A post that is under way is waited for: cancelling cannot take it back, and what became of it must be told. */
async function endByOperator(state: OpenSpaceState, mailbox: Mailbox): Promise<void> {
  await state.handle({ message: { kind: 'ended' } });
  while (state.posting !== undefined) {
    await condition(() => !mailbox.isEmpty());
    const letter = mailbox.take();
    if (letter !== undefined) await state.handle(letter);
  }
}
