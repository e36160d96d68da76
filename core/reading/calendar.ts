import type { Conference } from '../conference.ts';
import { anyOf, wordList } from './words.ts';
import { openZone, type Zone } from './zone-offsets.ts';
import { zonesAbroad } from './zone-places.ts';

/** A day as the number of days since 1970-01-01, without a zone. */
export type DayNumber = number;

/** The time of the post, with its day and minute of the day in the conference's zone. */
export interface Posting {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly day: DayNumber;
  readonly minute: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export function dayNumber(year: number, month: number, day: number): DayNumber | undefined {
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.getTime() / DAY_MS : undefined;
}

/** 0 for Sunday to 6 for Saturday. */
export const weekdayOf = (day: DayNumber): number => (((day + 4) % 7) + 7) % 7;

export const dayOfMonth = (day: DayNumber): number => new Date(day * DAY_MS).getUTCDate();

export const yearOf = (day: DayNumber): number => new Date(day * DAY_MS).getUTCFullYear();

/** The zone's day and minute of the day at an instant. */
export function wallClock(zone: Zone, at: number): { day: DayNumber; minute: number } {
  const minutes = Math.floor(at / MINUTE_MS) + zone.offset(at);
  const day = Math.floor(minutes / 1440);
  return { day, minute: minutes - day * 1440 };
}

/**
 * The instants at which the zone's clocks show this minute of this day. Usually one. Two if the clocks go back over it.
 * If they jump over it, also two: the missing hour by the clock before the jump, and by the clock after it.
 */
export function instantsOf(zone: Zone, day: DayNumber, minute: number): number[] {
  const wall = (day * 1440 + minute) * MINUTE_MS;
  const [earlier, later] = [zone.offset(wall - DAY_MS), zone.offset(wall + DAY_MS)];
  if (earlier === later) return [wall - earlier * MINUTE_MS];
  const candidates = [wall - earlier * MINUTE_MS, wall - later * MINUTE_MS];
  const shown = candidates.filter((at) => at + zone.offset(at) * MINUTE_MS === wall);
  return (shown.length > 0 ? shown : candidates).toSorted((one, other) => one - other);
}

/** American zones of places that write the day first. */
const DAY_FIRST_AMERICA = new RegExp(
  anyOf(
    wordList(`
      Sao_Paulo
      Argentina
      Buenos
      Bogota
      Lima
      Santiago
      Mexico
      Caracas
      Montevideo
      Asuncion
      La_Paz
      Guayaquil
      Costa_Rica
      Panama
      Bahia
      Fortaleza
      Recife
    `),
  ),
  'u',
);
const MONTH_FIRST_ASIA = /^Asia\/(?:Tokyo|Seoul|Shanghai|Taipei|Hong_Kong|Manila)$/u;

/** What the reader knows about days at a conference. */
export interface Calendar {
  readonly zone: Zone;
  readonly first: DayNumber;
  readonly last: DayNumber;
  readonly year: number;
  /** The zones of words such as `ET` or "London"; words for our own zone are left out. */
  readonly abroad: ReadonlyMap<string, Zone>;
  readonly monthFirst: boolean;
  /** Whether "half three" may mean 2:30, because people there say it so in their own language. */
  readonly halfIsBefore: boolean;
}

/** Countries where German, Dutch, a Nordic, a Slavic or a Baltic language or Hungarian is spoken. */
const HALF_IS_BEFORE = new Set(
  wordList(`
    Europe/Amsterdam
    Europe/Belgrade
    Europe/Berlin
    Europe/Bratislava
    Europe/Brussels
    Europe/Budapest
    Europe/Copenhagen
    Europe/Helsinki
    Europe/Kiev
    Europe/Kyiv
    Europe/Ljubljana
    Europe/Luxembourg
    Europe/Minsk
    Europe/Moscow
    Europe/Oslo
    Europe/Prague
    Europe/Riga
    Europe/Sarajevo
    Europe/Skopje
    Europe/Sofia
    Europe/Stockholm
    Europe/Tallinn
    Europe/Vaduz
    Europe/Vienna
    Europe/Vilnius
    Europe/Warsaw
    Europe/Zagreb
    Europe/Zurich
  `),
);

/** @throws RangeError if the zone or a date of the conference does not exist. */
export function createCalendar(conference: Conference): Calendar {
  const dayOf = (text: string): DayNumber => {
    const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
    const number = dayNumber(year, month, day);
    if (number === undefined) throw new RangeError(`“${text}” is no date like 2017-05-19`);
    return number;
  };
  const [first, last] = [dayOf(conference.startDate), dayOf(conference.endDate)];
  const zone = openZone(conference.timeZone, (first - 30) * DAY_MS, (last + 30) * DAY_MS);
  const american = conference.timeZone.startsWith('America/') && !DAY_FIRST_AMERICA.test(conference.timeZone);
  return {
    zone,
    first,
    last,
    year: Number(conference.startDate.slice(0, 4)),
    halfIsBefore: HALF_IS_BEFORE.has(conference.timeZone),
    abroad: zonesAbroad(zone, Number(conference.startDate.slice(0, 4))),
    monthFirst: american || MONTH_FIRST_ASIA.test(conference.timeZone),
  };
}

export const isDuring = (calendar: Calendar, day: DayNumber): boolean => day >= calendar.first && day <= calendar.last;

/** The date with this month and day that is nearest to the conference. */
export function dateNear(calendar: Calendar, month: number, day: number): DayNumber | undefined {
  const candidates = [calendar.year - 1, calendar.year, calendar.year + 1]
    .map((year) => dayNumber(year, month, day))
    .filter((date) => date !== undefined);
  return candidates.toSorted((one, other) => Math.abs(one - calendar.first) - Math.abs(other - calendar.first))[0];
}

/** Whether a day is at most so many days before or after the conference. */
export const isNear = (calendar: Calendar, day: DayNumber, days: number): boolean =>
  day >= calendar.first - days && day <= calendar.last + days;

/** The conference's day with that day of the month. */
export function dayInConference(calendar: Calendar, wanted: number): DayNumber | undefined {
  for (let day = calendar.first; day <= Math.min(calendar.last, calendar.first + 40); day++) {
    if (dayOfMonth(day) === wanted) return day;
  }
  return undefined;
}
