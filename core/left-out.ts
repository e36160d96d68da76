import { mapReminders, withNextRevision, type OpenSpace } from './open-space.ts';
import { isWaiting, moveReminder, type Reminder } from './reminder.ts';
import { whyWords } from './words/outcome-words.ts';

/** A reminder whose time has passed by less than this is on time. Milliseconds. */
const onTimeWithinMs = 60_000;
/**
 * If the next reminder goes out within half the time between the two, a late one would tell people almost the same
 * twice. That half counts as five minutes at least, and as ten at most. Milliseconds.
 */
const [shortestSoonMs, longestSoonMs] = [5 * 60_000, 10 * 60_000];

type Reminders = Pick<OpenSpace, 'reminders'>;

/**
 * From when on a late reminder is left out for the next one, if both are approved: epoch milliseconds. Infinity if it
 * never is, because an organiser has asked for it: picked its time, sent it or tried it again.
 *
 * @param most soon means this at most, milliseconds
 */
function leftOutFrom(late: Reminder, next: Reminder, most = longestSoonMs): number {
  const isAskedFor = late.sendAtPicked === true || late.retried !== undefined;
  if (isAskedFor || late.corrects !== undefined || next.corrects !== undefined) return Infinity;
  if (late.sendAt === undefined || next.sendAt === undefined) return Infinity;
  const soonMs = Math.min(Math.max((next.sendAt - late.sendAt) / 2, shortestSoonMs), most);
  return Math.max(late.sendAt + onTimeWithinMs, next.sendAt - soonMs);
}

/** The approved reminder that goes out soon after `now` (epoch ms), for which this late, approved one is left out. */
export function nextInPlaceOf({ reminders }: Reminders, late: Reminder, now: number, most?: number) {
  if (late.state.status !== 'approved') return undefined;
  const isNext = ({ state, sendAt = 0 }: Reminder): boolean => state.status === 'approved' && sendAt > now;
  return reminders.find((next) => isNext(next) && now >= leftOutFrom(late, next, most));
}

/** The same for an undecided one, if it were approved at `now`, and no other one. */
export const nextInPlaceIfApproved = (space: Reminders, late: Reminder, now: number): Reminder | undefined =>
  nextInPlaceOf(space, { ...late, state: { status: 'approved' } }, now);

/** As {@link nextInPlaceOf}, by the rule of earlier versions. */
export const nextInPlaceBefore = (space: Reminders, late: Reminder, now: number): Reminder | undefined =>
  nextInPlaceOf(space, late, now, shortestSoonMs);

/** From when on a late reminder is left out, if all are approved: epoch milliseconds; Infinity if it never is. */
export const leftOutAt = ({ reminders }: Reminders, late: Reminder, now: number): number =>
  Math.min(
    ...reminders.filter((next) => isWaiting(next) && (next.sendAt ?? 0) > now).map((next) => leftOutFrom(late, next)),
  );

/** Leaves out every late reminder in whose place the next one goes out soon. The same object if there is none. */
export function withoutLateBeforeNext(space: OpenSpace, now: number): OpenSpace {
  const left = mapReminders(space, (one) => {
    const next = nextInPlaceOf(space, one, now);
    return next === undefined ? one : moveReminder(one, { status: 'superseded', why: whyWords.nextIsSoon(next.key) });
  });
  return left === space ? space : withNextRevision(left);
}
