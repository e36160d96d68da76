import type { Room } from './conference.ts';
import { matchRooms } from './reading/listed-rooms.ts';
import { openPage } from './reading/marked-text.ts';
import { pairedRooms } from './reading/paired-rooms.ts';
import { compileRooms, patternsOf, shownParts } from './reading/room-patterns.ts';
import { tokensOf } from './reading/tokens.ts';

/** The ways to write one room that nobody entered. */
export interface DerivedAliases {
  /** The name in the conference's list. */
  readonly room: string;
  /** Such as "Ballroom East" for "Grand Ballroom East", in the order of their certainty. */
  readonly aliases: readonly string[];
}

const folded = (text: string): string => text.toLowerCase();

/**
 * The aliases that the reader derives from each name because no other room of the list can be meant. For the config
 * page: an organiser strikes one by putting it into the room's `struckAliases`.
 */
export function derivedAliases(rooms: readonly Room[]): DerivedAliases[] {
  const patterns = patternsOf(rooms).filter((pattern) => pattern.derived && !pattern.vague);
  return rooms.map((room, at) => {
    const entered = new Set([room.name, ...room.aliases].map(folded));
    const shown = patterns
      .filter((pattern) => pattern.rooms[0] === at)
      .map((pattern) => shownParts(pattern.parts))
      .filter((alias) => !entered.has(folded(alias)));
    return { room: room.name, aliases: [...new Map(shown.map((alias) => [folded(alias), alias])).values()] };
  });
}

/**
 * The listed rooms that a typed name means, in the order of the text: one for a name, an alias or a derived alias; two
 * for "A105 + A106" where the list has the two but not the pair. Empty where some of the words name no listed room, or
 * where they fit several rooms alike.
 */
export function roomsMeant(typed: string, rooms: readonly Room[]): string[] {
  const page = openPage(typed);
  const tokens = tokensOf(page);
  const matches = matchRooms(page, tokens, compileRooms(rooms));
  const names = rooms.map((room) => room.name);
  const all = [...matches, ...pairedRooms(page, matches, names)];
  const covered = tokens.every(({ from, to }) => all.some((match) => match.from <= from && to <= match.to));
  if (!covered || all.some((match) => match.pattern.rooms.length !== 1)) return [];
  const meant = all.toSorted((one, other) => one.from - other.from).map((match) => names[match.pattern.rooms[0] ?? 0]);
  return [...new Set(meant.filter((name) => name !== undefined))];
}
