import type { OpenSpace } from './open-space.ts';
import { statusOf } from './status.ts';

/** One that organisers have just been shown on its card needs no second message yet. Milliseconds. */
const freshFor = 3 * 60_000;

/** What somebody has to decide on before anything goes out. */
export const undecidedStatuses = ['needs_review', 'conflict', 'needs_action'] as const;

export const isUndecided = (space: OpenSpace): boolean =>
  undecidedStatuses.some((status) => status === statusOf(space));

/** When the first undecided reminder should go out, epoch milliseconds; undefined without one. */
export function dueAt(space: OpenSpace): number | undefined {
  const times = space.reminders.flatMap(({ state, sendAt }) =>
    state.status === 'needs_action' && sendAt !== undefined ? [sendAt] : [],
  );
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Whether to warn that nobody has decided: from so many minutes before the reminder (0: never) to the start. */
export function needsWarning(space: OpenSpace, warningMinutes: number, now: number): boolean {
  const due = dueAt(space);
  if (warningMinutes === 0 || !isUndecided(space) || due === undefined || space.startAt === undefined) return false;
  const from = Math.max(due - warningMinutes * 60_000, space.openedAt + freshFor);
  return now >= from && now < space.startAt;
}

/** The card role of that message: one for each start, so that a session that was moved is warned of again. */
export const warningRole = ({ startAt = 0 }: OpenSpace): string => `alert:undecided:${startAt}`;
