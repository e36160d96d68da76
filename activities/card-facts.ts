import type { Config } from '../core/config.ts';
import { freeRooms } from '../core/claim.ts';
import { withNewNames, type NewNames } from '../core/new-names.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { textWithHandle } from '../core/reminder-text.ts';
import { inPresentRooms } from '../core/present-room.ts';
import { isSettled } from '../core/reminder.ts';
import { currentReminder } from '../core/status.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { Store } from '../store/store.ts';
import type { Deps } from './deps.ts';

/** What a card in Slack shows in addition to its open space, as known when the card was drawn. */
export interface CardFacts extends RelatedFacts {
  readonly reminderText?: string;
}

/** What a card shows about other open spaces, in Slack and on the pages. */
export interface RelatedFacts {
  /** For a conflict: the open space that holds the room. */
  readonly rival?: OpenSpace;
  /** For a conflict: the first few listed rooms that are free around that time. */
  readonly freeRooms?: readonly string[];
  /** For an undecided post: the known session of the same host that it may be about. */
  readonly about?: OpenSpace;
}

/** Each free room is a button; more would hide the other buttons on a phone. */
const mostRooms = 3;

export async function lookUpCardFacts(
  deps: Deps,
  space: OpenSpace,
  names: NewNames,
  config: Config,
): Promise<CardFacts> {
  const [reminderText, related] = await Promise.all([
    nextText(deps, space, names, config),
    lookUpRelated(deps.store, [space], config, names),
  ]);
  return withoutUndefined({ reminderText, ...related.get(space.id) });
}

/** The next reminder's text, with the minutes at its time; undefined if X would not take it. */
async function nextText(
  { store, clock }: Deps,
  space: OpenSpace,
  names: NewNames,
  config: Config,
): Promise<string | undefined> {
  const reminder = currentReminder(space);
  if (reminder?.sendAt === undefined || space.startAt === undefined || isSettled(reminder)) return undefined;
  const at = Math.max(reminder.sendAt, clock());
  return textWithHandle(space, names, reminder.key, config, at, store.reminders);
}

type FactSources = Pick<Store, 'roomClaims'> & { readonly openSpaces: Pick<Store['openSpaces'], 'findMany'> };

/** The facts by the open space's id; those without any are left out. @param names if the views lack them [none] */
export async function lookUpRelated(
  { roomClaims, openSpaces }: FactSources,
  spaces: readonly OpenSpace[],
  config: Config,
  names: NewNames = new Map(),
): Promise<ReadonlyMap<string, RelatedFacts>> {
  const undecided = spaces.filter(({ standing, about }) =>
    standing.status === 'conflict' ? true : standing.status === 'needs_review' && about !== undefined,
  );
  if (undecided.length === 0) return new Map();
  const [claims, views] = await Promise.all([
    roomClaims.list(config.conference.id),
    openSpaces.findMany(undecided.flatMap((space) => [space.about ?? [], rivalOf(space) ?? []].flat())),
  ]);
  const shown = inPresentRooms(views, config.conference.rooms);
  const find = (id: string | undefined): OpenSpace | undefined => {
    const space = shown.find(({ _id }) => _id === id)?.space;
    return space && withNewNames(space, names);
  };
  return new Map(
    undecided.map((space) => {
      const { id, startAt, standing } = space;
      const wantsRooms = standing.status === 'conflict' && startAt !== undefined;
      const free = wantsRooms ? freeRooms({ openSpaceId: id, startAt }, claims, config) : [];
      const rooms = free.length === 0 ? undefined : free.slice(0, mostRooms);
      return [id, withoutUndefined({ rival: find(rivalOf(space)), freeRooms: rooms, about: find(space.about) })];
    }),
  );
}

const rivalOf = ({ standing }: OpenSpace): string | undefined =>
  standing.status === 'conflict' ? standing.with.openSpaceId : undefined;
