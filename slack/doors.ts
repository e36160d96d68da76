import type { Actor } from '../core/actor.ts';
import type { Config } from '../core/config.ts';
import type { WhereAndWhen } from '../core/request.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { Ask, AskOutcome } from '../temporal/ask-open-space.ts';

/** An open space that an organiser enters by hand. */
export interface Entry extends WhereAndWhen {
  /** Epoch milliseconds. */
  readonly startAt: number;
  readonly title?: string;
}

export type EntryOutcome =
  | { readonly kind: 'entered'; readonly id: string }
  /** The reason is a sentence for people. */
  | { readonly kind: 'refused'; readonly reason: string };

/** What the Slack app reaches of the bot; `api/main.ts` opens these doors. Any of them may throw: nothing is decided then. */
export interface Doors {
  /** The newest. */
  config(): Promise<Config>;
  findOpenSpace(id: string): Promise<OpenSpaceView | null>;
  /** Answers within 2.5 s. */
  ask(request: Omit<Ask, 'conferenceId'>): Promise<AskOutcome>;
  /** What needs a decision now. */
  listOpen(): Promise<OpenSpaceView[]>;
  enterByHand(entry: Entry, by: Actor): Promise<EntryOutcome>;
}

export type Log = (message: string, fields?: Record<string, unknown>) => void;
