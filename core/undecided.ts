import { postableUntil, type Told } from './correction.ts';
import type { Decision } from './decision.ts';
import { decidableUntil, isOff, type OpenSpace } from './open-space.ts';
import type { Reminder } from './reminder.ts';
import { statusOf } from './status.ts';

/** One that organisers have just been shown on its card needs no second message yet. Milliseconds. */
const freshFor = 3 * 60_000;

/** The statuses of what somebody has to decide on before anything goes out. */
export const undecidedStatuses = ['needs_review', 'conflict', 'needs_action'] as const;

/**
 * Whether somebody has to decide on it: also where it was called off, people were told of it, and nobody has said yet
 * whether they are told that it is off. Lists ask for these with the store's filter `undecided`.
 */
export const isUndecided = (space: OpenSpace): boolean =>
  undecidedStatuses.some((status) => status === statusOf(space)) || undecidedCancellation(space) !== undefined;

/** The post that would tell people that it is off, where nobody has decided on that post. */
export const undecidedCancellation = (space: OpenSpace): Reminder | undefined =>
  isOff(space) ? undecidedOf(space).find(({ corrects }) => corrects === 'cancelled') : undefined;

const undecidedOf = ({ reminders }: OpenSpace): Reminder[] =>
  reminders.filter(({ state }) => state.status === 'needs_action');

/** When undecided reminders should go out, epoch milliseconds. */
const dueTimes = (space: OpenSpace): number[] => undecidedOf(space).map(({ sendAt = Infinity }) => sendAt);

/** When the first undecided reminder should go out, epoch milliseconds; infinite without one. */
export const dueAt = (space: OpenSpace): number => Math.min(...dueTimes(space));

/**
 * Until when a decision still does all it can, epoch milliseconds: the next undecided reminder's time; else the start,
 * or the conference's end where no start is to come. Where it was called off, as long as a post can say so.
 *
 * @param now epoch milliseconds
 */
export const deadlineOf = (space: OpenSpace, now: number): number =>
  isOff(space)
    ? Math.min(decidableUntil(space), postableUntil(space) ?? Infinity)
    : Math.min(decidableUntil(space), ...dueTimes(space).filter((due) => due > now));

/** The most urgent first. */
export const byDeadline = <View extends { readonly space: OpenSpace }>(views: readonly View[], now: number): View[] =>
  views.toSorted((one, other) => deadlineOf(one.space, now) - deadlineOf(other.space, now));

/** What people were told, where nobody knows any more whether it holds: they come all the same. */
export const toldOfReview = ({ standing, told }: OpenSpace): Told | undefined =>
  standing.status === 'needs_review' || standing.status === 'conflict' ? told : undefined;

/**
 * Whether to warn that nobody has decided: from so many minutes before the reminder (0: never) to the start; at once
 * where people were told of it. What was called off has a message of its own (`slack/alerts.ts`).
 */
export function needsWarning(space: OpenSpace, warningMinutes: number, now: number): boolean {
  const told = toldOfReview(space);
  if (warningMinutes === 0 || isOff(space) || !isUndecided(space)) return false;
  const due = told === undefined ? dueAt(space) : 0;
  const from = Math.max(due - warningMinutes * 60_000, space.openedAt + freshFor);
  return now >= from && now < warnedUntil(space);
}

/** When a warning that nobody has decided comes too late, epoch milliseconds; 0 without a start. */
const warnedUntil = (space: OpenSpace): number => Math.max(space.startAt ?? 0, toldOfReview(space)?.startAt ?? 0);

/**
 * The reminders that nobody decided on, once it is too late; undefined before that, and where somebody did decide. Of
 * what was called off that is when its message ends (`deadlineOf`), which may be before people are told to come.
 * Empty where the open space had none that could still go out.
 *
 * @param now epoch milliseconds
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
 * The card role of that message: one for each start, and for each edit by the host that made something undecided. What
 * organisers were warned of before, and decided on, is warned of again then: an edited message notifies nobody.
 */
export function warningRole({ startAt = 0, decisions }: OpenSpace): string {
  const edit = decisions.findLast((one) => one.verb === 'sourceChanged' && makesUndecided(one));
  return `alert:undecided:${startAt}${edit === undefined ? '' : `:${edit.revision}`}`;
}

const makesUndecided = ({ to }: Decision): boolean =>
  Object.entries(to).some(
    ([fact, is]) =>
      (fact === 'standing' || fact.startsWith('reminder:')) && undecidedStatuses.some((status) => status === is),
  );
