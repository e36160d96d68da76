import { DateTime } from 'luxon';
import type { Config } from './config.ts';

type DeepReadonly<T> = { readonly [K in keyof T]: DeepReadonly<T[K]> };

export type Conference = DeepReadonly<Config['conference']>;
export type Room = Conference['rooms'][number];

/** The end of the conference's last local day, epoch milliseconds. */
export const conferenceEnd = ({ endDate, timeZone }: Conference): number => endOfDay(endDate, timeZone);

const ends = new Map<string, number>();

/** When a local day ends, epoch milliseconds. Cached, because each decision needs it. @param date `YYYY-MM-DD` */
export function endOfDay(date: string, timeZone: string): number {
  const day = `${date} ${timeZone}`;
  const end = ends.get(day) ?? DateTime.fromISO(date, { zone: timeZone }).plus({ days: 1 }).startOf('day').toMillis();
  ends.set(day, end);
  return end;
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
