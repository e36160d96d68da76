import {
  ActivityFailure,
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  log,
  patched,
  proxyActivities,
  setCurrentDetails,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { postableUntil } from '../core/correction.ts';
import { cut, cutToBytes } from '../core/cut.ts';
import { handleMessage, type Change, type Committed, type Message } from '../core/handle-message.ts';
import { nextInPlaceOf } from '../core/left-out.ts';
import { nextStep } from '../core/next-step.ts';
import { findReminder, isPosting, needsItsWorkflow, whereOf, type OpenSpace } from '../core/open-space.ts';
import { nextAttemptAt, type SendResult } from '../core/outcomes.ts';
import { statusOf } from '../core/status.ts';
import { detailsOf, sentenceOf, statusWords, whyWords } from '../core/words.ts';
import { leavesOut, rulesFor, withEarlierReading } from './earlier-versions.ts';
import { openMailbox, type Letter, type Mailbox } from './mailbox.ts';
import { openSpaceWorkflowId, queues, type OpenSpaceInput, type OpenSpaceResult } from './messages.ts';
import { searchAttributeUpdatesOf } from './search-attributes.ts';
import { WakeUp } from './wake-up.ts';

const { commitOpenSpace } = proxyActivities<Pick<Activities, 'commitOpenSpace'>>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '10 seconds' },
});

/**
 * Temporal makes one attempt only; the loop decides whether to try again. The time-out is longer than all of the
 * activity's own limits together (4 s for a look-up, 5 s of waiting, 10 s for the post), so only a dead worker reaches
 * it. There are no heartbeats, because each is billed.
 */
const { sendReminder } = proxyActivities<Pick<Activities, 'sendReminder'>>({
  taskQueue: queues.xPost,
  startToCloseTimeout: '20 seconds',
  retry: { maximumAttempts: 1 },
});

/** How soon an attempt is repeated that failed with an error, for example of the store. Milliseconds. */
const retryMs = 5_000;

/**
 * One open space, from the tweet to the reminder. Everything that happens to it is a message in its mailbox: requests
 * of organisers, changes by the host, outcomes of posts. This loop handles the messages one at a time. Between them it
 * waits until the next reminder is due. Nothing else changes the state. A change is stored before it is answered.
 */
export async function openSpace(input: OpenSpaceInput): Promise<OpenSpaceResult> {
  const state = new OpenSpaceState(input);
  const mailbox = openMailbox(state);
  const wakeUp = new WakeUp();
  const { again = false } = input;
  const nextStepNow = () => nextStep(state.space, Date.now(), { notBefore: state.notBefore, again });
  try {
    for (;;) {
      const letter = mailbox.shift();
      if (letter !== undefined) {
        await state.handle(letter);
        continue;
      }
      const step = nextStepNow();
      if (step.kind === 'send' && state.isLeftOut(step.key)) {
        await state.handle({ message: { kind: 'nextIsSoon' } });
        continue;
      }
      // The loop does not wait for a post, so that organisers can still decide. The outcome comes as a message.
      if (step.kind === 'send' && state.posting === undefined) state.startPosting(step.key, mailbox);
      if (step.kind === 'end' && state.posting === undefined) {
        await state.handle({ message: { kind: 'timeUp' } });
        // Perhaps the store knew of a post that is on its way: its outcome must be found first.
        if (isPosting(state.space)) continue;
        wakeUp.clear();
        // Requests of this last moment are told that it is over. Or the host has given it another start.
        for (let last = mailbox.shift(); last !== undefined; last = mailbox.shift()) await state.handle(last);
        if (nextStepNow().kind === 'end') break;
        continue;
      }
      if (step.kind === 'wait') wakeUp.set(step.until, step.summary);
      const isToContinue = () =>
        workflowInfo().continueAsNewSuggested && state.posting === undefined && allHandlersFinished();
      if (isToContinue()) await continueAsNew<typeof openSpace>({ ...input, space: state.space });
      await condition(
        () =>
          mailbox.length > 0 ||
          (step.kind === 'wait' && wakeUp.hasFired) ||
          // The handler of an Update ends a little after the loop has answered it, so this may become true here.
          (isToContinue() && patched('continue-after-updates')),
      );
    }
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await CancellationScope.nonCancellable(() => endByOperator(state, mailbox));
    // Somebody has undone the operator's cancellation meanwhile.
    if (needsItsWorkflow(state.space)) await continueAsNew<typeof openSpace>({ ...input, space: state.space });
    throw error;
  }
  await condition(allHandlersFinished);
  return { openSpaceId: state.space.id, status: statusOf(state.space), space: state.space };
}

/** Waits for a running post, because cancelling cannot take it back and its outcome must be stored. */
async function endByOperator(state: OpenSpaceState, mailbox: Mailbox): Promise<void> {
  await state.handle({ message: { kind: 'ended' } });
  while (state.posting !== undefined || mailbox.length > 0) {
    await condition(() => mailbox.length > 0);
    const letter = mailbox.shift();
    if (letter !== undefined) await state.handle(letter);
  }
}

/** The state of a running workflow. Only `handle` changes the open space, and only the workflow's loop calls it. */
class OpenSpaceState {
  space: OpenSpace;
  readonly rules: OpenSpaceInput['rules'];
  /** When a held or unclear reminder may be tried again: epoch milliseconds, by the reminder's key. */
  readonly notBefore = new Map<string, number>();
  /** The key of the reminder whose posting activity runs. */
  posting: string | undefined;
  #commits = 0;
  #malformed = { count: 0, last: '' };
  /** The open space in words, for the UI. They are made once for each change, because thousands of signals may come. */
  #details = '';
  #isDecidedSince = false;

  constructor({ space, rules }: OpenSpaceInput) {
    this.space = space;
    this.rules = rules;
    this.#describe();
  }

  async handle({ message, answer }: Letter): Promise<void> {
    if (message.kind === 'sendResult') this.#noteAttempt(message);
    const before = (this.space = withEarlierReading(this.space, this.rules));
    const rules = rulesFor(message, before, this.rules);
    const handled = await handleMessage(before, message, rules, () => Date.now(), this.#commit);
    // The reason for a held reminder may have ended with this decision, so the reminder is tried again at once.
    if (handled.answer?.kind === 'decided' && handled.space !== before) {
      this.notBefore.clear();
      this.#isDecidedSince = this.posting !== undefined;
    }
    this.space = handled.space;
    this.#show(before);
    if (handled.answer !== undefined) answer?.(handled.answer);
  }

  #noteAttempt({ key, result }: Message & { kind: 'sendResult' }): void {
    this.posting = undefined;
    // Somebody has decided since the attempt began, so the reason for holding it may have ended.
    const isOver = result.kind === 'held' && this.#isDecidedSince;
    const at = nextAttemptAt(isOver ? { ...result, afterMs: 0 } : result, Date.now());
    if (at !== undefined) this.notBefore.set(key, at);
    this.#isDecidedSince = false;
  }

  /** Whether the next reminder goes out in the place of this one, of which no attempt is running. */
  isLeftOut(key: string): boolean {
    const late = findReminder(this.space, key);
    if (late === undefined || this.posting !== undefined) return false;
    return nextInPlaceOf(this.space, late, Date.now()) !== undefined && leavesOut(this.space, late);
  }

  startPosting(key: string, mailbox: Mailbox): void {
    this.posting = key;
    const { space } = this;
    // Temporal takes at most 200 bytes.
    const summary = cutToBytes(`reminder for ${whereOf(space) ?? 'an open space'}`, 200);
    // Cancelling cannot take a post back: its outcome is always waited for.
    const request = { space, key, askedAt: Date.now() };
    void CancellationScope.nonCancellable(() => sendReminder.executeWithOptions({ summary }, [request]))
      .catch((error: unknown): SendResult => ({ kind: 'lost', afterMs: isOwnError(error) ? retryMs : 0 }))
      .then((outcome) => {
        // The worker's clock may be ahead, and another worker may be in time.
        const isEarly = outcome.kind === 'missed' && Date.now() < (postableUntil(space) ?? 0);
        const early: SendResult = { kind: 'held', afterMs: retryMs, why: whyWords.startPassedByClock };
        const result = isEarly && patched('missed-by-temporals-clock') ? early : outcome;
        mailbox.push({ message: { kind: 'sendResult', key, result } });
      });
  }

  /** Counts a malformed signal for the UI's details. Only the first is logged, so that they cannot flood the log. */
  noteMalformed(problem: string): void {
    const last = cut(problem, 200);
    this.#malformed = { count: this.#malformed.count + 1, last };
    if (this.#malformed.count === 1)
      log.warn(`a signal was not understood; the workflow's details count them: ${last}`);
    this.#showDetails();
  }

  readonly #commit = async (change: Change): Promise<Committed> => {
    const commitId = `${workflowInfo().runId}:${this.#commits++}`;
    const summary = `${statusWords[statusOf(change.space)]}: store it for the card, the API and the schedule`;
    const commit = () => commitOpenSpace.executeWithOptions({ summary }, [{ ...change, commitId }]);
    // An operator's cancellation must not stop a commit halfway.
    return CancellationScope.nonCancellable(commit);
  };

  /** Shows the new state in the Temporal UI. Each upsert is billed, so it is made only if an attribute changes. */
  #show(before: OpenSpace): void {
    this.#describe();
    const shown = (space: OpenSpace) => `${sentenceOf(space)} ${statusOf(space)} ${space.startAt ?? ''}`;
    if (shown(before) !== shown(this.space)) upsertSearchAttributes(searchAttributeUpdatesOf(this.space));
  }

  #describe(): void {
    this.#details = detailsOf(this.space, (id) => openSpaceWorkflowId(this.space.conferenceId, id));
    this.#showDetails();
  }

  #showDetails(): void {
    const { count, last } = this.#malformed;
    const malformed = count === 0 ? '' : `\n- Signals that were not understood: ${count}. The last one: ${last}`;
    setCurrentDetails(`${this.#details}${malformed}`);
  }
}

/** Whether the activity failed with its own error. After a time-out or a worker's death, it is tried again at once. */
const isOwnError = (error: unknown): boolean =>
  error instanceof ActivityFailure && error.cause instanceof ApplicationFailure;
