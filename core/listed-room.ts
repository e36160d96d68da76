import type { Room } from './conference.ts';
import { appearanceOf } from './room-names.ts';

/** The listed room's own name for a name or alias that looks the same; undefined where there is none. */
export function listedRoom(name: string, rooms: readonly Room[]): string | undefined {
  return findRoom(appearanceOf(name), rooms)?.name;
}

/** Every name under which the room may be stored: one that was renamed keeps its old name as an alias. */
export function namesOfRoom(name: string, rooms: readonly Room[]): string[] {
  const room = findRoom(appearanceOf(name), rooms);
  return room === undefined ? [name] : [room.name, ...room.aliases];
}

/**
 * Everything that a booking of the room occupies, as names that look the same: the room under its name and aliases, and
 * each part of a combined room likewise. Two bookings clash where they share a name; so a room that was renamed, with
 * its old name as an alias, still clashes with what was booked under the old one. Sorted.
 */
export function occupiedRooms(name: string, rooms: readonly Room[]): string[] {
  const names = namesOfRoom(name, rooms).flatMap((one) => [one, ...partsOf(one)]);
  return [...new Set(names.flatMap((one) => namesOfRoom(one, rooms)).map(appearanceOf))].toSorted();
}

const indexes = new WeakMap<readonly Room[], ReadonlyMap<string, Room>>();

function findRoom(appearance: string, rooms: readonly Room[]): Room | undefined {
  const index = indexes.get(rooms) ?? indexOf(rooms);
  indexes.set(rooms, index);
  return index.get(appearance);
}

/** Where two rooms look alike, the first of the list. */
function indexOf(rooms: readonly Room[]): ReadonlyMap<string, Room> {
  const named = rooms.flatMap((room) =>
    [room.name, ...room.aliases].map((name) => [appearanceOf(name), room] as const),
  );
  return new Map(named.toReversed());
}

/**
 * The rooms that a name combines: `A105+A106`, `C125/126`, `Ballroom A+B`, `Hall 1 & 2`, `252A/B`, `259AB`,
 * `Ballroom BC`, `Nob Hill A-D`.
 */
function partsOf(name: string): string[] {
  const [first = '', ...others] = name.split(/\s*[+/&]\s*/u);
  if (others.length === 0) return lettersOf(name);
  const words = first.split(' ');
  const head = words.slice(0, -1).join(' ');
  const code = words.at(-1) ?? '';
  const prefix = /^\D*/u.exec(code)?.[0] ?? '';
  const number = /^.*\d(?=[A-Z]$)/u.exec(code)?.[0] ?? '';
  return [
    first,
    ...others.flatMap((part) => {
      if (part.includes(' ')) return [part];
      const glued = (/^\d/u.test(part) ? prefix : /^[A-Z]$/u.test(part) ? number : '') + part;
      return head === '' ? [part, glued] : [`${head} ${part}`, `${head} ${glued}`];
    }),
  ];
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** `259AB` and `Ballroom BC` combine two rooms, `Nob Hill A-D` four; letters out of their order are a name. */
function lettersOf(name: string): string[] {
  const found = /^(.*[\d ])(?:([A-Z]{2,4})|([A-Z])-([A-Z]))$/u.exec(name);
  if (found === null) return [];
  const [, before = '', letters, first = '', last = ''] = found;
  const row = letters ?? alphabet.slice(alphabet.indexOf(first), alphabet.indexOf(last) + 1);
  return alphabet.includes(row) ? Array.from(row, (letter) => before + letter) : [];
}
