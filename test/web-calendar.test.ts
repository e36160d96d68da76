import assert from 'node:assert/strict';
import ICAL from 'ical.js';
import { renderDocument } from '../api/pages/document.tsx';
import { eventLinks } from '../api/pages/schedule/calendar-links.ts';
import { toCalendar } from '../api/pages/schedule/calendar.ts';
import type { PublicOpenSpace } from '../api/pages/schedule/public-open-space.ts';
import { toJson } from '../api/pages/schedule/schedule-json.ts';
import { zoneDifference } from '../api/zone-rules.ts';
import { localDate, localTime } from '../core/local-time.ts';
import { plainText } from '../core/texts.ts';

describe('Calendar', () => {
  const conference = {
    id: 'c',
    name: 'Conf; with, signs',
    timeZone: 'US/Pacific',
    startDate: '2026-10-31',
    endDate: '2026-11-02',
    rooms: [],
  };
  const one = (id: string, startAt: string): PublicOpenSpace => ({
    id,
    title: 'Tea; and, "biscuits"\\',
    where: 'Room, 1',
    startAt: Date.parse(startAt),
    isCancelled: false,
    tweet: { url: 'https://x.com/a/status/1', username: 'a', text: 'line one\nline two 🫖' },
    revision: 3,
    updatedAt: Date.parse('2026-10-01T00:00:00Z'),
  });

  it('gives a foreign parser the right instants on both sides of a change of the clocks', () => {
    const starts = [
      '2026-10-31T17:00:00-07:00',
      '2026-11-01T03:30:00-08:00',
      '2026-11-01T17:00:00-08:00',
      '2026-03-08T09:00:00-07:00',
    ];
    const text = toCalendar(
      { conference, openSpaces: starts.map((start, index) => one(String(index), start)), withdrawn: [] },
      'https://example.org',
    );
    assert(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75));
    const calendar = ICAL.Component.fromString(text);
    const zone = calendar.getFirstSubcomponent('vtimezone');
    assert(zone !== null);
    ICAL.TimezoneService.register(zone);
    const events = calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
    assert.deepEqual(
      events.map((event) => event.startDate.toJSDate().toISOString()),
      starts.map((start) => new Date(start).toISOString()),
    );
    assert(events.every((event) => event.duration.toSeconds() === 3600));
    assert(events.every((event) => event.startDate.zone.tzid === zone.getFirstPropertyValue('tzid')));
  });

  it('gives both hours that come twice when the clocks go back', () => {
    const starts = ['2026-11-01T00:30:00-07:00', '2026-11-01T01:30:00-07:00', '2026-11-01T01:30:00-08:00'];
    const openSpaces = starts.map((start, index) => one(String(index), start));
    const calendar = ICAL.Component.fromString(
      toCalendar({ conference, openSpaces, withdrawn: [] }, 'https://example.org'),
    );
    const events = calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
    assert.deepEqual(
      events.map(({ startDate, endDate }) => [startDate, endDate].map((time) => time.toJSDate().getTime())),
      openSpaces.map(({ startAt }) => [startAt, startAt + 3_600_000]),
    );
    const google = eventLinks(one('2', starts[2] ?? ''), conference.timeZone, '').find(({ href }) =>
      /google/u.test(href),
    );
    assert.equal(new URL(google?.href ?? '').searchParams.get('dates'), '20261101T093000Z/20261101T103000Z');
  });

  it('follows RFC 5545, even if empty: properties first, a zone, names escaped, every line ended', () => {
    const named = { ...conference, name: 'Foo; Bar, "Baz" \\ Conf' };
    for (const openSpaces of [[], [one('1', '2026-10-31T17:00:00-07:00')]]) {
      const text = toCalendar({ conference: named, openSpaces, withdrawn: [] }, 'https://example.org');
      assert.ok(text.endsWith('END:VCALENDAR\r\n'));
      assert.doesNotMatch(text.replaceAll('\r\n', ''), /[\r\n]/u);
      const calendar = ICAL.Component.fromString(text);
      assert.equal(calendar.getFirstPropertyValue('name'), 'Foo; Bar, "Baz" \\ Conf: open spaces');
      assert.equal(calendar.getAllSubcomponents('vtimezone').length, 1);
      // As a publication it would need an ORGANIZER in every event (RFC 5546, 3.2.1).
      assert.equal(calendar.getFirstProperty('method'), null);
      const lines = text.replaceAll('\r\n ', '').split('\r\n');
      const firstComponent = lines.indexOf('BEGIN:VTIMEZONE');
      assert.ok(lines.slice(0, firstComponent).includes('VERSION:2.0'));
      let depth = 0;
      for (const line of lines.slice(firstComponent, -2)) {
        if (line.startsWith('BEGIN:')) depth += 1;
        assert.ok(depth > 0, `${line} stands after a component`);
        if (line.startsWith('END:')) depth -= 1;
      }
    }
  });

  it("shows the bot's hour in every zone, whatever other copies of the zone’s rules say", () => {
    for (const timeZone of ['America/Vancouver', 'Africa/Casablanca', 'Australia/Lord_Howe', 'US/Pacific', 'UTC']) {
      for (const day of ['2026-10-31', '2027-01-15', '2027-03-28', '2027-07-01']) {
        const startAt = Date.parse(`${day}T20:00:00Z`);
        const text = toCalendar(
          { conference: { ...conference, timeZone }, openSpaces: [{ ...one('1', ''), startAt }], withdrawn: [] },
          'https://example.org',
        );
        const local = /DTSTART;TZID=[^:]+:(\d{8})T(\d\d)(\d\d)/u.exec(text);
        const shown = `${localDate(startAt, timeZone).replaceAll('-', '')} ${localTime(startAt, timeZone)}`;
        assert.equal(`${local?.[1]} ${local?.[2]}:${local?.[3]}`, shown, `${timeZone} ${day}`);
        const component = ICAL.Component.fromString(text).getFirstSubcomponent('vtimezone');
        assert.ok(component !== null);
        const zone = new ICAL.Timezone({ component, tzid: timeZone });
        const event = ICAL.Component.fromString(text).getFirstSubcomponent('vevent');
        const start = event?.getFirstPropertyValue('dtstart');
        assert.ok(start instanceof ICAL.Time);
        start.zone = zone;
        assert.equal(start.toJSDate().getTime(), startAt, `${timeZone} ${day}`);
      }
    }
  });

  it('warns if copies of a zone’s rules differ on the conference’s days', () => {
    const on = (timeZone: string, day: string) => zoneDifference({ timeZone, startDate: day, endDate: day });
    assert.equal(on('America/Los_Angeles', '2027-01-15'), undefined);
    assert.equal(on('Asia/Kolkata', '2027-01-15'), undefined);
    assert.equal(on('UTC', '2027-01-15'), undefined);
    // Western Canada keeps its summer time from 2026 on: one of the copies may know by now what the other does not.
    const differing = [...Intl.supportedValuesOf('timeZone')].map((zone) => on(zone, '2027-01-15') ?? '');
    for (const words of differing.filter((one) => one !== '')) assert.match(words, /UTC[+-]\d+.*UTC[+-]\d+/u);
    assert.ok(differing.filter((one) => one !== '').length < 10);
  });

  it('has no characters that reverse a line or hide text', () => {
    const title = 'safe \u202Eevil\u202C \u2066x\u2069 \u0007bell\u0085\uFEFF';
    const text = toCalendar(
      {
        conference,
        openSpaces: [{ ...one('1', '2026-10-31T17:00:00-07:00'), title, where: 'B\u202E114' }],
        withdrawn: [],
      },
      'https://example.org',
    );
    assert.doesNotMatch(text.replaceAll('\r\n', ''), /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
    assert.match(text, /SUMMARY:safe evil x bell\r\n/u);
    const page = renderDocument({ title, look: 'schedule', children: title });
    assert.doesNotMatch(page, /[\u0085\u202A-\u202E\u2066-\u2069]/u);
    assert.ok(!page.includes('\u0007'));
    assert.equal(plainText('Füße\r\nナマケモノ 🎉'), 'Füße\nナマケモノ 🎉');
    const programme = {
      version: 1,
      conference,
      openSpaces: [{ ...one('1', '2026-10-31T17:00:00-07:00'), title }],
      withdrawn: [],
    };
    assert.doesNotMatch(toJson(programme, 'https://example.org'), /[\u202A-\u202E\u2066-\u2069]|\\u0007/u);
  });

  it('keeps characters, lines and people’s words intact, with stamps in UTC', () => {
    const text = toCalendar(
      { conference, openSpaces: [one('7', '2026-11-01T17:00:00-08:00')], withdrawn: [] },
      'https://example.org',
    );
    const calendar = ICAL.Component.fromString(text);
    const [event] = calendar.getAllSubcomponents('vevent');
    assert(event !== undefined);
    assert.equal(event.getFirstPropertyValue('summary'), 'Tea; and, "biscuits"\\');
    assert.equal(event.getFirstPropertyValue('location'), 'Room, 1');
    assert.match(String(event.getFirstPropertyValue('description')), /line one\nline two 🫖/u);
    assert.equal(event.getFirstPropertyValue('uid'), '7@c.open-spaces');
    assert.equal(String(event.getFirstPropertyValue('sequence')), '3');
    assert.equal(event.getFirstPropertyValue('status'), 'CONFIRMED');
    assert.match(text, /DTSTAMP:20261001T000000Z\r\n/u);
    assert.match(text, /LAST-MODIFIED:20261001T000000Z\r\n/u);
  });
});
