import type { Config } from './config.ts';
import { whereOf, type OpenSpace } from './open-space.ts';
import { approvalOf, type Reminder } from './reminder.ts';
import { headingOf } from './words.ts';

/**
 * Whether everybody may see it, on the schedule and where its link is previewed. `all` means all that an organiser has
 * not denied: a denied one has given its room back.
 */
export function isPublic(space: OpenSpace, rule: Config['publicSchedule']): boolean {
  const { standing, startAt, reminders } = space;
  if (standing.status !== 'scheduled' && standing.status !== 'cancelled') return false;
  if (whereOf(space) === undefined || startAt === undefined) return false;
  if (rule === 'approved') return reminders.some(wasApproved);
  return reminders.length === 0 || reminders.some(({ state }) => state.status !== 'denied');
}

/**
 * What everybody reads it is about. The host's name and words go with the post.
 *
 * @param isThere whether its post stands
 */
export const publicHeading = (space: OpenSpace, isThere = space.source?.isGone !== true): string =>
  isThere ? headingOf(space) : (space.title ?? headingOf({}));

/** A missed one that was approved could not be posted: it takes place all the same. */
const wasApproved = ({ state }: Reminder): boolean =>
  approvalOf(state) === 'approved' || (state.status === 'missed' && state.wasApproved === true);
