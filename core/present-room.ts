import type { Room } from './conference.ts';
import { presentName } from './listed-room.ts';
import type { OpenSpace } from './open-space.ts';
import { withoutUndefined } from './without-undefined.ts';

/** With the present names of its rooms, for people only: the rules compare the names under which they were booked. */
export function withPresentRooms(space: OpenSpace, rooms: readonly Room[]): OpenSpace {
  const { told, source, standing } = space;
  const inRoom = <Part extends { readonly room?: string }>(part: Part): Part =>
    part.room === undefined ? part : { ...part, room: presentName(part.room, rooms) };
  return {
    ...inRoom(space),
    ...withoutUndefined({
      told: told && { ...told, where: presentName(told.where, rooms) },
      // It is compared with `room`: a post that gives the room's earlier name means the same room.
      source: source?.readAs && { ...source, readAs: inRoom(source.readAs) },
    }),
    standing: standing.status === 'conflict' ? { ...standing, with: inRoom(standing.with) } : standing,
  };
}

export const inPresentRooms = <View extends { readonly space: OpenSpace }>(
  views: readonly View[],
  rooms: readonly Room[],
): View[] => views.map((view) => ({ ...view, space: withPresentRooms(view.space, rooms) }));
