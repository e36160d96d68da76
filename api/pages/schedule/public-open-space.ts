import type { Config } from '../../../core/config.ts';
import { wasEverApproved, type Facts } from '../../../core/decision.ts';
import type { Room } from '../../../core/conference.ts';
import { presentName } from '../../../core/listed-room.ts';
import { whereOf, type OpenSpace } from '../../../core/open-space.ts';
import { isPublic, publicHeading } from '../../../core/public-schedule.ts';
import type { TweetDoc } from '../../../store/tweets.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';

/** An earlier room or start from the public schedule, if it has changed. */
interface Former {
  readonly where?: string;
  /** Epoch milliseconds. */
  readonly startAt?: number;
}

/** The public facts of an open space. */
export interface PublicOpenSpace {
  readonly id: string;
  readonly title: string;
  readonly where: string;
  /** A listed room. The filter offers only listed rooms. */
  readonly room?: string;
  /** Epoch milliseconds. */
  readonly startAt: number;
  readonly isCancelled: boolean;
  /** Present if it was moved after it became public. */
  readonly former?: Former;
  readonly tweet?: { readonly url: string; readonly username: string; readonly text: string };
  readonly revision: number;
  readonly updatedAt: number;
}

/** No open space says how long it is; boards have slots of an hour (see `docs/decisions/0013`). Milliseconds. */
export const assumedDuration = 3_600_000;

/**
 * A session that was on the public schedule and is not any more. It has no words, because it may have been denied for
 * them. Only calendars get it: they keep an event until it is cancelled.
 */
export interface WithdrawnOpenSpace extends Pick<PublicOpenSpace, 'id' | 'startAt' | 'revision' | 'updatedAt'> {
  readonly where: string | undefined;
}

/** Undefined if it cannot be in any calendar. */
export function toWithdrawn(
  view: OpenSpaceView,
  { publicSchedule: rule }: Pick<Config, 'publicSchedule'>,
): WithdrawnOpenSpace | undefined {
  const { updatedAt, space } = view;
  const { id, startAt, revision, reminders, decisions } = space;
  if (startAt === undefined) return undefined;
  // With `all`, a session was public until somebody denied it, or until it was not scheduled any more.
  const wasPublic =
    reminders.some(({ state }) => state.status === 'denied') ||
    decisions.some(({ from }) => from['standing'] === 'scheduled');
  const wasThere = wasEverApproved(space) || (rule === 'all' && wasPublic);
  return wasThere ? { id, startAt, revision, updatedAt: updatedAt.getTime(), where: whereOf(space) } : undefined;
}

/** The public facts of an open space. Undefined if it is not public. */
export function toPublic(
  view: OpenSpaceView,
  tweet: TweetDoc | undefined,
  config: Pick<Config, 'publicSchedule' | 'conference'>,
): PublicOpenSpace | undefined {
  const { space } = view;
  const { room } = space;
  const where = whereOf(space);
  const { status } = space.standing;
  if (where === undefined || space.startAt === undefined || !isPublic(space, config.publicSchedule)) return undefined;
  // If the host deletes the tweet, its words and its link go. The announcement itself stays.
  const isThere = space.source !== undefined && space.source.isGone !== true && tweet?.deletedAt === undefined;
  const former = status === 'cancelled' ? undefined : formerOf(space, config.conference.rooms);
  return {
    id: space.id,
    title: publicHeading(space, isThere),
    where,
    ...(room === undefined ? {} : { room }),
    startAt: space.startAt,
    isCancelled: status === 'cancelled',
    ...(former === undefined ? {} : { former }),
    ...(isThere && space.source !== undefined
      ? { tweet: { url: space.source.url, username: space.source.host.username, text: tweet?.text ?? '' } }
      : {}),
    revision: space.revision,
    updatedAt: view.updatedAt.getTime(),
  };
}

/** Its first room and start since it was approved. Undefined if they are the present ones. */
function formerOf(space: OpenSpace, rooms: readonly Room[]): Former | undefined {
  // Changes before the approval do not count: nobody saw them.
  const approved = space.decisions.findIndex(({ from, to }) => isApproved(from) || isApproved(to));
  const isFromStart = isApproved(space.decisions[approved]?.from ?? {});
  const changed = space.decisions.slice(isFromStart ? 0 : approved + 1).map(({ from }) => from);
  const first = changed.map(placeOf).find((place) => place !== undefined);
  const where = first && presentName(first, rooms);
  const startAt = changed.map((from) => from['startAt']).find((at) => typeof at === 'number');
  const former = {
    ...(where === undefined || where === whereOf(space) ? {} : { where }),
    ...(startAt === undefined || startAt === space.startAt ? {} : { startAt }),
  };
  return Object.keys(former).length === 0 ? undefined : former;
}

/** A correction does not count: it is approved when what was approved before has changed. */
const isApproved = (facts: Facts): boolean =>
  Object.entries(facts).some(([fact, value]) => /^reminder:(?!correction)/u.test(fact) && value === 'approved');

function placeOf(facts: Facts): string | undefined {
  const place = facts['room'] ?? facts['place'];
  return typeof place === 'string' ? place : undefined;
}
