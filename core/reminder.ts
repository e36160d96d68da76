import type { Actor } from './actor.ts';
import type { Correcting, Told } from './correction.ts';

/** Names a reminder among all: its row in the store, its address in the API. */
export const reminderId = (openSpaceId: string, key: string): string => `${openSpaceId}-${key}`;

/** What organisers say of a reminder. */
export const approvals = ['needs_action', 'approved', 'denied'] as const;
export type Approval = (typeof approvals)[number];

/** Where a reminder stands. The last five are ends: nothing posts it any more. */
export type ReminderState =
  | { readonly status: 'needs_action' }
  | { readonly status: 'approved'; readonly by?: Actor }
  /** `wasApproved`: it had been, also by the config itself. */
  | { readonly status: 'denied'; readonly by?: Actor; readonly wasApproved?: true }
  /** `by`: who had approved it. */
  | { readonly status: 'sending'; readonly by?: Actor }
  | { readonly status: 'sent'; readonly at: number; readonly tweetId?: string; readonly note?: string }
  | { readonly status: 'unconfirmed'; readonly why: string }
  | { readonly status: 'failed'; readonly why: string }
  /** `wasApproved`: it could not be posted in time. Absent in what was stored before there was this field. */
  | { readonly status: 'missed'; readonly why: string; readonly wasApproved?: boolean }
  | { readonly status: 'superseded'; readonly why: string };

export type ReminderStatus = ReminderState['status'];

/** One outgoing tweet for an open space. */
export interface Reminder {
  /**
   * Minutes before the start as configured when it was made, such as `15`, or `correction` and the revision of the
   * change: names the reminder within its open space.
   */
  readonly key: string;
  readonly minutes: number;
  /** When it goes out, epoch milliseconds. Absent while the open space has no start. */
  readonly sendAt?: number;
  /** An organiser picked `sendAt`: a change of the start leaves it alone. */
  readonly sendAtPicked?: boolean;
  /** The revision under which an organiser had it tried again after it had failed. */
  readonly retried?: number;
  /** An organiser's own wording instead of the configured one. */
  readonly text?: string;
  readonly state: ReminderState;
  /** It corrects what an earlier post told. */
  readonly corrects?: Correcting;
  /** What its text told when it was frozen; the open space may have changed before its outcome was known. */
  readonly said?: Told;
  /** Why an approved reminder that is due waits, such as `paused by an organiser`. */
  readonly held?: string;
}

/** Every move a reminder may make; anything else is a fault of ours and throws. */
export const reminderMoves: Readonly<Record<ReminderStatus, readonly ReminderStatus[]>> = {
  // `unconfirmed`: only after the database was restored from an older copy. `sent`: what X has, it has.
  needs_action: ['approved', 'denied', 'missed', 'superseded', 'unconfirmed', 'sent'],
  // `sending` is told only where an attempt left it unclear whether X has the post.
  approved: ['needs_action', 'denied', 'sending', 'sent', 'unconfirmed', 'failed', 'missed', 'superseded'],
  denied: ['needs_action', 'approved', 'sent'],
  // An attempt that surely reached nothing is no attempt: the reminder is approved again, and can still be denied.
  // Where the host has changed it meanwhile, the approval was for something else, or a newer correction waits.
  sending: ['sent', 'unconfirmed', 'failed', 'missed', 'approved', 'needs_action', 'superseded'],
  sent: [],
  // Ends, unless an organiser has it tried again or found the post on the profile.
  unconfirmed: ['approved', 'sent'],
  failed: ['approved'],
  missed: [],
  superseded: [],
};

export const reminderStatuses = Object.keys(reminderMoves) as [ReminderStatus, ...ReminderStatus[]];

/** Whether it can still be decided on, or nothing will come of it any more; and what organisers have said of it. */
const stages: Readonly<Record<ReminderStatus, readonly ['open' | 'posting' | 'settled', Approval]>> = {
  needs_action: ['open', 'needs_action'],
  approved: ['open', 'approved'],
  denied: ['open', 'denied'],
  sending: ['posting', 'approved'],
  sent: ['settled', 'approved'],
  unconfirmed: ['settled', 'approved'],
  failed: ['settled', 'approved'],
  missed: ['settled', 'needs_action'],
  superseded: ['settled', 'needs_action'],
};

/** Whether it can still be decided on, whatever organisers have said so far. */
export const isOpen = ({ state }: Reminder): boolean => stages[state.status][0] === 'open';
/** Whether it is to go out, decided on or not. */
export const isWaiting = (reminder: Reminder): boolean => isOpen(reminder) && reminder.state.status !== 'denied';
export const isSettled = ({ state }: Reminder): boolean => stages[state.status][0] === 'settled';

/** What organisers have said, as lists filter by it; a reminder that was sent had been approved. */
export const approvalOf = ({ status }: ReminderState): Approval => stages[status][1];

/** The reminder in its new state. @throws {Error} where the table does not allow the move. */
export function moveReminder(reminder: Reminder, state: ReminderState): Reminder {
  if (!reminderMoves[reminder.state.status].includes(state.status)) {
    throw new Error(`reminder ${reminder.key} cannot go from ${reminder.state.status} to ${state.status}`);
  }
  const { held: _held, said, ...rest } = reminder;
  // Its next text is made anew.
  const isAnew = state.status === 'approved' || state.status === 'needs_action';
  return { ...rest, ...(said === undefined || isAnew ? {} : { said }), state };
}

/**
 * The reminder of a session at that start: its minutes before it, or when an organiser picked, where that is still to
 * come and before the start. Without a start it has no time. What held it back at its old time counts no more.
 *
 * @param now epoch milliseconds
 */
export function forStart(reminder: Reminder, startAt: number | undefined, now: number): Reminder {
  const { sendAtPicked = false, held: _held, ...following } = reminder;
  const { sendAt = 0, ...timeless } = following;
  if (startAt === undefined) return timeless;
  if (sendAtPicked && sendAt > now && sendAt < startAt) return reminder;
  return { ...following, sendAt: startAt - reminder.minutes * 60_000 };
}

/** How long before its time a reminder is prepared: long enough for two looks at X. Milliseconds. */
export const prepareMs = 5_000;
