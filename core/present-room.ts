import type { Room } from './conference.ts';
import { presentName } from './listed-room.ts';
import type { OpenSpace } from './open-space.ts';
import { withoutUndefined } from './without-undefined.ts';

/**
 * The open space with its rooms under the names that they have now, for people. Only for showing: the rules compare the
 * names under which rooms were booked.
 */
export function withPresentRooms(space: OpenSpace, rooms: readonly Room[]): OpenSpace {
  const { room, told, source, standing } = space;
  const now = (name: string): string => presentName(name, rooms);
  const readAs =
    source?.readAs?.room === undefined ? source?.readAs : { ...source.readAs, room: now(source.readAs.room) };
  return {
    ...space,
    ...withoutUndefined({
      room: room && now(room),
      told: told && { ...told, where: now(told.where) },
      // It is compared with `room`: a post that gives the room's earlier name means the same room.
      source: source && withoutUndefined({ ...source, readAs }),
    }),
    standing:
      standing.status === 'conflict'
        ? { ...standing, with: { ...standing.with, room: now(standing.with.room) } }
        : standing,
  };
}

/** The same for views. */
export const inPresentRooms = <View extends { readonly space: OpenSpace }>(
  views: readonly View[],
  rooms: readonly Room[],
): View[] => views.map((view) => ({ ...view, space: withPresentRooms(view.space, rooms) }));
