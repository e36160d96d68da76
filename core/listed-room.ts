import { combinedRooms } from './combined-room.ts';
import type { Room } from './conference.ts';
import { appearanceOf } from './room-names.ts';

/** The listed room's own name for a name or alias that looks the same; undefined if there is none. */
export const listedRoom = (name: string, rooms: readonly Room[]): string | undefined => findRoom(name, rooms)?.name;

/** The name that a booked room has now. If it is not listed any more, the name under which it was booked. */
export const presentName = (room: string, rooms: readonly Room[]): string => listedRoom(room, rooms) ?? room;

/** Every name under which the room may be stored: a renamed room keeps its old name as an alias. */
export function namesOfRoom(name: string, rooms: readonly Room[]): string[] {
  const room = findRoom(name, rooms);
  return room === undefined ? [name] : [room.name, ...room.aliases];
}

/**
 * All names that a booking of the room occupies, folded (`appearanceOf`) and sorted: the room's name and aliases, and
 * for a combined room those of each part. Any of the room's names may say that it is combined. Two bookings share a
 * room if they share a name, so they also clash under the old name of a renamed room.
 */
export function occupiedRooms(name: string, rooms: readonly Room[]): readonly string[] {
  const inList = occupied.get(rooms) ?? new Map<string, readonly string[]>();
  occupied.set(rooms, inList);
  const names = inList.get(name) ?? namesOccupied(name, rooms);
  inList.set(name, names);
  return names;
}

/** The names that each room occupies, by list. Cached, because each claim is compared with all that start near it. */
const occupied = new WeakMap<readonly Room[], Map<string, readonly string[]>>();

function namesOccupied(name: string, rooms: readonly Room[]): string[] {
  const known = [name, ...namesOfRoom(name, rooms)];
  const parts = known.flatMap((one) => combinedRooms(one, (part) => findRoom(part, rooms) !== undefined));
  const names = [...known, ...parts.flatMap((part) => [part, ...namesOfRoom(part, rooms)])];
  return [...new Set(names.map(appearanceOf))].toSorted();
}

/** Rooms by the folded form of their names and aliases. Cached, because look-ups are frequent and lists are long. */
const indexes = new WeakMap<readonly Room[], ReadonlyMap<string, Room>>();

function findRoom(name: string, rooms: readonly Room[]): Room | undefined {
  let index = indexes.get(rooms);
  if (index === undefined) {
    const namesOf = (room: Room) => [room.name, ...room.aliases].map((one) => [appearanceOf(one), room] as const);
    // If two rooms look alike, the first one counts.
    index = new Map(rooms.toReversed().flatMap(namesOf));
    indexes.set(rooms, index);
  }
  return index.get(appearanceOf(name));
}
