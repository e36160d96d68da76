import type { Room } from './conference.ts';
import { patternsOf, shownParts } from './reading/room-patterns.ts';

/**
 * The aliases that the reader derives from each room name, such as "Ballroom East" for "Grand Ballroom East", if no
 * other room can be meant; the surest first. An organiser can remove one on the config page (`struckAliases`).
 */
export function derivedAliases(rooms: readonly Room[]): { room: string; aliases: readonly string[] }[] {
  const patterns = patternsOf(rooms).filter((pattern) => pattern.derived && !pattern.vague);
  return rooms.map((room, at) => {
    // An alias that an organiser entered is not listed as derived.
    const shown = patterns.filter((pattern) => pattern.rooms[0] === at).map((pattern) => shownParts(pattern.parts));
    return { room: room.name, aliases: [...new Map(shown.map((alias) => [alias.toLowerCase(), alias])).values()] };
  });
}
