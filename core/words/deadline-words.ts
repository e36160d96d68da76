import { leftOutAt } from '../left-out.ts';
import { deadlineOf, lateOf } from '../undecided.ts';
import { localDate, localDay, localDayAndTime, localTime, localTimeWithZone } from '../local-time.ts';
import { isOff, whereOf, type OpenSpace } from '../open-space.ts';
import { reminderName } from './name-words.ts';

/** `16:45 PDT`, with the day if it is not today. Epoch milliseconds. */
export function momentOf(at: number, now: number, timeZone: string): string {
  const isToday = localDate(at, timeZone) === localDate(now, timeZone);
  return isToday ? localTimeWithZone(at, timeZone) : localDayAndTime(at, timeZone);
}

/** By when somebody should decide: `16:45 PDT`, or `Sun 21 May` if the conference's end is the limit. */
export function deadlineMoment(space: OpenSpace, now: number): string {
  const deadline = deadlineOf(space, now);
  // The conference ends with its last day: that day's name, not the next one's.
  return deadline === space.conferenceEndsAt
    ? localDay(deadline - 1, space.timeZone)
    : momentOf(deadline, now, space.timeZone);
}

/**
 * What somebody has to do, and by when: `Decide by 16:45 PDT.`, `Pick a room by 16:45 PDT, or deny it.` After the
 * reminder's time it says what a decision still does.
 *
 * @param now epoch milliseconds
 * @param away how long that is from now, such as `in 20 minutes`; only for a page that is rendered again all the time
 */
export function deadlineWords(space: OpenSpace, now: number, away?: string): string {
  const { startAt, standing, timeZone } = space;
  const deadline = deadlineOf(space, now);
  const isAway = away !== undefined && deadline !== space.conferenceEndsAt;
  const by = `${deadlineMoment(space, now)}${isAway ? ` (${away})` : ''}`;
  if (isOff(space)) return `Decide by ${by} whether to tell people that it is off.`;
  const pick = (what: string): string => `Pick ${what} by ${by}, or deny it.`;
  const isSomewhere = whereOf(space) !== undefined;
  if (startAt === undefined) return pick(isSomewhere ? 'a start' : 'a room and a start');
  if (startAt <= now) return `Its start has passed. ${pick(isSomewhere ? 'another time' : 'a room and another time')}`;
  const late = lateOf(space, now).at(-1);
  if (!isSomewhere || standing.status === 'conflict') {
    const due = late?.sendAt === undefined ? undefined : momentOf(late.sendAt, now, timeZone);
    const passed = due === undefined ? '' : `The time of its reminder (${due}) has passed. `;
    return `${passed}${pick(isSomewhere ? 'another room or time' : 'a room')}`;
  }
  const decide = `Decide by ${by}.`;
  const isLate = late !== undefined && standing.status === 'scheduled';
  if (deadline < startAt && !isLate) return decide;
  // The card is not drawn again when that time comes.
  const until = late === undefined ? Infinity : Math.min(leftOutAt(space, late, now), deadline);
  if (until >= startAt) return `Approve it and it goes out at once. After ${localTime(startAt, timeZone)}, not at all.`;
  const which = reminderName(late?.key ?? '');
  return now < until
    ? `${decide} If approved before ${momentOf(until, now, timeZone)}, ${which} goes out at once.`
    : `${decide} The time of ${which} has passed: only the next one goes out.`;
}
