import type { Config } from './config.ts';
import { areDenied, whereOf, type OpenSpace } from './open-space.ts';
import { approvalOf, type Reminder } from './reminder.ts';
import { headingOf } from './words.ts';

/** Whether the public may see it. `all` means every scheduled open space that no organiser has denied. */
export function isPublic(space: OpenSpace, rule: Config['publicSchedule']): boolean {
  const { standing, startAt, reminders } = space;
  if (standing.status !== 'scheduled' && standing.status !== 'cancelled') return false;
  if (whereOf(space) === undefined || startAt === undefined) return false;
  return !areDenied(space) && (rule === 'all' || reminders.some(wasApproved));
}

/** Its public heading. If its post does not exist any more, it has neither the host's name nor the post's words. */
export const publicHeading = (space: OpenSpace, isThere = space.source?.isGone !== true): string =>
  isThere ? headingOf(space) : (space.title ?? headingOf({}));

/** Whether it was approved. An approved reminder may be missed, and the session still takes place. */
const wasApproved = ({ state }: Reminder): boolean =>
  approvalOf(state) === 'approved' || (state.status === 'missed' && state.wasApproved === true);
