import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { DateTime } from 'luxon';
import { tzlib_get_ical_block } from 'timezones-ical-library';
import type { Programme } from './programme.ts';
import { assumedDuration, type PublicOpenSpace, type WithdrawnOpenSpace } from './public-open-space.ts';

/**
 * The programme as an iCalendar feed (RFC 5545) to subscribe to. Starts carry the conference's zone with its VTIMEZONE, so
 * that a calendar shows the right hour also where its own zone database is old. A change raises SEQUENCE, a cancelled one
 * stays with its status, and so does one that was public and is not any more: that is how calendars take it off.
 */
export function toCalendar(
  { conference, openSpaces, withdrawn }: Omit<Programme, 'version'>,
  publicUrl: string,
): string {
  const [block = '', name = ''] = tzlib_get_ical_block(conference.timeZone);
  // The block's own name: `US/Pacific` is described as `America/Los_Angeles`, and both places must agree.
  const zone = name.replace(/^TZID=/u, '') || 'UTC';
  const calendar = ical({
    name: `${conference.name}: open spaces`,
    prodId: { company: 'open-spaces-bot', product: 'schedule', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    // No zone of its own: with one, the library writes DTSTAMP and LAST-MODIFIED in it, where RFC 5545 wants UTC.
    timezone: { name: null, generator: () => block },
    // Seconds; what calendars that honour it wait between two looks.
    ttl: 900,
    url: `${publicUrl}/`,
  });
  const standing = (one: WithdrawnOpenSpace) => ({
    // The id and nothing that can change: an open space that moves stays the same event.
    id: `${one.id}@${conference.id}.open-spaces`,
    start: DateTime.fromMillis(one.startAt, { zone }),
    end: DateTime.fromMillis(one.startAt + assumedDuration, { zone }),
    timezone: zone,
    stamp: DateTime.fromMillis(one.updatedAt, { zone: 'utc' }),
    lastModified: DateTime.fromMillis(one.updatedAt, { zone: 'utc' }),
    sequence: one.revision,
    location: one.where ?? null,
  });
  for (const one of openSpaces) {
    calendar.createEvent({
      ...standing(one),
      status: one.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      summary: one.title,
      description: describe(one),
      url: `${publicUrl}/open-spaces/${one.id}`,
    });
  }
  for (const one of withdrawn) {
    calendar.createEvent({ ...standing(one), status: ICalEventStatus.CANCELLED, summary: 'Open space' });
  }
  return calendar.toString();
}

function describe({ tweet }: PublicOpenSpace): string {
  return tweet === undefined
    ? 'An hour is assumed.'
    : `${tweet.text}\n\n@${tweet.username}: ${tweet.url}\n\nAn hour is assumed.`.trim();
}
