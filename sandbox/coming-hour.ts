import { localDate, localTime } from '../core/local-time.ts';

/**
 * A coming hour as a host writes it, in the machine's zone, as in the sample conference: `17:00`, or `00:10 tomorrow`
 * if it is after midnight.
 *
 * @param at epoch milliseconds, less than a day from `now`
 */
export function comingHour(at: number, now: number): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const isToday = localDate(at, timeZone) === localDate(now, timeZone);
  return `${localTime(at, timeZone)}${isToday ? '' : ' tomorrow'}`;
}
