import type { Room } from './conference.ts';

const folded = (name: string): string => name.normalize('NFKC').replaceAll(/\s+/gu, ' ').trim().toLowerCase();

/** The listed room's own name for a name or alias in any case; undefined where there is none. */
export function listedRoom(name: string, rooms: readonly Room[]): string | undefined {
  const wanted = folded(name);
  return rooms.find((room) => [room.name, ...room.aliases].some((known) => folded(known) === wanted))?.name;
}
