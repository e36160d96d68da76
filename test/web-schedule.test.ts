import assert from 'node:assert/strict';
import ICAL from 'ical.js';
import { renderDocument } from '../api/pages/document.tsx';
import { toJson } from '../api/pages/schedule/schedule-json.ts';
import { zoneDifference } from '../api/zone-rules.ts';
import { localDate, localTime } from '../core/local-time.ts';
import { plainText } from '../core/texts.ts';
import { toCalendar } from '../api/pages/schedule/calendar.ts';
import type { PublicOpenSpace } from '../api/pages/schedule/public-open-space.ts';
import { soon, startWebPages, webConference, type WebPages } from './support/web-pages.ts';
import { eventually } from './support/x-sandbox.ts';

const by = { id: 'U0ORG1', name: 'Ana', door: 'slack' } as const;

describe('Public schedule', () => {
  let web: WebPages;
  before(async () => {
    web = await startWebPages();
  });
  after(() => web.stop());

  const page = async (path: string, headers: Record<string, string> = {}): Promise<[Response, string]> => {
    const response = await fetch(web.url + path, { headers });
    return [response, await response.text()];
  };
  const approve = async (id: string): Promise<void> => {
    const outcome = await web.context.openSpaces.ask({
      openSpaceId: id,
      verb: { verb: 'decide', approval: 'approved' },
      by,
    });
    assert.equal(outcome.kind, 'decided');
  };
  const shows = (path: string, words: RegExp): Promise<void> =>
    eventually(`${path} shows ${words}`, async () => words.test((await page(path))[1]));

  it('shows an open space once it is approved, with room, local start, zone and tweet, and not before', async () => {
    const id = await web.hear('gullfan', `Acro yoga @ ${soon(90)} in B114 #pyconopenspaces`);
    assert.doesNotMatch((await page('/'))[1], /Acro yoga/u);
    assert.equal((await page(`/open-spaces/${id}`))[0].status, 404);
    await approve(id);
    await shows('/', /Acro yoga/u);
    const [, schedule] = await page('/');
    assert.match(schedule, /<h2 id="next">Next/u);
    assert(schedule.includes(`(${webConference.timeZone}). It is `));
    const [, event] = await page(`/open-spaces/${id}`);
    assert.match(event, new RegExp(`https://x.com/gullfan/status/${id}`, 'u'));
    for (const look of ['/?screen', '/?print', '/?room=B114', '/schedule.json']) {
      assert.match((await page(look))[1], /Acro yoga/u, look);
    }
    assert.doesNotMatch((await page('/?room=A103'))[1], /Acro yoga/u);
  });

  it('raises SEQUENCE with each move, under the same id', async () => {
    const id = await web.hear('gannet', `Origami @ ${soon(90)} in A106 #pyconopenspaces`);
    await approve(id);
    await shows('/', /Origami/u);
    const now = Math.ceil(Date.now() / 60_000) * 60_000;
    let last = Number((await eventOf(id)).getFirstPropertyValue('sequence'));
    for (const [minutes, room] of [
      [95, 'A106'],
      [95, 'A105'],
      [100, 'A106'],
    ] as const) {
      const verb = { verb: 'change', startAt: now + minutes * 60_000, room } as const;
      await web.context.openSpaces.ask({ openSpaceId: id, verb, by });
      await eventually(`in ${room} in ${minutes} minutes`, async () => {
        const event = await eventOf(id);
        const sequence = Number(event.getFirstPropertyValue('sequence'));
        return sequence > last && event.getFirstPropertyValue('location') === room;
      });
      last = Number((await eventOf(id)).getFirstPropertyValue('sequence'));
    }
  });

  it('takes a denied one off, and says of a cancelled one that it is cancelled, in the calendar too', async () => {
    const denied = await web.hear('tern', `Knitting @ ${soon(100)} in A103 #pyconopenspaces`);
    const cancelled = await web.hear('heron', `Juggling @ ${soon(110)} in A104 #pyconopenspaces`);
    await approve(denied);
    await approve(cancelled);
    await shows('/', /Knitting/u);
    await shows('/', /Juggling/u);
    const sequences = () =>
      Promise.all([denied, cancelled].map(async (id) => Number((await eventOf(id)).getFirstPropertyValue('sequence'))));
    const before = await sequences();
    await web.context.openSpaces.ask({ openSpaceId: denied, verb: { verb: 'decide', approval: 'denied' }, by });
    await web.context.openSpaces.ask({ openSpaceId: cancelled, verb: { verb: 'cancel' }, by });
    await eventually('Knitting is gone', async () => !/Knitting/u.test((await page('/'))[1]));
    await shows('/', /Juggling<\/a><span class="more"><strong class="word">Cancelled/u);
    for (const id of [denied, cancelled]) {
      assert.equal((await eventOf(id)).getFirstPropertyValue('status'), 'CANCELLED');
    }
    const later = await sequences();
    assert(later.every((sequence, index) => sequence > (before[index] ?? Infinity)));
    // It may have been denied for its words.
    assert.equal((await eventOf(denied)).getFirstPropertyValue('summary'), 'Open space');
    assert.equal((await eventOf(denied)).getFirstPropertyValue('description'), null);
    assert.equal((await page(`/open-spaces/${denied}`))[0].status, 404);
    assert.doesNotMatch((await page('/schedule.ics'))[1], /Knitting/u);
    assert.doesNotMatch((await page('/?print'))[1], /Juggling/u);
  });

  const eventOf = async (id: string): Promise<ICAL.Component> => {
    const calendar = ICAL.Component.fromString((await page('/schedule.ics'))[1]);
    const found = calendar
      .getAllSubcomponents('vevent')
      .find((one) => String(one.getFirstPropertyValue('uid')).startsWith(`${id}@`));
    assert(found !== undefined);
    return found;
  };

  it('answers 304 to whoever has the newest already, and something new after a change', async () => {
    const [first] = await page('/schedule.json');
    const etag = first.headers.get('etag') ?? '';
    assert.equal((await page('/schedule.json', { 'if-none-match': etag }))[0].status, 304);
    const id = await web.hear('wren', `Reading group @ ${soon(200)} in A106 #pyconopenspaces`);
    await approve(id);
    await eventually(
      'a new version',
      async () => (await page('/schedule.json', { 'if-none-match': etag }))[0].status === 200,
    );
  });

  it('keeps HTML in tweets and names what it is: text', async () => {
    const id = await web.hear(
      'mallory',
      `Every <script>alert</script> and <img src=x> tag @ ${soon(300)} in B115 #pyconopenspaces`,
      {
        name: '"><b>bold</b>',
      },
    );
    await approve(id);
    await shows('/', /&lt;script&gt;/u);
    for (const path of ['/', '/?screen', '/?print', `/open-spaces/${id}`]) {
      assert.doesNotMatch((await page(path))[1], /<script>alert|<img|<b>bold/u, path);
    }
  });

  it('refuses addresses that make no sense, and gives nothing away', async () => {
    assert.equal((await page('/?room=A103&room=B114'))[0].status, 400);
    assert.equal((await page('/?room=No+such+room'))[0].status, 404);
    for (const path of [
      '/assets/..%2f..%2fapp.ts',
      '/assets/%2e%2e/app.ts',
      '/open-spaces/..%2f..',
      '/open-spaces/__proto__',
      '/.env',
    ]) {
      const [response, text] = await page(path);
      assert.equal(response.status, 404, path);
      assert.doesNotMatch(text, /import |at file/u);
    }
    const [{ headers }] = await page('/');
    assert.match(headers.get('content-security-policy') ?? '', /^default-src 'none'.*frame-ancestors 'none'/u);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
  });

  it('shows every scheduled one where the config says so', async () => {
    await web.hear('puffin', `Packaging clinic @ ${soon(400)} in A105 #pyconopenspaces`);
    assert.doesNotMatch((await page('/'))[1], /Packaging/u);
    await web.bench.config({ publicSchedule: 'all' });
    await shows('/', /Packaging/u);
    await web.bench.config({ publicSchedule: 'approved' });
    await eventually('it is gone again', async () => !/Packaging/u.test((await page('/'))[1]));
  });
});

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

  it('is as RFC 5545 wants it, empty too: properties first, a zone, names escaped, every line ended', () => {
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

  it('shows the hour that the bot shows, in every zone, whatever other copies of the zone’s rules say', () => {
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

  it('says where copies of a zone’s rules differ on the conference’s days', () => {
    const on = (timeZone: string, day: string) => zoneDifference({ timeZone, startDate: day, endDate: day });
    assert.equal(on('America/Los_Angeles', '2027-01-15'), undefined);
    assert.equal(on('Asia/Kolkata', '2027-01-15'), undefined);
    assert.equal(on('UTC', '2027-01-15'), undefined);
    // Western Canada keeps its summer time from 2026 on: one of the copies may know by now what the other does not.
    const differing = [...Intl.supportedValuesOf('timeZone')].map((zone) => on(zone, '2027-01-15') ?? '');
    for (const words of differing.filter((one) => one !== '')) assert.match(words, /UTC[+-]\d+.*UTC[+-]\d+/u);
    assert.ok(differing.filter((one) => one !== '').length < 10);
  });

  it('has nothing in it that turns a line around or hides there', () => {
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

  it('keeps signs, lines and people’s words whole, and stamps in UTC', () => {
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
