import type { Config } from '../../../core/config.ts';
import { freeRooms } from '../../../core/free-rooms.ts';
import { nameOf } from '../../../core/words.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import type { ApiContext } from '../../context.ts';

/** More buttons would hide the others on a phone. */
const most = 3;

/** What a card shows of a conflict. */
export interface Clash {
  /** The open space that holds the room; undefined where it cannot be found. */
  readonly holder: string | undefined;
  /** Rooms that nobody has at that start. */
  readonly freeRooms: readonly string[];
}

/** For each conflict among them, by its id. */
export async function clashesOf(
  { store }: Pick<ApiContext, 'store'>,
  views: readonly OpenSpaceView[],
  { conference, conflictWindow }: Config,
): Promise<ReadonlyMap<string, Clash>> {
  const conflicts = views.flatMap(({ space }) =>
    space.standing.status === 'conflict' ? [{ ...space, rivalId: space.standing.with.openSpaceId }] : [],
  );
  if (conflicts.length === 0) return new Map();
  const [held, rivals] = await Promise.all([
    store.roomClaims.list(conference.id),
    store.openSpaces.findMany(conflicts.map(({ rivalId }) => rivalId)),
  ]);
  return new Map(
    conflicts.map(({ id, startAt, rivalId }) => {
      const rival = rivals.find(({ _id }) => _id === rivalId);
      const free = startAt === undefined ? [] : freeRooms(startAt, conference.rooms, held, conflictWindow, id);
      return [id, { holder: rival && nameOf(rival.space), freeRooms: free.slice(0, most) }];
    }),
  );
}
