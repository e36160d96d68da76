import type { Room } from './conference.ts';
import { clashes, type Conflict, type ConflictWindow } from './conflict.ts';
import { occupiedRooms } from './listed-room.ts';
import { heldRoom, type OpenSpace } from './open-space.ts';

/** An open space's hold on a room from a start on. */
export interface Claim {
  readonly openSpaceId: string;
  /** Of the open space for which it was claimed. */
  readonly revision: number;
  /** As people see it. */
  readonly room: string;
  /** Folded names of everything that the room occupies: itself, its aliases, its parts. Empty after a release. */
  readonly occupied: readonly string[];
  /** Epoch milliseconds. */
  readonly startAt: number;
}

/** What an open space claims in its present state; undefined where it holds no room. */
export function claimOf(space: OpenSpace, rooms: readonly Room[]): Claim | undefined {
  const held = heldRoom(space);
  if (held === undefined) return undefined;
  return { openSpaceId: space.id, revision: space.revision, ...held, occupied: occupiedRooms(held.room, rooms) };
}

/** Which other open space holds one of the claim's rooms around its start: the one that starts nearest. */
export function findHolder(wish: Claim, claims: readonly Claim[], window: ConflictWindow): Conflict | undefined {
  const distance = ({ startAt }: Claim) => Math.abs(startAt - wish.startAt);
  const [nearest] = claims
    .filter(
      ({ openSpaceId, occupied, startAt }) =>
        openSpaceId !== wish.openSpaceId &&
        clashes(wish.startAt, startAt, window) &&
        occupied.some((room) => wish.occupied.includes(room)),
    )
    .toSorted((one, other) => distance(one) - distance(other));
  if (nearest === undefined) return undefined;
  const { openSpaceId, room, startAt } = nearest;
  return { openSpaceId, room, startAt, relation: startAt === wish.startAt ? 'repeats' : 'overlaps' };
}
