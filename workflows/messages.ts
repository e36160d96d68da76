import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Decision } from '../core/decision.ts';
import type { OpeningRules, OpenSpace } from '../core/open-space.ts';
import type { SourceChange, VerbInput, VerbName } from '../core/request.ts';
import type { Status } from '../core/status.ts';

/** The input of an `openSpace` workflow, also when it continues as new: its whole state. */
export interface OpenSpaceInput {
  readonly space: OpenSpace;
  /** The config's rules when it was opened. */
  readonly rules: OpeningRules;
  /** The workflow had ended and runs again until the start, because somebody changes the open space. */
  readonly again?: boolean;
}

export interface OpenSpaceResult {
  readonly openSpaceId: string;
  readonly status: Status;
  /** The last state. A store that was restored from an older copy takes it from here. */
  readonly space: OpenSpace;
}

/** The answer to all requests with the same id: one decision, with the person who made it. */
export interface DecisionResult {
  readonly decision: Decision;
  readonly status: Status;
}

export const refusedType = 'Refused';
/** The type of a refusal because the person saw an older revision. */
export const outdatedType = 'Outdated';

/** An organiser's verb. A refusal is an `ApplicationFailure` of one of the types above; its message is for people. */
export const verbUpdate = <Name extends VerbName>(verb: Name) => defineUpdate<DecisionResult, [VerbInput<Name>]>(verb);

/** Any verb, without an answer. Temporal keeps it while no worker runs; operators can send it by hand. */
export const decideSignal = defineSignal<[unknown]>('decide');
export const sourceChangedSignal = defineSignal<[SourceChange]>('sourceChanged');
export const roomFreedSignal = defineSignal('roomFreed');
export const storeDiffersSignal = defineSignal('storeDiffers');
export const stateQuery = defineQuery<OpenSpace>('state');

export const queues = { openSpaces: 'openspaces', xPost: 'x-post' } as const;

export const openSpaceWorkflowId = (conferenceId: string, id: string): string => `open-space:${conferenceId}:${id}`;
export const listenWorkflowId = (conferenceId: string): string => `listen:${conferenceId}`;
export const deskWorkflowId = (conferenceId: string): string => `desk:${conferenceId}`;
