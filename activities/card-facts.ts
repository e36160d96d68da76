import type { Config } from '../core/config.ts';
import { freeRooms } from '../core/free-rooms.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { distinctReminderText } from '../core/reminder-text.ts';
import { isSettled } from '../core/reminder.ts';
import { currentReminder } from '../core/status.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { CardFacts, Clash, Deps } from './deps.ts';

/** What an open space's card shows beside the open space itself. */
export async function lookUpCardFacts(deps: Deps, space: OpenSpace, config: Config): Promise<CardFacts> {
  const [reminderText, clash, known] = await Promise.all([
    nextText(deps, space, config),
    lookAtClash(deps, space, config),
    space.about === undefined ? null : deps.store.openSpaces.find(space.about),
  ]);
  return withoutUndefined({ reminderText, clash, about: known?.space });
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

async function lookAtClash({ store }: Deps, space: OpenSpace, config: Config): Promise<Clash | undefined> {
  const { standing, startAt } = space;
  if (standing.status !== 'conflict') return undefined;
  const [other, claims] = await Promise.all([
    store.openSpaces.find(standing.with.openSpaceId),
    store.roomClaims.list(config.conference.id),
  ]);
  const { conference, conflictWindow } = config;
  const free = startAt === undefined ? [] : freeRooms(startAt, conference.rooms, claims, conflictWindow, space.id);
  return { other: other?.space ?? null, freeRooms: free };
}
