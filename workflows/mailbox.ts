import { ApplicationFailure, patched, setDefaultSignalHandler, setHandler } from '@temporalio/workflow';
import { decide, type Refused } from '../core/decide.ts';
import type { OpenSpace, OpeningRules } from '../core/open-space.ts';
import type { Message, RequestAnswer } from '../core/handle-message.ts';
import { parseRequest, parseSourceChange, unknownFieldProblem, type VerbName } from '../core/request.ts';
import { statusOf } from '../core/status.ts';
import {
  decideSignal,
  outdatedType,
  refusedType,
  roomFreedSignal,
  sourceChangedSignal,
  storeDiffersSignal,
  stateQuery,
  verbUpdate,
  type DecisionResult,
} from './messages.ts';

/** The open space as the handlers see it. They never change it. */
interface State {
  readonly space: OpenSpace;
  readonly rules: OpeningRules;
  noteMalformed(problem: string): void;
}

export interface Letter {
  readonly message: Message;
  readonly answer?: (answer: RequestAnswer) => void;
}

/** The messages of an open space, in order. Handlers put letters in, one loop takes them out. */
export type Mailbox = Letter[];

/** Registers every handler. Called before the workflow's first wait, so that every message finds its handler. */
export function openMailbox(state: State): Mailbox {
  const mailbox: Mailbox = [];
  const put = (message: Message) => void mailbox.push({ message });
  for (const [verb, description] of Object.entries(descriptions) as [VerbName, string][]) {
    const readRequest = (value: unknown) => {
      const request = parseRequest(value, state.space.revision, verb);
      if (typeof request === 'string') throw refusal({ reason: request });
      return request;
    };
    const answered = async (value: unknown): Promise<DecisionResult> => {
      const message = { kind: 'request', request: readRequest(value), kept: false } as const;
      const answer = await new Promise<RequestAnswer>((resolve) => mailbox.push({ message, answer: resolve }));
      if (answer.kind === 'refused') throw refusal(answer);
      return { decision: answer.decision, status: statusOf(state.space) };
    };
    // Synchronous: the SDK does not await a validator. A refusal here leaves nothing in the history.
    const validator = (value: unknown) => {
      const request = readRequest(value);
      const reason = unknownFieldProblem(value, verb);
      if (reason !== undefined) throw refusal({ reason });
      const { space, rules } = state;
      // The store may know better, so the loop decides.
      if (space.decisions.some(({ id }) => id === request.id) || (request.revision ?? 0) > space.revision) return;
      const answer = decide({ space, now: Date.now(), rules }, request);
      if (answer.kind === 'refused') throw refusal(answer);
    };
    setHandler(verbUpdate(verb), answered, { validator, description });
  }
  setHandler(
    decideSignal,
    (value: unknown) => {
      const request = parseRequest(value, state.space.revision);
      if (typeof request === 'string') return state.noteMalformed(request);
      const problem = unknownFieldProblem(value, request.verb);
      // In earlier histories, the unknown field of a Signal was ignored.
      if (problem !== undefined && patched('no-unknown-fields')) return state.noteMalformed(problem);
      put({ kind: 'request', request, kept: true });
    },
    { description: 'any request, without an answer: {"approval": "approved", "by": "ana"}' },
  );
  setHandler(
    sourceChangedSignal,
    (value: unknown) => {
      const change = parseSourceChange(value);
      if (change === undefined) state.noteMalformed('sourceChanged lacks a field, or has a wrong one');
      else put({ kind: 'sourceChange', change });
    },
    { description: 'the host edited or deleted the tweet' },
  );
  setHandler(roomFreedSignal, () => put({ kind: 'roomFreed' }), { description: 'asks for the room again' });
  setHandler(storeDiffersSignal, () => put({ kind: 'storeDiffers' }), {
    description: 'compares with the stored state: the later one of the two counts',
  });
  // Last, because it gets every signal that has no handler yet. Without it, a wrong name would be ignored in silence.
  setDefaultSignalHandler((name) =>
    state.noteMalformed(`there is no signal ${name}; send decide, or an Update with this name`),
  );
  setHandler(stateQuery, () => state.space, { description: 'the present state of the open space' });
  return mailbox;
}

const descriptions: Readonly<Record<VerbName, string>> = {
  decide: 'approve or deny: {"approval": "approved", "by": "ana"}',
  change: 'another room, start or title: {"room": "A103", "by": "ana"}',
  stage: 'schedule a review or a conflict: {"room": "A103", "startAt": 1495238400000, "by": "ana"}',
  cancel: 'cancel it: {"by": "ana"}',
  undo: 'undo the last denial, cancellation or approval: {"by": "ana"}',
  sendNow: 'post the reminder at once: {"by": "ana"}',
  retry: 'try a failed reminder again: {"by": "ana"}',
  confirmSent: 'say that the unconfirmed reminder is on the profile: {"by": "ana"}',
};

/** A refusal for people; its message is shown unchanged. With `taken`, the client looks up the holder's name. */
function refusal({ reason: message, taken, isOutdated }: Omit<Refused, 'kind'>): ApplicationFailure {
  const details = taken === undefined ? [] : [taken];
  const type = isOutdated === true ? outdatedType : refusedType;
  return ApplicationFailure.create({ message, type, nonRetryable: true, category: 'BENIGN', details });
}
