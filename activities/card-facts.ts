import type { Config } from '../core/config.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { distinctReminderText } from '../core/reminder-text.ts';
import { isSettled } from '../core/reminder.ts';
import { currentReminder } from '../core/status.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { CardFacts, Deps } from './deps.ts';
import { lookUpRelated } from './related-facts.ts';

/** What an open space's card shows beside the open space itself. */
export async function lookUpCardFacts(deps: Deps, space: OpenSpace, config: Config): Promise<CardFacts> {
  const [reminderText, related] = await Promise.all([
    nextText(deps, space, config),
    lookUpRelated(deps, [space], config),
  ]);
  return withoutUndefined({ reminderText, ...related.get(space.id) });
}

/** The next reminder's text, with the minutes that are true when it goes out; undefined where X would not take it. */
async function nextText({ store, clock }: Deps, space: OpenSpace, config: Config): Promise<string | undefined> {
  const reminder = currentReminder(space);
  if (reminder?.sendAt === undefined || space.startAt === undefined || isSettled(reminder)) return undefined;
  const at = Math.max(reminder.sendAt, clock());
  try {
    return await distinctReminderText(space, reminder.key, config, at, store.reminders);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
