import type { Conflict } from './conflict.ts';
import type { OpeningRules, OpenSpace } from './open-space.ts';

/** Why the commit refused the next state. The rules are applied again with these. */
export interface Obstacles {
  readonly taken?: Conflict;
  /** Reminders whose text is frozen, so X may have them. */
  readonly frozen?: readonly string[];
  readonly unfit?: string;
  /** Reminders that may have been posted before the database was restored from an older copy. */
  readonly mayBePosted?: readonly string[];
}

export type Rules = OpeningRules & {
  /**
   * Only in histories of earlier versions: undoing a cancellation, and asking for no approval, approves the correction.
   * The former also drops its own text and time.
   */
  readonly approvesCorrections?: true;
  /** Only in histories of earlier versions: of several people with equal requests, only the first is told. */
  readonly tellsFirstOnly?: true;
  /** Only in histories of earlier versions: a reminder whose “Send now” is undone keeps that time. */
  readonly keepsSendNow?: true;
};

export interface Situation extends Obstacles {
  readonly space: OpenSpace;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly rules: Rules;
}
