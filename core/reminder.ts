import type { Actor } from './actor.ts';
import type { Correcting, Told } from './correction.ts';

export const reminderId = (openSpaceId: string, key: string): string => `${openSpaceId}-${key}`;

export const approvals = ['needs_action', 'approved', 'denied'] as const;
export type Approval = (typeof approvals)[number];

/** The state of a reminder. The last five are settled: nothing posts it any more. */
export type ReminderState =
  | { readonly status: 'needs_action' }
  | { readonly status: 'approved'; readonly by?: Actor }
  /** `wasApproved`: a person or the config had approved it before. */
  | { readonly status: 'denied'; readonly by?: Actor; readonly wasApproved?: true }
  /** `by`: who had approved it. */
  | { readonly status: 'sending'; readonly by?: Actor }
  | { readonly status: 'sent'; readonly at: number; readonly tweetId?: string; readonly note?: string }
  | { readonly status: 'unconfirmed'; readonly why: string }
  | { readonly status: 'failed'; readonly why: string }
  /** `wasApproved`: it was approved but could not be posted in time. Absent in states of earlier versions. */
  | { readonly status: 'missed'; readonly why: string; readonly wasApproved?: boolean }
  | { readonly status: 'superseded'; readonly why: string };

export type ReminderStatus = ReminderState['status'];

export interface Reminder {
  /** Names it within its open space: minutes before the start, such as `15`; or `correction` and a revision. */
  readonly key: string;
  readonly minutes: number;
  /** When it goes out, epoch milliseconds. Absent while the open space has no start. */
  readonly sendAt?: number;
  /** An organiser picked `sendAt`, so it does not move with the start. */
  readonly sendAtPicked?: boolean;
  /** The time that an organiser picked, while the start is at or before it. Epoch milliseconds. */
  readonly overtaken?: number;
  /** The revision under which an organiser asked to try it again. */
  readonly retried?: number;
  /** When it was due before an organiser first tried it again. X may have it since then. Epoch milliseconds. */
  readonly firstDueAt?: number;
  /** An organiser's own wording instead of the configured one. */
  readonly text?: string;
  readonly state: ReminderState;
  readonly corrects?: Correcting;
  /** What its frozen text tells people, while the outcome is unknown; the open space may change meanwhile. */
  readonly said?: Told;
  /** Why an approved reminder that is due waits, such as `paused by an organiser`. */
  readonly held?: string;
}

/** All allowed moves of a reminder. Any other move is a fault in the bot and throws. */
const reminderMoves: Readonly<Record<ReminderStatus, readonly ReminderStatus[]>> = {
  // `unconfirmed`: only after a restore from an older copy. `sent`: X has the post, whatever was decided.
  needs_action: ['approved', 'denied', 'missed', 'superseded', 'unconfirmed', 'sent'],
  // `sending` only if nobody knows after an attempt whether X has the post.
  approved: ['needs_action', 'denied', 'sending', 'sent', 'unconfirmed', 'failed', 'missed', 'superseded'],
  denied: ['needs_action', 'approved', 'sent'],
  // If the attempt surely did not reach X, the reminder is approved again, and can still be denied. If the session has
  // changed meanwhile, it needs approval again, or is superseded by a newer correction.
  sending: ['sent', 'unconfirmed', 'failed', 'missed', 'approved', 'needs_action', 'superseded'],
  sent: [],
  // Settled, unless an organiser tries it again or finds the post on the profile.
  unconfirmed: ['approved', 'sent'],
  failed: ['approved'],
  missed: [],
  superseded: [],
};

export const reminderStatuses = Object.keys(reminderMoves) as [ReminderStatus, ...ReminderStatus[]];

/** For each status: whether it can be decided, is being posted, or is settled; and the approval that lists show. */
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

/** Whether it can still be approved or denied. */
export const isOpen = ({ state }: Reminder): boolean => stages[state.status][0] === 'open';
/** Whether it may still go out: approved or undecided. */
export const isWaiting = (reminder: Reminder): boolean => isOpen(reminder) && reminder.state.status !== 'denied';
export const isSettled = ({ state }: Reminder): boolean => stages[state.status][0] === 'settled';

/** The approval by which lists filter. A sent reminder counts as approved. */
export const approvalOf = ({ status }: ReminderState): Approval => stages[status][1];

/** @throws {Error} if the table does not allow the move */
export function moveReminder(reminder: Reminder, state: ReminderState): Reminder {
  if (!reminderMoves[reminder.state.status].includes(state.status)) {
    throw new Error(`reminder ${reminder.key} cannot go from ${reminder.state.status} to ${state.status}`);
  }
  const { held: _held, said, ...rest } = reminder;
  // Its next text will be a new one.
  const isAnew = state.status === 'approved' || state.status === 'needs_action';
  return { ...rest, ...(said === undefined || isAnew ? {} : { said }), state };
}

/**
 * The reminder for a session at this start. If an organiser picked a time after `now` (epoch milliseconds) and before
 * the start, it goes out then, even if the picked time did not fit an earlier start. Otherwise it goes out its usual
 * minutes before the start. Without a start it has no time. It is not held any more.
 */
export function forStart(reminder: Reminder, startAt: number | undefined, now: number): Reminder {
  const { sendAtPicked = false, held: _held, overtaken, ...following } = reminder;
  const { sendAt = 0, ...timeless } = following;
  if (startAt === undefined) return timeless;
  const picked = sendAtPicked ? sendAt : (overtaken ?? 0);
  if (picked > now && picked < startAt) {
    return sendAtPicked ? reminder : { ...following, sendAt: picked, sendAtPicked: true };
  }
  const later = picked > now ? { overtaken: picked } : {};
  return { ...following, sendAt: startAt - reminder.minutes * 60_000, ...later };
}
