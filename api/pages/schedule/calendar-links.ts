import { DateTime } from 'luxon';
import { words } from '../words.ts';
import { assumedDuration, type PublicOpenSpace } from './public-open-space.ts';
import { comesTwice } from './time-zone.ts';

export interface Link {
  readonly name: string;
  readonly href: string;
}

const withQuery = (address: string, query: Readonly<Record<string, string>>): string =>
  `${address}?${new URLSearchParams(query).toString()}`;

/** Links to subscribe to the whole calendar. Google needs the feed's address with `webcal:`, Outlook with `https:`. */
export function subscribeLinks(publicUrl: string, conferenceName: string): Link[] {
  const feed = `${publicUrl}/schedule.ics`;
  const webcal = feed.replace(/^https?:/u, 'webcal:');
  const name = words.calendar.title(conferenceName);
  return [
    { name: words.calendar.subscribe, href: webcal },
    { name: words.calendar.google, href: withQuery('https://calendar.google.com/calendar/r', { cid: webcal }) },
    {
      name: words.calendar.outlook,
      href: withQuery('https://outlook.live.com/calendar/0/addfromweb', { url: feed, name }),
    },
  ];
}

/** Links to add one open space to a calendar. */
export function eventLinks(one: PublicOpenSpace, timeZone: string, publicUrl: string): Link[] {
  const address = `${publicUrl}/open-spaces/${one.id}`;
  const [start, end] = [one.startAt, one.startAt + assumedDuration];
  // A local time that comes twice would mean the first one.
  const isRepeated = comesTwice(start, timeZone) || comesTwice(end, timeZone);
  const [zone, format] = isRepeated ? ['utc', "yyyyMMdd'T'HHmmss'Z'"] : [timeZone, "yyyyMMdd'T'HHmmss"];
  const stamp = (at: number): string => DateTime.fromMillis(at, { zone }).toFormat(format);
  const iso = (at: number): string => new Date(at).toISOString();
  return [
    { name: words.calendar.file, href: `/open-spaces/${one.id}.ics` },
    {
      name: words.calendar.google,
      href: withQuery('https://calendar.google.com/calendar/render', {
        action: 'TEMPLATE',
        text: one.title,
        dates: `${stamp(start)}/${stamp(end)}`,
        ctz: timeZone,
        location: one.where,
        details: address,
      }),
    },
    {
      name: words.calendar.outlook,
      href: withQuery('https://outlook.live.com/calendar/0/deeplink/compose', {
        path: '/calendar/action/compose',
        rru: 'addevent',
        subject: one.title,
        startdt: iso(start),
        enddt: iso(end),
        location: one.where,
        body: address,
      }),
    },
  ];
}
