import ICAL from 'ical.js';
import { DateTime } from 'luxon';
import { tzlib_get_ical_block } from 'timezones-ical-library';
import type { Conference } from '../core/conference.ts';
import { clockTime } from './pages/schedule/time-zone.ts';

/**
 * A sentence for organisers if a second copy of the zone rules differs from the runtime's on the conference's days.
 * Governments change their clocks at short notice, and one of the two copies may not know yet. The bot always uses the
 * runtime's. Undefined if both agree, or if the second copy does not know the zone.
 */
export function zoneDifference(conference: Pick<Conference, 'timeZone' | 'startDate' | 'endDate'>): string | undefined {
  const { timeZone, startDate, endDate } = conference;
  const [block = ''] = tzlib_get_ical_block(timeZone);
  if (block === '') return undefined;
  const component = ICAL.Component.fromString(block);
  const other = new ICAL.Timezone({ component, tzid: timeZone });
  const last = DateTime.fromISO(endDate, { zone: timeZone }).endOf('day');
  for (let at = DateTime.fromISO(startDate, { zone: timeZone }); at <= last; at = at.plus({ hours: 6 })) {
    const minutes = other.utcOffset(clockTime(at)) / 60;
    if (minutes === at.offset) continue;
    return (
      `Two copies of the rules of ${timeZone} differ on ${at.toISODate()}: ` +
      `the bot counts with UTC${hours(at.offset)}, another copy says UTC${hours(minutes)}. ` +
      "Compare a card's time with a clock there; a newer Node knows newer rules."
    );
  }
  return undefined;
}

/** `+5:30`, `-7` */
function hours(minutes: number): string {
  const size = Math.abs(minutes);
  const rest = size % 60 === 0 ? '' : `:${String(size % 60).padStart(2, '0')}`;
  return `${minutes < 0 ? '-' : '+'}${Math.floor(size / 60)}${rest}`;
}
