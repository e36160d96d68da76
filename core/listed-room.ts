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
  const occupied = new Set<string>();
  for (const part of [name, ...partsOf(name)]) {
    const appearance = appearanceOf(part);
    const listed = findRoom(appearance, rooms);
    occupied.add(appearance);
    for (const known of listed === undefined ? [] : [listed.name, ...listed.aliases]) occupied.add(appearanceOf(known));
  }
  return [...occupied].toSorted();
}

function findRoom(appearance: string, rooms: readonly Room[]): Room | undefined {
  return rooms.find((room) => [room.name, ...room.aliases].some((known) => appearanceOf(known) === appearance));
}

/** `A105+A106`, `C125/126`, `Ballroom A+B`, `Hall 1 & 2`, `259AB`: the rooms that such a name combines. */
function partsOf(name: string): string[] {
  const [first = '', ...others] = name.split(/\s*[+/&]\s*/u);
  if (others.length === 0) return lettersOf(name);
  const words = first.split(' ');
  const head = words.slice(0, -1).join(' ');
  const prefix = /^\D*/u.exec(words.at(-1) ?? '')?.[0] ?? '';
  return [
    first,
    ...others.flatMap((part) => {
      if (part.includes(' ')) return [part];
      const glued = /^\d/u.test(part) ? prefix + part : part;
      return head === '' ? [part, glued] : [`${head} ${part}`, `${head} ${glued}`];
    }),
  ];
}

/** `259AB` combines 259A and 259B; letters that do not follow each other are a name. */
function lettersOf(name: string): string[] {
  const [, number = '', letters = ''] = /^(.*\d)([A-Z]{2,4})$/u.exec(name) ?? [];
  const isRow = Array.from(letters).every((letter, at) => letter.charCodeAt(0) === letters.charCodeAt(0) + at);
  return isRow ? Array.from(letters).map((letter) => number + letter) : [];
}
