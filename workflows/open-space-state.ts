import {
  CancellationScope,
  log,
  proxyActivities,
  setCurrentDetails,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { handleMessage, type Committed } from '../core/handle-message.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { statusOf } from '../core/status.ts';
import type { Letter } from './mailbox.ts';
import type { OpenSpaceInput } from './messages.ts';
import { searchAttributeUpdatesOf } from './search-attributes.ts';
import { detailsOf, sentenceOf, statusWords } from '../core/words.ts';

const activities = proxyActivities<Pick<Activities, 'commitOpenSpace'>>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '10 seconds' },
});

/** An open space while its workflow lives. Only `handle` changes it, and only the workflow's loop calls that. */
export class OpenSpaceState {
  readonly rules: OpenSpaceInput['rules'];
  /** When a reminder that was held back, or is unclear, may be tried again: epoch milliseconds, by its key. */
  readonly notBefore = new Map<string, number>();
  /** The key of the reminder whose posting activity runs. */
  posting: string | undefined;
  #space: OpenSpace;
  /** As its search attributes show it. */
  #shown: OpenSpace;
  #commits = 0;
  #malformed = 0;
  /** Whether somebody has decided something since the posting activity began. */
  #isDecidedSince = false;

  constructor(input: OpenSpaceInput) {
    this.rules = input.rules;
    this.#space = input.space;
    this.#shown = input.space;
    this.#showDetails();
  }

  get space(): OpenSpace {
    return this.#space;
  }

  /** One message: what the rules say, then the commit, then the answer. */
  async handle({ message, answer }: Letter): Promise<void> {
    if (message.kind === 'sendResult') {
      this.posting = undefined;
      const { key, result } = message;
      // Whatever the wait, it must not become a loop.
      const soonest = Date.now() + 1000;
      // What held it back when the attempt began may be over: somebody has decided since.
      const isOver = result.kind === 'held' && this.#isDecidedSince;
      if ('until' in result) this.notBefore.set(key, isOver ? soonest : Math.max(result.until, soonest));
      this.#isDecidedSince = false;
    }
    const handled = await handleMessage(
      this.#space,
      message,
      this.rules,
      () => Date.now(),
      (next, takesRoom, missed) => this.#commit(next, takesRoom, missed),
    );
    // What held a reminder back may be over: somebody asked for something, so it is tried again at once.
    if (handled.answer?.kind === 'decided' && handled.space !== this.#space) {
      this.notBefore.clear();
      this.#isDecidedSince = this.posting !== undefined;
    }
    this.#space = handled.space;
    this.#show();
    if (handled.answer !== undefined) answer?.(handled.answer);
  }

  /** Logged once, because a flood of malformed signals must not become a flood of lines; the details count them. */
  noteMalformed(what: string): void {
    this.#malformed += 1;
    if (this.#malformed === 1) log.warn(`a signal was not understood; the workflow's details count them: ${what}`);
    this.#showDetails();
  }

  async #commit(space: OpenSpace, takesRoom: boolean, missed: readonly string[]): Promise<Committed> {
    const commitId = `${workflowInfo().runId}:${this.#commits++}`;
    const summary = `${statusWords[statusOf(space)]}: store it for the card, the API and the schedule`.slice(0, 200);
    // An operator's cancellation must not tear a change in two.
    return CancellationScope.nonCancellable(() =>
      activities.commitOpenSpace.executeWithOptions({ summary }, [{ space, commitId, takesRoom, missed }]),
    );
  }

  /** Brings what changed to the Temporal UI. Each upsert is billed, so only a difference makes one. */
  #show(): void {
    this.#showDetails();
    const shown = this.#shown;
    this.#shown = this.#space;
    if (attributeFingerprint(this.#space) === attributeFingerprint(shown)) return;
    upsertSearchAttributes(searchAttributeUpdatesOf(this.#space));
  }

  #showDetails(): void {
    const malformed = this.#malformed === 0 ? '' : `\n- Signals that were not understood: ${this.#malformed}`;
    setCurrentDetails(`${detailsOf(this.#space)}${malformed}`);
  }
}

function attributeFingerprint(space: OpenSpace): string {
  return `${sentenceOf(space)} ${statusOf(space)} ${space.startAt ?? ''}`;
}
