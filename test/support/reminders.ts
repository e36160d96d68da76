/** Reminders in states of their own, for tests of rules and cards. */
import type { OpenSpace } from '../../core/open-space.ts';
import { moveReminder, type ReminderState } from '../../core/reminder.ts';

/**
 * The open space with one reminder in another state, under the next revision. @throws {Error} where no move leads
 * there
 */
export function withReminder(space: OpenSpace, key: string, state: ReminderState): OpenSpace {
  const reminders = space.reminders.map((one) => (one.key === key ? moveReminder(one, state) : one));
  return { ...space, revision: space.revision + 1, reminders };
}
