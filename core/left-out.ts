import { mapReminders, withNextRevision, type OpenSpace } from './open-space.ts';
import { moveReminder, type Reminder } from './reminder.ts';
import { whyWords } from './words/outcome-words.ts';

/** A reminder whose time has passed by less than this is on time. Milliseconds. */
const onTimeWithinMs = 60_000;
/** If the next reminder goes out within this time, a late one would say almost the same twice. Milliseconds. */
const soonMs = 5 * 60_000;

/** When a late reminder is left out for the next one: from this time on, epoch milliseconds. */
export const leftOutFrom = (lateSendAt: number, nextSendAt: number): number =>
  Math.max(lateSendAt + onTimeWithinMs, nextSendAt - soonMs);

/**
 * The approved reminder that goes out soon after `now` (epoch milliseconds), for which a late one is left out.
 * Undefined if there is none, or if an organiser has asked for the late one itself: picked its time, sent it or
 * tried it again.
 */
export function nextInPlaceOf({ reminders }: OpenSpace, late: Reminder, now: number): Reminder | undefined {
  const { sendAt, state, corrects, sendAtPicked, retried } = late;
  if (sendAt === undefined || state.status !== 'approved' || corrects !== undefined) return undefined;
  if (sendAtPicked === true || retried !== undefined) return undefined;
  return reminders.find(
    (next) =>
      next.state.status === 'approved' &&
      next.corrects === undefined &&
      next.sendAt !== undefined &&
      next.sendAt > now &&
      now >= leftOutFrom(sendAt, next.sendAt),
  );
}

/** Leaves out every late reminder in whose place the next one goes out soon. The same object if there is none. */
export function withoutLateBeforeNext(space: OpenSpace, now: number): OpenSpace {
  const left = mapReminders(space, (one) => {
    const next = nextInPlaceOf(space, one, now);
    return next === undefined ? one : moveReminder(one, { status: 'superseded', why: whyWords.nextIsSoon(next.key) });
  });
  return left === space ? space : withNextRevision(left);
}
