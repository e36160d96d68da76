import type { Room } from './conference.ts';
import { patternsOf, shownParts } from './reading/room-patterns.ts';

/** The ways to write one room that nobody entered. */
interface DerivedAliases {
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
    // What is entered is never derived.
    const shown = patterns.filter((pattern) => pattern.rooms[0] === at).map((pattern) => shownParts(pattern.parts));
    return { room: room.name, aliases: [...new Map(shown.map((alias) => [folded(alias), alias])).values()] };
  });
}
