import type { Config } from './config.ts';
import { whereOf, type OpenSpace } from './open-space.ts';
import type { Reminder } from './reminder.ts';
import { headingOf } from './words.ts';

/**
 * Whether everybody may see it, on the schedule and where its link is previewed. `all` means all that an organiser has
 * not denied: a denied one has given its room back.
 */
export function isPublic(space: OpenSpace, rule: Config['publicSchedule']): boolean {
  const { standing, startAt, reminders } = space;
  if (standing.status !== 'scheduled' && standing.status !== 'cancelled') return false;
  if (whereOf(space) === undefined || startAt === undefined) return false;
  if (reminders.length === 0) return rule === 'all';
  return rule === 'all'
    ? reminders.some((reminder) => reminder.state.status !== 'denied')
    : reminders.some(wasApproved);
}

/**
 * What everybody reads it is about. The host's name and words go with the post.
 *
 * @param isThere whether its post stands
 */
export const publicHeading = (space: OpenSpace, isThere = space.source?.isGone !== true): string =>
  isThere ? headingOf(space) : (space.title ?? headingOf({}));

function wasApproved({ state }: Reminder): boolean {
  switch (state.status) {
    case 'approved':
    case 'sending':
    case 'sent':
    case 'unconfirmed':
    case 'failed':
      return true;
    case 'missed':
      // Approved, and could not be posted.
      return state.wasApproved === true;
    case 'needs_action':
    case 'denied':
    case 'superseded':
      return false;
  }
}
