import type { OpenSpace } from './open-space.ts';
import type { Reminder } from './reminder.ts';

/**
 * An open space as it must go on from a backup: what was due before the restore may have been posted after the copy was
 * made, and nobody can tell, so it asks for a person and is not posted.
 *
 * @param now of the restore, epoch milliseconds
 * @returns undefined where nothing was due
 */
export function afterRestore(space: OpenSpace, now: number): OpenSpace | undefined {
  if (space.standing.status !== 'scheduled' || !space.reminders.some((reminder) => wasDue(reminder, now)))
    return undefined;
  const why = 'it was due after the backup was made that this was restored from; look whether X has it';
  const reminders = space.reminders.map((reminder): Reminder => {
    if (!wasDue(reminder, now)) return reminder;
    const { held: _, ...rest } = reminder;
    return { ...rest, state: { status: 'unconfirmed', why } };
  });
  return { ...space, reminders, revision: space.revision + 1 };
}

/** Also one that needed approval in the copy: it may have been approved since. */
function wasDue({ state, sendAt }: Reminder, now: number): boolean {
  return sendAt !== undefined && sendAt <= now && ['needs_action', 'approved', 'sending'].includes(state.status);
}
