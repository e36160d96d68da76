import { localDay, localDayAndTime, localDate, localTimeWithZone } from '../../../core/local-time.ts';
import type { OpenSpace } from '../../../core/open-space.ts';
import { isUndecidedOrWaiting } from '../../../core/reminder.ts';
import { words } from '../words.ts';
import { counted } from '../../../core/words.ts';

/**
 * Until when a decision still does all it can, epoch milliseconds: the next reminder's time, else the start, else the
 * conference's end.
 */
export function deadlineOf(space: OpenSpace, now: number): number {
  const times = space.reminders.filter(isUndecidedOrWaiting).flatMap(({ sendAt }) => sendAt ?? []);
  const coming = times.filter((at) => at > now);
  if (coming.length > 0) return Math.min(...coming);
  return space.startAt !== undefined && space.startAt > now ? space.startAt : space.conferenceEndsAt;
}

/** `Decide by 16:45 PDT, in 20 minutes`; and after the reminder's time, what approving still does. */
export function deadlineWords(space: OpenSpace, now: number): string {
  const { startAt, timeZone } = space;
  const deadline = deadlineOf(space, now);
  const sameDay = localDate(deadline, timeZone) === localDate(now, timeZone);
  const at = sameDay ? localTimeWithZone(deadline, timeZone) : localDayAndTime(deadline, timeZone);
  if (startAt !== undefined && deadline === startAt) return words.deadline.late(at);
  if (startAt === undefined) return words.deadline.noStart(localDay(deadline, timeZone));
  return startAt <= now ? words.deadline.past(at) : words.deadline.by(at, inWords(deadline - now));
}

/** `in 20 minutes`, `in 3 hours`, `in 2 days`. @param ms ahead, milliseconds */
export function inWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return words.deadline.now;
  if (minutes < 120) return `in ${counted(minutes, 'minute')}`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `in ${hours} hours` : `in ${Math.round(hours / 24)} days`;
}
