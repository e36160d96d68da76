import type { Config } from '../../../core/config.ts';
import { freeRooms } from '../../../core/free-rooms.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import type { ApiContext } from '../../context.ts';

/** More buttons would hide the others on a phone. */
const most = 3;

/** For each conflict among them, rooms that are free at its start, by its id. */
export async function roomsFreeThen(
  { store }: Pick<ApiContext, 'store'>,
  views: readonly OpenSpaceView[],
  { conference, conflictWindow }: Config,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const conflicts = views.filter(({ status, space }) => status === 'conflict' && space.startAt !== undefined);
  if (conflicts.length === 0) return new Map();
  const held = await store.roomClaims.list(conference.id);
  return new Map(
    conflicts.map(({ _id, space }) => [
      _id,
      freeRooms(space.startAt ?? 0, conference.rooms, held, conflictWindow, _id).slice(0, most),
    ]),
  );
}
