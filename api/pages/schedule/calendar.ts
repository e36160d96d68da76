import ICAL from 'ical.js';
import { DateTime } from 'luxon';
import { plainText } from '../../../core/texts.ts';
import type { Programme } from './programme.ts';
import { assumedDuration, type PublicOpenSpace, type WithdrawnOpenSpace } from './public-open-space.ts';
import { clockTime, comesTwice, timeZoneComponent } from './time-zone.ts';

const yearMs = 366 * 86_400_000;

/**
 * The programme as an iCalendar feed (RFC 5545) for subscriptions. Starts carry the conference's zone with its
 * VTIMEZONE, so a calendar shows the same hour as the bot even if its own zone database differs. A change raises
 * SEQUENCE. A cancelled session stays, with its status; so does one that was public and is not any more, because
 * calendars take an event off only in this way. The feed has no METHOD: with one it would be an invitation, and every
 * event would need an ORGANIZER (RFC 5546).
 */
export function toCalendar(
  { conference, openSpaces, withdrawn }: Omit<Programme, 'version'>,
  publicUrl: string,
): string {
  const { timeZone } = conference;
  const calendar = new ICAL.Component('vcalendar');
  // RFC 5545, 3.4: every property of the calendar comes before its first component.
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('prodid', '-//open-spaces-bot//schedule//EN');
  const name = plainText(`${conference.name}: open spaces`);
  addProperty(calendar, 'name', 'text', name);
  addProperty(calendar, 'x-wr-calname', 'text', name);
  addProperty(calendar, 'url', 'uri', `${publicUrl}/`);
  // How long a calendar waits between two requests, if it respects this.
  addProperty(calendar, 'refresh-interval', 'duration', 'PT15M');
  addProperty(calendar, 'x-published-ttl', 'duration', 'PT15M');

  const days = [conference.startDate, conference.endDate].map((day) => Date.parse(`${day}T00:00:00Z`));
  const instants = [...days, ...[...openSpaces, ...withdrawn].map(({ startAt }) => startAt)];
  const earliest = instants.reduce((least, at) => Math.min(least, at));
  const latest = instants.reduce((most, at) => Math.max(most, at));
  calendar.addSubcomponent(timeZoneComponent(timeZone, earliest - yearMs, latest + yearMs));

  for (const one of openSpaces) {
    const event = eventOf(one, conference.id, timeZone);
    event.addPropertyWithValue('status', one.isCancelled ? 'CANCELLED' : 'CONFIRMED');
    event.addPropertyWithValue('summary', plainText(one.title));
    event.addPropertyWithValue('description', describe(one));
    event.addPropertyWithValue('url', `${publicUrl}/open-spaces/${one.id}`);
    calendar.addSubcomponent(event);
  }
  for (const one of withdrawn) {
    const event = eventOf(one, conference.id, timeZone);
    event.addPropertyWithValue('status', 'CANCELLED');
    event.addPropertyWithValue('summary', 'Open space');
    calendar.addSubcomponent(event);
  }
  // The last line has a line break too.
  return `${calendar.toString()}\r\n`;
}

function eventOf(one: WithdrawnOpenSpace, conferenceId: string, timeZone: string): ICAL.Component {
  const event = new ICAL.Component('vevent');
  // The UID contains only what never changes: an open space that moves stays the same event.
  event.addPropertyWithValue('uid', `${one.id}@${conferenceId}.open-spaces`);
  event.addPropertyWithValue('sequence', one.revision);
  event.addPropertyWithValue('dtstamp', utc(one.updatedAt));
  event.addPropertyWithValue('last-modified', utc(one.updatedAt));
  const times = [
    ['dtstart', one.startAt],
    ['dtend', one.startAt + assumedDuration],
  ] as const;
  // RFC 5545, 3.3.5: a local time that comes twice means the first one. UTC has no such times.
  const isRepeated = times.some(([, at]) => comesTwice(at, timeZone));
  for (const [property, at] of times) {
    if (isRepeated) {
      event.addPropertyWithValue(property, utc(at));
      continue;
    }
    const local = clockTime(DateTime.fromMillis(at, { zone: timeZone }));
    event.addPropertyWithValue(property, local).setParameter('tzid', timeZone);
  }
  if (one.where !== undefined) event.addPropertyWithValue('location', plainText(one.where));
  return event;
}

/** Adds a property that the library does not know. It is escaped by the given type. */
function addProperty(component: ICAL.Component, name: string, type: string, value: string): void {
  component.addProperty(new ICAL.Property([name, {}, type, value]));
}

function utc(at: number): ICAL.Time {
  return ICAL.Time.fromJSDate(new Date(at), true);
}

function describe({ tweet }: PublicOpenSpace): string {
  return tweet === undefined
    ? 'An hour is assumed.'
    : plainText(`${tweet.text}\n\n@${tweet.username}: ${tweet.url}\n\nAn hour is assumed.`.trim());
}
