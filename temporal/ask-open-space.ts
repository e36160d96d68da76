import {
  isGrpcServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WithStartWorkflowOperation,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Actor } from '../core/actor.ts';
import type { Conflict } from '../core/conflict.ts';
import type { RequestAnswer } from '../core/handle-message.ts';
import { requestId, type Verb } from '../core/request.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import { refusalWords } from '../core/words.ts';
import {
  decideSignal,
  openSpaceWorkflowId,
  outdatedType,
  refusedType,
  verbUpdate,
  type DecisionResult,
  type OpenSpaceInput,
} from '../workflows/messages.ts';
import type { openSpace } from '../workflows/open-space.ts';
import { startOptions, unlessEnded } from './workflows.ts';

export type AskOutcome =
  /** Decided by this request, or by an equal request at the same moment: `result.decision.by` says whose. */
  | { readonly kind: 'decided'; readonly result: DecisionResult }
  | Extract<RequestAnswer, { kind: 'refused' }>
  /** No worker answers now. It is decided later, the card shows how, and a person in Slack is told. */
  | { readonly kind: 'kept' }
  /** There is no such open space, or its workflow has ended. */
  | { readonly kind: 'gone' };

/** Slack needs its answer within 3 s. The rest of that time is for the signal. Milliseconds. */
const answerWithinMs = 2_500;
/**
 * gRPC's RESOURCE_EXHAUSTED: ten Updates are in flight in this workflow, which is Temporal's limit. And
 * FAILED_PRECONDITION: the workflow's code fails again and again. In both cases Temporal still takes signals for it.
 */
const takesNoUpdate: readonly number[] = [8, 9];

export interface Ask {
  readonly openSpaceId: string;
  readonly verb: Verb;
  readonly by: Actor;
  /** The revision that the organiser saw. Absent: the present one. */
  readonly revision?: number;
  /** The name of a request that may be repeated, even after it has changed the open space: it is decided once. */
  readonly requestId?: string;
}

/**
 * Asks an open space's workflow by Update. If no answer comes in time, sends a Signal under the same id. Both carry the
 * revision, so a kept request cannot undo a later decision. Equal requests share one decision.
 *
 * @throws {ServiceError} if Temporal takes neither: then it is unknown whether the request was kept
 * @param again starts the workflow again in the same step if it has ended; after the start of the session, such a run
 * ends at once
 */
export async function askOpenSpace(
  client: Client,
  conferenceId: string,
  { openSpaceId, verb, by, revision, ...ask }: Ask & { readonly revision: number },
  again?: OpenSpaceInput,
): Promise<AskOutcome> {
  const handle = client.workflow.getHandle(openSpaceWorkflowId(conferenceId, openSpaceId));
  const id = ask.requestId === undefined ? requestId(verb, revision) : `${ask.requestId}:r${revision}`;
  const request = { ...verb, id, by, revision };
  try {
    const options = { args: [request] as [typeof request], updateId: id };
    const update = verbUpdate(verb.verb);
    const result = await client.withDeadline(Date.now() + answerWithinMs, () =>
      again === undefined
        ? handle.executeUpdate(update, options)
        : client.workflow.executeUpdateWithStart(update, {
            ...options,
            startWorkflowOperation: new WithStartWorkflowOperation<typeof openSpace>('openSpace', startOptions(again)),
          }),
    );
    return { kind: 'decided', result };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'gone' };
    if (error instanceof WorkflowUpdateFailedError) return refusalOf(error);
    if (!isUnanswered(error)) throw error;
  }
  // If the server does not answer, the organiser would wait until it does.
  const isKept = await unlessEnded(() =>
    client.withDeadline(Date.now() + answerWithinMs, () => handle.signal(decideSignal, request)),
  );
  return { kind: isKept ? 'kept' : 'gone' };
}

function isUnanswered(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  const cause = error instanceof Error ? error.cause : undefined;
  return [error, cause].some((one) => isGrpcServiceError(one) && takesNoUpdate.includes(one.code));
}

/** Temporal's error type for an accepted Update whose workflow ended before it answered. */
const endedWorkflowType = 'AcceptedUpdateCompletedWorkflow';

function refusalOf({ cause }: WorkflowUpdateFailedError): AskOutcome {
  const type = cause instanceof ApplicationFailure ? cause.type : undefined;
  if (type === endedWorkflowType) return { kind: 'refused', reason: refusalWords.endedMeanwhile };
  if (!(cause instanceof ApplicationFailure) || (type !== refusedType && type !== outdatedType)) {
    return { kind: 'refused', reason: refusalWords.notDecided };
  }
  const [taken] = (cause.details ?? []) as [Conflict?];
  const isOutdated = type === outdatedType ? true : undefined;
  return withoutUndefined({ kind: 'refused', reason: cause.message, taken, isOutdated });
}
