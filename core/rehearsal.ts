import { DateTime } from 'luxon';
import type { Conference } from './conference.ts';
import { planOf, type Plan } from './plan.ts';
import { createReader } from './reading/reader.ts';
import type { ReadableTweet } from './reading/reading.ts';

/** When the first session starts: minutes after the rehearsal begins, so that there is time to approve. */
export const firstStartMinutes = 20;
const minute = 60_000;

/**
 * Reads each post as if it were heard at its own time, with the conference on the days of the posts. Then moves every
 * start by the same time, so that the first one is twenty minutes after `now` (epoch ms): gaps, conflicts and order
 * stay.
 */
export function planRehearsal<Post extends ReadableTweet>(
  posts: readonly Post[],
  conference: Conference,
  now: number,
): { readonly post: Post; readonly plan: Plan }[] {
  if (posts.length === 0) return [];
  const times = posts.map(({ postedAt }) => postedAt);
  const day = (at: number, later: number): string =>
    DateTime.fromMillis(at, { zone: conference.timeZone }).plus({ days: later }).toISODate() ?? conference.startDate;
  const [startDate, endDate] = [day(Math.min(...times), 0), day(Math.max(...times), 2)];
  const read = createReader({ ...conference, startDate, endDate });
  const plans = posts.map((post) => ({ post, plan: planOf(read(post)) }));
  const starts = plans.flatMap(({ plan }) =>
    plan.verdict === 'schedule' && plan.startAt !== undefined ? [plan.startAt] : [],
  );
  const first = Math.ceil(now / minute + firstStartMinutes) * minute;
  const shift = starts.length === 0 ? 0 : first - Math.min(...starts);
  return plans.map(({ post, plan }) => ({
    post,
    plan: plan.startAt === undefined ? plan : { ...plan, startAt: plan.startAt + shift },
  }));
}
