import { log, setHandler } from '@temporalio/workflow';
import { decide, type Answer } from '../core/decide.ts';
import { parseRequest } from '../core/parse-request.ts';
import type { Request, VerbName } from '../core/request.ts';
import { isSourceChange } from '../core/source-change.ts';
import { statusOf } from '../core/status.ts';
import { decideSignal, sourceChangedSignal, stateQuery, verbUpdates, type DecisionResult } from './messages.ts';
import { refusal, type OpenSpaceState } from './open-space-state.ts';

/** Opens the workflow's doors. Called before its first wait, so that no message finds them closed. */
export function answerOrganisers(state: OpenSpaceState): void {
  for (const [verb, update] of Object.entries(verbUpdates)) {
    setHandler(update, (message: unknown) => answer(state, read(state, message, verb as VerbName)), {
      // Synchronous: the SDK does not await a validator. A refusal here leaves nothing in the history.
      validator: (message: unknown) => {
        const request = read(state, message, verb as VerbName);
        if (!state.answered.has(request.id)) accept(decide(state.space, request, Date.now(), state.rules));
      },
      description: descriptions[verb as VerbName],
    });
  }
  setHandler(
    decideSignal,
    async (message: unknown) => {
      const request = parseRequest(message, state.space.revision);
      if (typeof request === 'string') return log.warn(`a decide signal was not understood: ${request}`);
      try {
        await answer(state, request);
      } catch (error) {
        // Nobody waits for a signal's answer; a refusal is told where operators look.
        log.warn(`a decide signal was refused: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    { description: 'any verb without waiting for its answer: {"approval": "approved", "by": "ana"}' },
  );
  setHandler(
    sourceChangedSignal,
    (change: unknown) => {
      if (isSourceChange(change)) state.sourceChanged(change);
      else log.warn('a sourceChanged signal was not understood');
    },
    { description: 'the host edited or deleted the tweet' },
  );
  setHandler(stateQuery, () => state.space, { description: 'the open space as it stands' });
}

const descriptions: Readonly<Record<VerbName, string>> = {
  decide: 'approve or deny: {"approval": "approved", "by": "ana"}',
  change: 'another room or start: {"room": "A103", "by": "ana"}',
  stage: 'schedule a review or a conflict: {"room": "A103", "startAt": 1495238400000, "by": "ana"}',
  cancel: 'cancel it: {"by": "ana"}',
  sendNow: 'post the reminder at once: {"by": "ana"}',
};

function read(state: OpenSpaceState, message: unknown, verb: VerbName): Request {
  const withVerb = typeof message === 'object' && message !== null ? { ...message, verb } : message;
  const request = parseRequest(withVerb, state.space.revision);
  if (typeof request === 'string') throw refusal(request);
  return request;
}

function accept(answered: Answer): Answer & { kind: 'accepted' } {
  if (answered.kind === 'refused') throw refusal(answered.reason);
  return answered;
}

/** The one place where a request changes the open space; the same id is answered once, whatever way it comes. */
async function answer(state: OpenSpaceState, request: Request): Promise<DecisionResult> {
  const earlier = state.answered.get(request.id);
  if (earlier !== undefined) return earlier;
  let accepted = accept(decide(state.space, request, Date.now(), state.rules));
  if (state.needsClaim(accepted.space)) {
    const taken = await state.claim(accepted.space);
    if (taken !== undefined) {
      // An update id keeps its answer: only under a new revision can the same be asked again, once the room is free.
      state.space = { ...state.space, revision: state.space.revision + 1 };
      throw refusal(`${taken.room} is taken then, by open space ${taken.openSpaceId}. Pick another room or time.`);
    }
    const meanwhile = state.answered.get(request.id);
    if (meanwhile !== undefined) return meanwhile;
    const again = decide(state.space, request, Date.now(), state.rules);
    // Somebody decided otherwise while the store answered: the claim goes back to what stands.
    if (again.kind === 'refused') await state.claimAgain();
    accepted = accept(again);
  }
  state.space = accepted.space;
  const { by, at, revision, words } = accepted.decision;
  const result = { by, at, revision, status: statusOf(accepted.space), words };
  state.answered.set(request.id, result);
  return result;
}
