import { postableUntil, type Told } from './correction.ts';
import { decidableUntil, isOff, type OpenSpace } from './open-space.ts';
import type { Reminder } from './reminder.ts';
import { statusOf } from './status.ts';

/** Within this time after its card was new, an open space needs no second message. Milliseconds. */
const freshFor = 3 * 60_000;

/** The statuses in which somebody must decide before anything goes out. */
export const undecidedStatuses = ['needs_review', 'conflict', 'needs_action'] as const;

/** Also true if it was called off after people were told of it, and nobody has decided whether to tell them that. */
export const isUndecided = (space: OpenSpace): boolean =>
  undecidedStatuses.some((status) => status === statusOf(space)) || undecidedCancellation(space) !== undefined;

/** The undecided post that would tell people that it is off. */
export const undecidedCancellation = (space: OpenSpace): Reminder | undefined =>
  isOff(space) ? undecidedOf(space).find(({ corrects }) => corrects === 'cancelled') : undefined;

const undecidedOf = ({ reminders }: OpenSpace): Reminder[] =>
  reminders.filter(({ state }) => state.status === 'needs_action');

/**
 * The undecided reminders whose time has passed at `now` (epoch milliseconds), the latest one last. If the open space
 * is approved before its start, only the last of them goes out, at once.
 */
export function lateOf(space: OpenSpace, now: number): Reminder[] {
  if (now >= (space.startAt ?? 0)) return [];
  const late = undecidedOf(space).filter(({ sendAt = Infinity }) => sendAt <= now);
  return late.toSorted((one, other) => (one.sendAt ?? 0) - (other.sendAt ?? 0));
}

export function withoutLate(space: OpenSpace, now: number): readonly Reminder[] {
  const late = lateOf(space, now);
  return space.reminders.filter((one) => !late.includes(one));
}

const dueTimes = (space: OpenSpace): number[] => undecidedOf(space).map(({ sendAt = Infinity }) => sendAt);

/** When the first undecided reminder should go out, epoch milliseconds; Infinity without one. */
export const dueAt = (space: OpenSpace): number => Math.min(...dueTimes(space));

/**
 * Until when a decision has its full effect, epoch milliseconds as `now`: the time of the next undecided reminder;
 * otherwise the start, or the conference's end without a future start. If it was called off: while a post can say it.
 */
export const deadlineOf = (space: OpenSpace, now: number): number =>
  isOff(space)
    ? Math.min(decidableUntil(space), postableUntil(space) ?? Infinity)
    : Math.min(decidableUntil(space), ...dueTimes(space).filter((due) => due > now));

export const byDeadline = <View extends { readonly space: OpenSpace }>(views: readonly View[], now: number): View[] =>
  views.toSorted((one, other) => deadlineOf(one.space, now) - deadlineOf(other.space, now));

/** What people were told, if the session is back in review or in conflict: people may come, although it is unclear. */
export const toldOfReview = ({ standing, told }: OpenSpace): Told | undefined =>
  standing.status === 'needs_review' || standing.status === 'conflict' ? told : undefined;

/**
 * Whether to warn that nobody has decided: from `warningMinutes` before the reminder (0: never) to the start; at once
 * if people were told of the session. A session that was called off has another message (`slack/alerts.ts`).
 */
export function needsWarning(space: OpenSpace, warningMinutes: number, now: number): boolean {
  const told = toldOfReview(space);
  if (warningMinutes === 0 || isOff(space) || !isUndecided(space)) return false;
  const due = told === undefined ? dueAt(space) : 0;
  const from = Math.max(due - warningMinutes * 60_000, space.openedAt + freshFor);
  return now >= from && now < warnedUntil(space);
}

/** After this time a warning is too late, epoch milliseconds; 0 without a start. */
const warnedUntil = (space: OpenSpace): number => Math.max(space.startAt ?? 0, toldOfReview(space)?.startAt ?? 0);

/**
 * The reminders on which nobody decided in time; undefined while there is time at `now` (epoch milliseconds), or if
 * somebody has decided. If the session was called off, the time ends with its message (`deadlineOf`), which may be
 * before the start that people were told. Empty if no reminder could still go out.
 */
export function leftUndecided(space: OpenSpace, now: number): Reminder[] | undefined {
  const isOver = space.standing.status === 'over';
  const end = isOff(space) ? deadlineOf(space, now) : warnedUntil(space);
  if (!isOver && (end === 0 || now < end)) return undefined;
  const left = space.reminders.filter(
    ({ state }) => state.status === 'needs_action' || (state.status === 'missed' && state.wasApproved !== true),
  );
  return left.length > 0 || isOver || isUndecided(space) ? left : undefined;
}

/**
 * The card role of the warning: one for each start, and for each edit by the host that made something undecided. So
 * organisers get a new message then, because an edited message notifies nobody.
 */
export function warningRole({ startAt = 0, decisions }: OpenSpace): string {
  const makesUndecided = ([fact, is]: [string, unknown]): boolean =>
    (fact === 'standing' || fact.startsWith('reminder:')) && undecidedStatuses.some((status) => status === is);
  const edit = decisions.findLast((one) => one.verb === 'sourceChanged' && Object.entries(one.to).some(makesUndecided));
  return `alert:undecided:${startAt}${edit === undefined ? '' : `:${edit.revision}`}`;
}
