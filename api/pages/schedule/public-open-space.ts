import type { Config } from '../../../core/config.ts';
import { whereOf, type OpenSpace } from '../../../core/open-space.ts';
import type { Reminder } from '../../../core/reminder.ts';
import type { TweetDoc } from '../../../store/tweets.ts';
import { titleFromTweet } from './tweet-title.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';

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
  readonly tweet?: { readonly url: string; readonly username: string; readonly text: string };
  readonly revision: number;
  readonly updatedAt: number;
}

/** Nobody says how long an open space is; boards have slots of an hour (see `docs/decisions/0013`). Milliseconds. */
export const assumedDuration = 3_600_000;

/** What the public schedule shows of an open space, if anything. */
export function toPublic(
  view: OpenSpaceView,
  tweet: TweetDoc | undefined,
  config: Pick<Config, 'publicSchedule' | 'keywords'>,
): PublicOpenSpace | undefined {
  const { space } = view;
  const where = whereOf(space);
  const { status } = space.standing;
  if (where === undefined || space.startAt === undefined || (status !== 'scheduled' && status !== 'cancelled')) {
    return undefined;
  }
  if (!isPublic(space, config.publicSchedule)) return undefined;
  // The host took the tweet back: its words and its link go, that something was announced here remains.
  const isThere = space.source !== undefined && tweet?.deletedAt === undefined;
  return {
    id: space.id,
    title: titleOf(space, isThere ? tweet : undefined, config.keywords),
    where,
    ...(space.room === undefined ? {} : { room: space.room }),
    startAt: space.startAt,
    isCancelled: status === 'cancelled',
    ...(isThere && space.source !== undefined
      ? { tweet: { url: space.source.url, username: space.source.host.username, text: tweet?.text ?? '' } }
      : {}),
    revision: space.revision,
    updatedAt: view.updatedAt.getTime(),
  };
}

/** `all` means all that an organiser has not denied: a denied one has given its room back. */
function isPublic({ reminders }: OpenSpace, rule: Config['publicSchedule']): boolean {
  if (reminders.length === 0) return rule === 'all';
  return rule === 'all'
    ? reminders.some((reminder) => reminder.state.status !== 'denied')
    : reminders.some(wasApproved);
}

function wasApproved({ state }: Reminder): boolean {
  switch (state.status) {
    case 'approved':
    case 'sending':
    case 'sent':
    case 'unconfirmed':
    case 'failed':
      return true;
    case 'missed':
      // The words of `closed` in core/next-step.ts; any other reason means that it was approved and could not be posted.
      return state.why !== 'nobody approved it before the start';
    case 'needs_action':
    case 'denied':
    case 'superseded':
      return false;
  }
}

export function titleOf(space: OpenSpace, tweet: TweetDoc | undefined, keywords: readonly string[]): string {
  if (space.title !== undefined) return space.title;
  const title = tweet === undefined ? undefined : titleFromTweet(tweet, keywords);
  if (title !== undefined) return title;
  return space.source === undefined || tweet === undefined
    ? 'Open space'
    : `Open space by @${space.source.host.username}`;
}
