import type { Actor } from '../../core/actor.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import type { Approval } from '../../core/reminder.ts';
import { reminderTextFor } from '../../core/reminder-text.ts';
import type { ReminderView } from '../../store/reminders.ts';
import type { ApiContext } from '../context.ts';
import { decideOn, type Made } from './decide-on.ts';
import { given } from './fields.ts';
import { unprocessable } from './where-and-when.ts';

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

/** @throws {Problem} 422 where X would not take the text with this open space's words filled in */
export function checkText(text: string, space: OpenSpace): void {
  try {
    reminderTextFor(space, text, 1440);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = 'is over 280 weighted characters once its placeholders are filled in: shorten it';
    throw unprocessable([{ path: 'text', message }]);
  }
}
