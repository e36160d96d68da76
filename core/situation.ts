import type { Conflict } from './conflict.ts';
import type { OpeningRules, OpenSpace } from './open-space.ts';

/** What the commit found in the way of the next state; the message is judged again with it. */
export interface Obstacles {
  /** Somebody else holds the room then. */
  readonly taken?: Conflict;
  /** Reminders whose text is frozen: X may have them at any moment. */
  readonly frozen?: readonly string[];
  /** Why the config does not allow it. */
  readonly unfit?: string;
  /** Reminders that may have been posted before the database was restored from an older copy. */
  readonly mayBePosted?: readonly string[];
}

/** What a message is judged by. */
export interface Situation extends Obstacles {
  readonly space: OpenSpace;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly rules: OpeningRules;
}
