import { occupiedRooms } from '../core/conference.ts';
import type { Conflict } from '../core/conflict.ts';
import type { Deps } from './deps.ts';
import type { ClaimRequest } from './open-space-activities.ts';

/** Claims a room by the conflict window of the moment; null when the open space has it. */
export async function claimRoom(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  request: ClaimRequest,
): Promise<Conflict | null> {
  const { conference, conflictWindow } = await store.configs.current();
  const { openSpaceId, room, startAt } = request;
  const wish = { openSpaceId, room, startAt, occupied: occupiedRooms(room, conference.rooms) };
  return (await store.roomClaims.claim(request.conferenceId, wish, conflictWindow, clock())) ?? null;
}
