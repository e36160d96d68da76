import type { Room } from './conference.ts';

/** The form in which names of rooms are compared: Unicode form, case and spaces make no difference. */
export function foldRoomName(name: string): string {
  return name.normalize('NFKC').replaceAll(/\s+/gu, ' ').trim().toLowerCase();
}

/** The listed room's own name for a name or alias in any case; undefined where there is none. */
export function listedRoom(name: string, rooms: readonly Room[]): string | undefined {
  return findRoom(foldRoomName(name), rooms)?.name;
}

/**
 * Everything that a booking of the room occupies, as folded names: the room under its name and aliases, and each part of a
 * combined room likewise. Two bookings clash where they share a name; so a room that was renamed, with its old name
 * as an alias, still clashes with what was booked under the old one. Sorted.
 */
export function occupiedRooms(name: string, rooms: readonly Room[]): string[] {
  const occupied = new Set<string>();
  for (const part of [name, ...partsOf(name)]) {
    const folded = foldRoomName(part);
    const listed = findRoom(folded, rooms);
    occupied.add(folded);
    for (const known of listed === undefined ? [] : [listed.name, ...listed.aliases]) occupied.add(foldRoomName(known));
  }
  return [...occupied].toSorted();
}

function findRoom(folded: string, rooms: readonly Room[]): Room | undefined {
  return rooms.find((room) => [room.name, ...room.aliases].some((known) => foldRoomName(known) === folded));
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
      const glued = /^\d/u.test(part) && prefix !== part ? prefix + part : part;
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
