import type { Actor } from './actor.ts';
import type { Approval } from './reminder.ts';

/** Where and when, as a picker or a request gives it. `room` is a listed room, `place` free text; never both. */
export interface WhereAndWhen {
  readonly room?: string;
  readonly place?: string;
  /** Epoch milliseconds. */
  readonly startAt?: number;
}

/** What an organiser asks of an open space: one verb, many doors. */
export type Verb =
  /** `approved`, `denied`, or `needs_action` to take either back; with what the pickers show, if they were touched. */
  | ({ readonly verb: 'decide'; readonly approval: Approval; readonly reminder?: string } & WhereAndWhen)
  /** Another room or start, or one reminder's time or text. */
  | ({
      readonly verb: 'change';
      readonly reminder?: string;
      readonly sendAt?: number;
      readonly text?: string;
    } & WhereAndWhen)
  /** Schedules a review or a conflict. */
  | ({ readonly verb: 'stage'; readonly title?: string; readonly note?: string } & WhereAndWhen)
  | { readonly verb: 'cancel' }
  | { readonly verb: 'sendNow'; readonly reminder?: string };

export type VerbName = Verb['verb'];

/** The verb with who asks, and what they had seen when they asked. */
export type Request = Verb & {
  /** `<verb>:r<revision>` from every door; the same id is answered once. */
  readonly id: string;
  readonly by: Actor;
  /** The revision that the asker had before them. Absent: whatever stands. */
  readonly revision?: number;
};

/** The id by which clicks at the same moment share one decision. A reminder of several has its own. */
export function requestId(request: Verb, revision: number): string {
  const reminder = 'reminder' in request && request.reminder !== undefined ? `:${request.reminder}` : '';
  const verb = request.verb === 'decide' ? `decide-${request.approval}` : request.verb;
  return `${verb}${reminder}:r${revision}`;
}
