import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Decision } from '../core/decision.ts';
import type { OpeningRules, OpenSpace } from '../core/open-space.ts';
import type { SourceChange, VerbName } from '../core/request.ts';
import type { Status } from '../core/status.ts';

/** What an `openSpace` workflow is started with, and continues as new with: everything that it knows. */
export interface OpenSpaceInput {
  /** As it is stored. */
  readonly space: OpenSpace;
  /** The config's rules when it was opened. */
  readonly rules: OpeningRules;
  /** The workflow had ended, and runs again until the start, because somebody changes the open space before that. */
  readonly again?: boolean;
}

/** What became of an open space; the workflow's result. */
export interface OpenSpaceResult {
  readonly openSpaceId: string;
  readonly status: Status;
  /** As it ended: a store that was restored from an older copy learns it from here. */
  readonly space: OpenSpace;
}

/** What every asker with the same id is told: one decision, and who made it. */
export interface DecisionResult {
  readonly decision: Decision;
  /** Of the open space after it. */
  readonly status: Status;
}

/** The type of a refusal whose asker had an older revision before them. */
export const outdatedType = 'Outdated';

/** An organiser's verb. A refusal is an `ApplicationFailure`, `Refused` or `Outdated`; its message is for people. */
export const verbUpdate = (verb: VerbName) => defineUpdate<DecisionResult, [unknown]>(verb);

/** Any verb without waiting for an answer: kept while no worker runs, and what operators send by hand. */
export const decideSignal = defineSignal<[unknown]>('decide');
export const sourceChangedSignal = defineSignal<[SourceChange]>('sourceChanged');
export const roomFreedSignal = defineSignal('roomFreed');
export const storeDiffersSignal = defineSignal('storeDiffers');
export const stateQuery = defineQuery<OpenSpace>('state');

export const queues = { openSpaces: 'openspaces', xPost: 'x-post' } as const;

export const openSpaceWorkflowId = (conferenceId: string, id: string): string => `open-space:${conferenceId}:${id}`;
export const listenWorkflowId = (conferenceId: string): string => `listen:${conferenceId}`;
export const deskWorkflowId = (conferenceId: string): string => `desk:${conferenceId}`;
