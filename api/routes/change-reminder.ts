import type { Actor } from '../../core/actor.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import type { Approval } from '../../core/reminder.ts';
import type { ReminderView } from '../../store/reminders.ts';
import type { ApiContext } from '../context.ts';
import { decideOn, type Made } from './decide-on.ts';
import { given } from './fields.ts';

/** Which reminder, and who asks. */
export interface ReminderChange {
  readonly reminder: ReminderView;
  readonly space: OpenSpace;
  readonly by: Actor;
}

/**
 * One request. What is so already is left out where something else changes; alone it is asked, and refused with a
 * reason.
 */
export async function changeReminder(
  context: ApiContext,
  { reminder, space, by }: ReminderChange,
  { approval, ...wording }: { approval?: Approval; sendAt?: number; text?: string },
  seen: number | undefined,
): Promise<Made> {
  const ask = { openSpaceId: space.id, by };
  const changes =
    (wording.sendAt !== undefined && wording.sendAt !== reminder.sendAt?.getTime()) ||
    (wording.text !== undefined && wording.text !== reminder.text);
  const decides = approval !== undefined && approval !== reminder.status;
  const revision = given({ revision: seen });
  if (approval === undefined || (changes && !decides)) {
    return decideOn(context, { ...ask, ...revision, verb: { verb: 'change', reminder: reminder.key, ...wording } });
  }
  const verb = { verb: 'decide', approval, reminder: reminder.key, ...(changes ? wording : {}) } as const;
  return decideOn(context, { ...ask, ...revision, verb });
}
