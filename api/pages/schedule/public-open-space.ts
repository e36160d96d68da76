import type { Config } from '../../../core/config.ts';
import { wasEverApproved, type Decision, type Facts } from '../../../core/decision.ts';
import { whereOf, type OpenSpace } from '../../../core/open-space.ts';
import { isPublic, publicHeading } from '../../../core/public-schedule.ts';
import type { TweetDoc } from '../../../store/tweets.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';

/** What an open space was announced as on the public schedule, where that is not what stands now. */
interface Former {
  readonly where?: string;
  /** Epoch milliseconds. */
  readonly startAt?: number;
}

/** An open space as everybody may see it. */
export interface PublicOpenSpace {
  readonly id: string;
  readonly title: string;
  readonly where: string;
  /** A listed room; the filter knows only these. */
  readonly room?: string;
  /** Epoch milliseconds. */
  readonly startAt: number;
  readonly isCancelled: boolean;
  /** It was moved since it became public. */
  readonly former?: Former;
  readonly tweet?: { readonly url: string; readonly username: string; readonly text: string };
  readonly revision: number;
  readonly updatedAt: number;
}

/** Nobody says how long an open space is; boards have slots of an hour (see `docs/decisions/0013`). Milliseconds. */
export const assumedDuration = 3_600_000;

/**
 * One that was on the public schedule and is not any more, without its words: it may have been denied for them. Only
 * calendars are told, because they keep what they have been given until it is cancelled.
 */
export interface WithdrawnOpenSpace extends Pick<PublicOpenSpace, 'id' | 'startAt' | 'revision' | 'updatedAt'> {
  readonly where: string | undefined;
}

/** Undefined where nobody can have it in a calendar. */
export function toWithdrawn(
  { space, updatedAt }: OpenSpaceView,
  rule: Config['publicSchedule'],
): WithdrawnOpenSpace | undefined {
  const { id, startAt, revision, reminders } = space;
  if (startAt === undefined) return undefined;
  // With `all`, reminders that have been decided on were there to see before.
  const wasThere =
    wasEverApproved(space) || (rule === 'all' && reminders.some(({ state }) => state.status === 'denied'));
  return wasThere ? { id, startAt, revision, updatedAt: updatedAt.getTime(), where: whereOf(space) } : undefined;
}

/** What the public schedule shows of an open space, if anything. */
export function toPublic(
  view: OpenSpaceView,
  tweet: TweetDoc | undefined,
  config: Pick<Config, 'publicSchedule' | 'keywords'>,
): PublicOpenSpace | undefined {
  const { space } = view;
  const where = whereOf(space);
  const { status } = space.standing;
  if (where === undefined || space.startAt === undefined || !isPublic(space, config.publicSchedule)) return undefined;
  // The host took the tweet back: its words and its link go, that something was announced here remains.
  const isThere = space.source !== undefined && space.source.isGone !== true && tweet?.deletedAt === undefined;
  const former = status === 'cancelled' ? undefined : formerOf(space);
  return {
    id: space.id,
    title: publicHeading(space, isThere),
    where,
    ...(space.room === undefined ? {} : { room: space.room }),
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

/** Where and when it first was, among the changes since it was approved; undefined where it is still there and then. */
function formerOf(space: OpenSpace): Former | undefined {
  // Nobody saw what an organiser put right before approving it.
  const approved = space.decisions.findIndex(approves);
  const changed = space.decisions.slice(approved + 1).map(({ from }) => from);
  const where = changed.map(placeOf).find((place) => place !== undefined);
  const startAt = changed.map((from) => from['startAt']).find((at) => typeof at === 'number');
  const former = {
    ...(where === undefined || where === whereOf(space) ? {} : { where }),
    ...(startAt === undefined || startAt === space.startAt ? {} : { startAt }),
  };
  return Object.keys(former).length === 0 ? undefined : former;
}

const approves = ({ to }: Decision): boolean =>
  Object.entries(to).some(([fact, value]) => fact.startsWith('reminder:') && value === 'approved');

function placeOf(facts: Facts): string | undefined {
  const place = facts['room'] ?? facts['place'];
  return typeof place === 'string' ? place : undefined;
}
