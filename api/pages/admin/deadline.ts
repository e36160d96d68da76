import { localDay, localDayAndTime, localDate, localTimeWithZone } from '../../../core/local-time.ts';
import type { OpenSpace } from '../../../core/open-space.ts';
import { isUndecidedOrWaiting } from '../../../core/reminder.ts';

/** Until when a decision still does all it can: the next reminder's time, else the start, else the conference's end. Epoch milliseconds. */
export function deadlineOf(space: OpenSpace, now: number): number {
  const times = space.reminders.filter(isUndecidedOrWaiting).flatMap(({ sendAt }) => sendAt ?? []);
  const coming = times.filter((at) => at > now);
  if (coming.length > 0) return Math.min(...coming);
  return space.startAt !== undefined && space.startAt > now ? space.startAt : space.conferenceEndsAt;
}

/** `by 16:45 PDT, in 20 minutes`; and after the reminder's time, what approving still does. */
export function deadlineWords(space: OpenSpace, now: number): string {
  const { startAt, timeZone } = space;
  const deadline = deadlineOf(space, now);
  const sameDay = localDate(deadline, timeZone) === localDate(now, timeZone);
  const at = sameDay ? localTimeWithZone(deadline, timeZone) : localDayAndTime(deadline, timeZone);
  if (startAt !== undefined && deadline === startAt)
    return `late: approved now, the reminder goes out at once; starts at ${at}`;
  if (startAt === undefined) return `no start yet; can be decided until ${localDay(deadline, timeZone)}`;
  return startAt <= now
    ? `its start has passed; can be decided until ${at}`
    : `decide by ${at}, ${inWords(deadline - now)}`;
}

/** `in 20 minutes`, `in 3 hours`, `in 2 days`. @param ms ahead, milliseconds */
export function inWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'at once';
  if (minutes < 120) return `in ${minutes} minute${minutes === 1 ? '' : 's'}`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `in ${hours} hours` : `in ${Math.round(hours / 24)} days`;
}
