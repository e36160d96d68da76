import type { Claim } from './claim.ts';
import type { Room } from './conference.ts';
import { clashes, type ConflictWindow } from './conflict.ts';
import { occupiedRooms } from './listed-room.ts';

/** Listed rooms that nobody but the one who asks (`exceptId`) holds around a start, in the order of the list. */
export function freeRooms(
  startAt: number,
  rooms: readonly Room[],
  held: readonly Pick<Claim, 'openSpaceId' | 'occupied' | 'startAt'>[],
  window: ConflictWindow,
  exceptId: string,
): string[] {
  const taken = held.filter((one) => one.openSpaceId !== exceptId && clashes(startAt, one.startAt, window));
  const names = new Set(taken.flatMap(({ occupied }) => occupied));
  return rooms.map(({ name }) => name).filter((name) => !occupiedRooms(name, rooms).some((one) => names.has(one)));
}
