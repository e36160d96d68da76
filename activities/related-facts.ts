import { freeRooms } from '../core/claim.ts';
import type { Config } from '../core/config.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { Deps, RelatedFacts } from './deps.ts';

/** Each is a button; more would hide the others on a phone. */
const mostRooms = 3;

/** By the id of each open space that has such facts: how its card names others, in Slack and on the pages. */
export async function lookUpRelated(
  { store }: Pick<Deps, 'store'>,
  spaces: readonly OpenSpace[],
  { conference, conflictWindow }: Config,
): Promise<ReadonlyMap<string, RelatedFacts>> {
  const undecided = spaces.filter(({ standing, about }) =>
    standing.status === 'conflict' ? true : standing.status === 'needs_review' && about !== undefined,
  );
  if (undecided.length === 0) return new Map();
  const [claims, views] = await Promise.all([
    store.roomClaims.list(conference.id),
    store.openSpaces.findMany(undecided.flatMap((space) => [space.about ?? [], rivalOf(space) ?? []].flat())),
  ]);
  const find = (id: string | undefined): OpenSpace | undefined => views.find(({ _id }) => _id === id)?.space;
  return new Map(
    undecided.map((space) => {
      const { id, startAt, standing } = space;
      const isFree = standing.status === 'conflict' && startAt !== undefined;
      const free = isFree ? freeRooms(startAt, conference.rooms, claims, conflictWindow, id) : [];
      const rooms = free.length === 0 ? undefined : free.slice(0, mostRooms);
      return [id, withoutUndefined({ rival: find(rivalOf(space)), freeRooms: rooms, about: find(space.about) })];
    }),
  );
}

const rivalOf = ({ standing }: OpenSpace): string | undefined =>
  standing.status === 'conflict' ? standing.with.openSpaceId : undefined;
