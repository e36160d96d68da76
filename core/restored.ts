import type { OpenSpace } from './open-space.ts';
import { isSettled, moveReminder, type Reminder } from './reminder.ts';

/** A database that was restored from an older copy of itself. Epoch milliseconds. */
export interface Restore {
  readonly copiedAt: number;
  readonly restoredAt: number;
}

export const mayBePosted =
  'the database was restored from an older copy, so it may have been posted: look at the profile';

/** A copy takes a while, and an attempt that was under way then may have gone on after it. Milliseconds. */
const reachMs = 60_000;

/**
 * Whether a reminder of that time may have been posted after the copy was made, which the restored database cannot
 * know.
 */
export function wasDueSince({ copiedAt, restoredAt }: Restore, sendAt: number): boolean {
  return sendAt >= copiedAt - reachMs && sendAt <= restoredAt + reachMs;
}

/**
 * An open space from an older copy of the database whose workflow is lost as well. What was decided since the copy is
 * unknown, so nothing goes out without a person: a reminder that was due since becomes `unconfirmed`, and an approval
 * is asked for again.
 */
export function restored(space: OpenSpace, restore: Restore): OpenSpace {
  const restoreReminder = (one: Reminder): Reminder => {
    if (isSettled(one) || one.state.status === 'denied') return one;
    const wasDue = one.sendAt !== undefined && wasDueSince(restore, one.sendAt);
    if (wasDue || one.state.status === 'sending') return moveReminder(one, { status: 'unconfirmed', why: mayBePosted });
    return one.state.status === 'approved' ? moveReminder(one, { status: 'needs_action' }) : one;
  };
  const reminders = space.reminders.map(restoreReminder);
  const isSame = reminders.every((one, at) => one === space.reminders[at]);
  return isSame ? space : { ...space, reminders, revision: space.revision + 1 };
}
