import { DateTime } from 'luxon';
import type { Config } from './config.ts';

type DeepReadonly<T> = { readonly [K in keyof T]: DeepReadonly<T[K]> };

export type Conference = DeepReadonly<Config['conference']>;
export type Room = Conference['rooms'][number];

const ends = new Map<string, number>();

/** The end of the conference's last local day, epoch milliseconds. Cached, because each decision needs it. */
export function conferenceEnd({ endDate, timeZone }: Conference): number {
  const day = `${endDate} ${timeZone}`;
  const end = ends.get(day) ?? DateTime.fromISO(endDate, { zone: timeZone }).endOf('day').toMillis() + 1;
  ends.set(day, end);
  return end;
}

/** A night ends then, and belongs to the day before, for the reader as for organisers. The hour of the day. */
export const nightEndsAt = 6;

/** When the night after a local day ends, epoch milliseconds. @param date `YYYY-MM-DD` */
export const endOfNight = (date: string, timeZone: string): number =>
  DateTime.fromISO(date, { zone: timeZone }).plus({ days: 1 }).set({ hour: nightEndsAt }).toMillis();

/** When the night ends that belongs to the day of an instant; both epoch milliseconds. At 02:00 it is this night. */
export function endOfNightOf(at: number, timeZone: string): number {
  const local = DateTime.fromMillis(at, { zone: timeZone });
  const day = local.hour < nightEndsAt ? local.minus({ days: 1 }) : local;
  return endOfNight(day.toISODate() ?? '', timeZone);
}

/** The conference's local days, `YYYY-MM-DD`, first to last. */
export function conferenceDays({ startDate, endDate }: Conference): string[] {
  const first = DateTime.fromISO(startDate, { zone: 'utc' });
  const { days } = DateTime.fromISO(endDate, { zone: 'utc' }).diff(first, 'days');
  return Array.from({ length: days + 1 }, (_, later) => first.plus({ days: later }).toISODate() ?? '');
}

/** Noon of a local day, epoch milliseconds: after any clock change of that day. @param date `YYYY-MM-DD` */
export const noonOf = (date: string, timeZone: string): number =>
  DateTime.fromISO(`${date}T12:00`, { zone: timeZone }).toMillis();

/** The instants of a local time, epoch milliseconds: none if a clock change skips it, two if it repeats it. */
export function instantsAt(date: string, time: string, timeZone: string): number[] {
  const local = DateTime.fromISO(`${date}T${time}`, { zone: timeZone });
  if (!local.isValid || local.toFormat('HH:mm') !== time.slice(0, 5)) return [];
  return local.getPossibleOffsets().map((possible) => possible.toMillis());
}

/**
 * Where a list begins that shows what starts from a local time on, epoch milliseconds. Of two equal times at a clock
 * change, the one that is not over at `now`; if the clocks skip the time, the beginning of the day.
 */
export function listedFrom(date: string, time: string, timeZone: string, now: number): number {
  const instants = instantsAt(date, time, timeZone);
  const startOfDay = DateTime.fromISO(date, { zone: timeZone }).toMillis();
  return instants.find((at) => at > now - 60_000) ?? instants[0] ?? startOfDay;
}
