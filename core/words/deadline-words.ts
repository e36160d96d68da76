import { deadlineOf } from '../deadline.ts';
import { localDate, localDay, localDayAndTime, localTime, localTimeWithZone } from '../local-time.ts';
import type { OpenSpace } from '../open-space.ts';

/** `16:45 PDT`, with the day where it is another one than today. Epoch milliseconds. */
export function momentOf(at: number, now: number, timeZone: string): string {
  const isToday = localDate(at, timeZone) === localDate(now, timeZone);
  return isToday ? localTimeWithZone(at, timeZone) : localDayAndTime(at, timeZone);
}

/**
 * What somebody has to do, and by when: `Decide by 16:45 PDT.` After the reminder's time it says what a decision still
 * does.
 *
 * @param now epoch milliseconds
 * @param away how far off that is, such as `in 20 minutes`, for a page that is made anew all the time
 */
export function deadlineWords(space: OpenSpace, now: number, away?: string): string {
  const { startAt, standing, timeZone } = space;
  const deadline = deadlineOf(space, now);
  // The conference ends with its last day: that day's name, not the next one's.
  if (startAt === undefined) return `No start yet. Decide by ${localDay(deadline - 1, timeZone)}.`;
  const by = `${momentOf(deadline, now, timeZone)}${away === undefined ? '' : `, ${away}`}`;
  if (startAt <= now) return `Its start has passed. Pick another time by ${by}, or deny it.`;
  if (standing.status === 'conflict') return `Pick another room or time by ${by}, or deny it.`;
  if (deadline < startAt) return `Decide by ${by}.`;
  return `Approve it and it goes out at once. After ${localTime(startAt, timeZone)}, not at all.`;
}
