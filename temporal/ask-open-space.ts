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
import {
  decideSignal,
  openSpaceWorkflowId,
  outdatedType,
  verbUpdate,
  type DecisionResult,
  type OpenSpaceInput,
} from '../workflows/messages.ts';
import type { openSpace } from '../workflows/open-space.ts';
import { startOptions, unlessEnded } from './workflows.ts';

/** What an organiser hears of a request, wherever they asked. */
export type AskOutcome =
  /** Decided, by them or by somebody who asked the same at the same moment: `result.decision.by` says who. */
  | { readonly kind: 'decided'; readonly result: DecisionResult }
  | Extract<RequestAnswer, { kind: 'refused' }>
  /** No worker answers now. It will be decided: the card shows it, and who asked in Slack is told. */
  | { readonly kind: 'kept' }
  /** There is no such open space, or it has ended. */
  | { readonly kind: 'gone' };

/** Slack wants its answer within 3 s; what is left over brings the request in as a signal. Milliseconds. */
const answerWithinMs = 2_500;
/** gRPC's RESOURCE_EXHAUSTED: ten Updates are in flight in this workflow, which is Temporal's limit. */
const tooManyInFlight = 8;

export interface Ask {
  readonly openSpaceId: string;
  readonly verb: Verb;
  readonly by: Actor;
  /** What the asker had before them; absent: what stands now. */
  readonly revision?: number;
  /** Names a request that may be repeated, also after it has changed the open space: it is decided once. */
  readonly requestId?: string;
}

/**
 * Asks an open space's workflow, by Update, and by Signal under the same id when no answer comes in time. Both carry
 * the revision, so a request that was kept cannot undo what was decided meanwhile. Equal requests share one decision.
 *
 * @throws {ServiceError} where Temporal takes neither: then nobody knows whether it was kept
 * @param again runs it again, where its workflow has ended, in the same step: the run ends at once past the start
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
    const options = { args: [request] as [unknown], updateId: id };
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
  // A server that stands still would keep the asker waiting until it goes on.
  const isKept = await unlessEnded(() =>
    client.withDeadline(Date.now() + answerWithinMs, () => handle.signal(decideSignal, request)),
  );
  return { kind: isKept ? 'kept' : 'gone' };
}

function isUnanswered(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  const cause = error instanceof Error ? error.cause : undefined;
  return [error, cause].some((one) => isGrpcServiceError(one) && (one.code as number) === tooManyInFlight);
}

function refusalOf({ cause }: WorkflowUpdateFailedError): AskOutcome {
  if (!(cause instanceof ApplicationFailure)) return { kind: 'refused', reason: 'it could not be decided' };
  const [taken] = (cause.details ?? []) as [Conflict?];
  const isOutdated = cause.type === outdatedType ? true : undefined;
  return withoutUndefined({ kind: 'refused', reason: cause.message, taken, isOutdated });
}
