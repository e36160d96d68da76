import { z } from 'zod';
import { localDate } from '../../../core/local-time.ts';
import { whereOf } from '../../../core/open-space.ts';
import { deadlineOf, undecidedStatuses } from '../../../core/undecided.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';

export const deadlines = ['hour', 'today', 'later'] as const;

export const queueQuerySchema = z.object({
  room: z.string().max(80).optional(),
  kind: z.union([z.literal(''), z.enum(undecidedStatuses)]).optional(),
  deadline: z.union([z.literal(''), z.enum(deadlines)]).optional(),
});

export type QueueQuery = z.output<typeof queueQuerySchema>;

/** What of the queue an organiser asked for. @param now epoch milliseconds */
export function filteredQueue(
  views: readonly OpenSpaceView[],
  { room, kind, deadline }: QueueQuery,
  now: number,
): OpenSpaceView[] {
  return views.filter(
    (view) =>
      (!room || whereOf(view.space) === room) &&
      (!kind || view.status === kind) &&
      (!deadline || spanOf(view, now) === deadline),
  );
}

function spanOf({ space }: OpenSpaceView, now: number): (typeof deadlines)[number] {
  const deadline = deadlineOf(space, now);
  if (deadline <= now + 3_600_000) return 'hour';
  return localDate(deadline, space.timeZone) === localDate(now, space.timeZone) ? 'today' : 'later';
}
