import { decidableUntil, type OpenSpace } from './open-space.ts';

/**
 * Until when a decision still does all it can, epoch milliseconds: the next undecided reminder's time; else the start,
 * or the conference's end where no start is to come.
 *
 * @param now epoch milliseconds
 */
export function deadlineOf(space: OpenSpace, now: number): number {
  const due = space.reminders
    .filter(({ state }) => state.status === 'needs_action')
    .flatMap(({ sendAt }) => (sendAt !== undefined && sendAt > now ? [sendAt] : []));
  return Math.min(decidableUntil(space), ...due);
}

/** The most urgent first. */
export const byDeadline = <View extends { readonly space: OpenSpace }>(views: readonly View[], now: number): View[] =>
  views.toSorted((one, other) => deadlineOf(one.space, now) - deadlineOf(other.space, now));
