import { holdsRoom, type OpenSpace } from '../core/open-space.ts';
import type { Deps } from './deps.ts';

/** Stores the view, its reminders and its decisions; frees the room that a denied or cancelled one held. */
export async function recordOpenSpace(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  space: OpenSpace,
): Promise<void> {
  await store.audit.addDecisions(space);
  await store.reminders.record(space);
  if (!holdsRoom(space)) await store.roomClaims.release(space.conferenceId, space.id);
  // Last, because the desk draws what it finds here: the rest of it should stand by then.
  await store.openSpaces.record(space, new Date(clock()));
}
