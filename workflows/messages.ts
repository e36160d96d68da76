import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Actor } from '../core/actor.ts';
import type { OpeningRules, OpenSpace } from '../core/open-space.ts';
import type { VerbName } from '../core/request.ts';
import type { SourceChange } from '../core/source-change.ts';
import type { Status } from '../core/status.ts';

/** What an `openSpace` workflow is started with. */
export interface OpenSpaceInput {
  /** As it was opened: its first view has been stored already. */
  readonly space: OpenSpace;
  /** The config's rules when it was opened. */
  readonly rules: OpeningRules;
  /** How long an unclear post waits before the bot's timeline tells what became of it, in seconds. */
  readonly settleSeconds: number;
  /** Taken up again after its last reminder: somebody changes or cancels it before the start. */
  readonly untilStart?: boolean;
}

/** What became of an open space; the workflow's result. */
export interface OpenSpaceResult {
  readonly openSpaceId: string;
  readonly status: Status;
  readonly reminders: readonly { readonly key: string; readonly status: string; readonly tweetId?: string }[];
}

/** What every asker with the same id is told: one decision, and who made it. */
export interface DecisionResult {
  readonly by: Actor;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly revision: number;
  readonly status: Status;
  readonly words: string;
}

/** Organisers' verbs. A refusal is an `ApplicationFailure` of type `Refused` whose message is for people. */
export const decideUpdate = defineUpdate<DecisionResult, [unknown]>('decide');
export const changeUpdate = defineUpdate<DecisionResult, [unknown]>('change');
export const stageUpdate = defineUpdate<DecisionResult, [unknown]>('stage');
export const cancelUpdate = defineUpdate<DecisionResult, [unknown]>('cancel');
export const sendNowUpdate = defineUpdate<DecisionResult, [unknown]>('sendNow');

export const verbUpdates = {
  decide: decideUpdate,
  change: changeUpdate,
  stage: stageUpdate,
  cancel: cancelUpdate,
  sendNow: sendNowUpdate,
} as const satisfies Record<VerbName, typeof decideUpdate>;

/** Any verb without waiting for an answer: kept while no worker runs, and what operators send by hand. */
export const decideSignal = defineSignal<[unknown]>('decide');

/** The host edited or deleted the tweet. */
export const sourceChangedSignal = defineSignal<[SourceChange]>('sourceChanged');

export const stateQuery = defineQuery<OpenSpace>('state');

/** What the sending activity reports; only the workflow decides what follows. */
export type SendResult =
  | { readonly kind: 'sent'; readonly at: number; readonly tweetId?: string; readonly note?: string }
  /** Not tried: paused, throttled, or X asks to wait. Try again at `until`. */
  | { readonly kind: 'held'; readonly until: number; readonly why: string }
  /** Tried, and nobody can say yet whether X took it. Ask again at `until`. */
  | { readonly kind: 'unclear'; readonly until: number; readonly why: string }
  | { readonly kind: 'failed' | 'unconfirmed' | 'missed'; readonly why: string }
  | { readonly kind: 'sourceChanged'; readonly change: SourceChange };

export const queues = { openSpaces: 'openspaces', xPost: 'x-post' } as const;

export const openSpaceWorkflowId = (conferenceId: string, id: string): string => `open-space:${conferenceId}:${id}`;
export const listenWorkflowId = (conferenceId: string): string => `listen:${conferenceId}`;
export const deskWorkflowId = (conferenceId: string): string => `desk:${conferenceId}`;
