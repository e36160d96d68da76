import type { OpenSpace, StandingStatus } from './open-space.ts';
import { isSettled, isWaiting, type Reminder, type ReminderStatus } from './reminder.ts';

/** The status that people see: the standing while it is not scheduled, otherwise that of its next or last reminder. */
export type Status = StandingStatus | ReminderStatus;

/** The next one that is not settled, else the last. A sent one counts before denied ones: the session takes place. */
export function currentReminder(space: OpenSpace): Reminder | undefined {
  const open = space.reminders.filter((reminder) => !isSettled(reminder));
  return (
    open.find((reminder) => reminder.state.status === 'sending') ??
    open.find((reminder) => reminder.corrects !== undefined && isWaiting(reminder)) ??
    open.find(isWaiting) ??
    space.reminders.findLast(({ state }) => state.status === 'sent' || state.status === 'unconfirmed') ??
    space.reminders.findLast((reminder) => reminder.state.status !== 'superseded') ??
    space.reminders.at(-1)
  );
}

export function statusOf(space: OpenSpace): Status {
  if (space.standing.status !== 'scheduled') return space.standing.status;
  return currentReminder(space)?.state.status ?? 'scheduled';
}
