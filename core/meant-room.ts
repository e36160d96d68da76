import type { Room } from './conference.ts';
import { listedRoom } from './listed-room.ts';
import { matchRooms } from './reading/listed-rooms.ts';
import { openPage } from './reading/marked-text.ts';
import { pairedRooms } from './reading/paired-rooms.ts';
import { compileRooms, type RoomPatterns } from './reading/room-patterns.ts';
import { tokensOf } from './reading/tokens.ts';

/**
 * The listed rooms that a typed place means, by the rules that read posts: `B 114` and `Room B114` are B114. Empty for
 * any other place, such as `outside B114`. Workflows do not use it: the reader may change with a version.
 */
export function roomsOfPlace(place: string, rooms: readonly Room[]): string[] {
  if (place === '') return [];
  const listed = listedRoom(place, rooms);
  return listed === undefined ? roomsMeant(place, rooms) : [listed];
}

/**
 * The request with the room's listed name, so that the checked name is the stored name. A place that means a listed
 * room becomes that room: otherwise somebody else could get it. With both a room and a place, nothing is changed.
 */
export function withListedRoom<T extends object>(
  asked: T & { room?: string; place?: string },
  rooms: readonly Room[],
): T {
  const { room, place, ...rest } = asked;
  if (room !== undefined && place !== undefined) return asked;
  const [listed, ...others] = room === undefined ? roomsOfPlace(place ?? '', rooms) : [listedRoom(room, rooms)];
  return listed === undefined || others.length > 0 ? asked : ({ ...rest, room: listed } as unknown as T);
}

/** Words beside a room's name that change nothing. */
const beside = new Set(['room', 'the', 'in', 'at']);

/**
 * The listed rooms that a typed name means, in the order of the text: one for a name, an alias or a derived alias; two
 * for "A105 + A106" where the list has the two but not the pair. Empty where some of the words name no listed room, or
 * where they fit several rooms alike.
 */
export function roomsMeant(typed: string, rooms: readonly Room[]): string[] {
  const page = openPage(typed);
  const tokens = tokensOf(page);
  const matches = matchRooms(page, tokens, patternsOf(rooms));
  const names = rooms.map((room) => room.name);
  const all = [...matches, ...pairedRooms(page, matches, names)];
  const covered = tokens.every(
    ({ from, to, word }) => beside.has(word) || all.some((match) => match.from <= from && to <= match.to),
  );
  if (!covered || all.some((match) => match.pattern.rooms.length !== 1)) return [];
  const meant = all.toSorted((one, other) => one.from - other.from).map((match) => names[match.pattern.rooms[0] ?? 0]);
  return [...new Set(meant.filter((name) => name !== undefined))];
}

/** Compiling a list takes longer than reading a place, and the list seldom changes. */
let known: { readonly list: string; readonly patterns: RoomPatterns } | undefined;

function patternsOf(rooms: readonly Room[]): RoomPatterns {
  const list = JSON.stringify(rooms);
  if (known?.list !== list) {
    const surely = [...compileRooms(rooms)].map(([key, some]) => [key, some.filter(({ vague }) => !vague)] as const);
    known = { list, patterns: new Map(surely) };
  }
  return known.patterns;
}
