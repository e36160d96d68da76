import type { Actor } from './actor.ts';
import { mapReminders, type OpenSpace } from './open-space.ts';
import { moveReminder, type ReminderState } from './reminder.ts';
import { withoutUndefined } from './without-undefined.ts';

/**
 * The open space with its reminders as they were before the newest denial; the very same one where none is denied. What
 * was denied by an earlier decision stays so.
 *
 * @param by who takes the denial back, and so approves again what had been approved
 */
export function withoutDenial(space: OpenSpace, by?: Actor): OpenSpace {
  const denied = space.reminders.filter(({ state }) => state.status === 'denied');
  const byOne = space.decisions.map(({ to }) => denied.filter(({ key }) => to[`reminder:${key}`] === 'denied'));
  const newest = byOne.findLast((some) => some.length > 0) ?? denied;
  const before = (state: ReminderState): ReminderState =>
    'wasApproved' in state ? withoutUndefined({ status: 'approved', by }) : { status: 'needs_action' };
  return mapReminders(space, (one) => (newest.includes(one) ? moveReminder(one, before(one.state)) : one));
}
