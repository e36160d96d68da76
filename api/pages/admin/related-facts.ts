import type { Config } from '../../../core/config.ts';
import { freeRooms } from '../../../core/free-rooms.ts';
import { withoutUndefined } from '../../../core/without-undefined.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import type { ApiContext } from '../../context.ts';

/** More buttons would hide the others on a phone. */
const most = 3;

/** What a card shows beside its own open space. */
export interface RelatedFacts {
  /** For a conflict: rooms that are free at its start, at most three. */
  readonly freeRooms: readonly string[];
  /** For a conflict: the open space that holds the room. */
  readonly rival?: OpenSpaceView;
  /** The coming session of the same host that an undecided post may change. */
  readonly about?: OpenSpaceView;
}

/** By the id of each view that has such facts. */
export async function lookUpRelated(
  { store }: Pick<ApiContext, 'store'>,
  views: readonly OpenSpaceView[],
  { conference, conflictWindow }: Config,
): Promise<ReadonlyMap<string, RelatedFacts>> {
  const related = views.filter(({ status, space }) => status === 'conflict' || isAboutKnown(status, space));
  if (related.length === 0) return new Map();
  const [held, known] = await Promise.all([
    store.roomClaims.list(conference.id),
    store.openSpaces.findMany(related.flatMap(({ space }) => [space.about ?? [], rivalOf(space) ?? []].flat())),
  ]);
  const find = (id: string | undefined): OpenSpaceView | undefined => known.find((one) => one._id === id);
  return new Map(
    related.map(({ _id, status, space }) => {
      const about = isAboutKnown(status, space) ? find(space.about) : undefined;
      const rival = find(rivalOf(space));
      const free =
        status === 'conflict' && space.startAt !== undefined
          ? freeRooms(space.startAt, conference.rooms, held, conflictWindow, _id).slice(0, most)
          : [];
      return [_id, withoutUndefined({ freeRooms: free, about, rival })];
    }),
  );
}

const rivalOf = ({ standing }: OpenSpaceView['space']): string | undefined =>
  standing.status === 'conflict' ? standing.with.openSpaceId : undefined;

const isAboutKnown = (status: OpenSpaceView['status'], { about }: OpenSpaceView['space']): boolean =>
  about !== undefined && (status === 'needs_review' || status === 'conflict');
