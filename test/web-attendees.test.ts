import assert from 'node:assert/strict';
import ICAL from 'ical.js';
import { toPublic } from '../api/pages/schedule/public-open-space.ts';
import { words } from '../api/pages/words.ts';
import { localTime } from '../core/local-time.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import { forSuite } from './support/for-tests.ts';
import { soon, startWebPages, webConference } from './support/web-pages.ts';
import { eventually } from './support/x-sandbox.ts';

const by = { id: 'U0ORG1', name: 'Ana', door: 'slack' } as const;

describe('Attendees', () => {
  const web = forSuite(() => startWebPages());
  let yoga: string;
  let chess: string;
  before(async () => {
    yoga = await announce('gullfan', `Café & “acro” <yoga> @ ${soon(90)} in B114`);
    chess = await announce('chess_chen', `Blitz chess @ ${soon(150)} in A103`);
    await announce('tern', `Knitting @ ${soon(200)} in A103`);
    await web.context.openSpaces.ask({ openSpaceId: chess, verb: { verb: 'cancel' }, by });
    await shows('/', /Cancelled/u);
  });

  const text = async (path: string): Promise<string> => (await fetch(web.url + path)).text();
  const shows = (path: string, wanted: RegExp): Promise<void> =>
    eventually(`${path} shows ${wanted}`, async () => wanted.test(await text(path)));

  async function announce(username: string, tweet: string): Promise<string> {
    const id = await web.hear(username, `${tweet} #pyconopenspaces`);
    await web.context.openSpaces.ask({ openSpaceId: id, verb: { verb: 'decide', approval: 'approved' }, by });
    await eventually('it is public', async () => (await fetch(`${web.url}/open-spaces/${id}`)).ok);
    return id;
  }

  const hrefs = (html: string): URL[] =>
    [...html.matchAll(/href="([^"]+)"/gu)].map(([, href = '']) => new URL(href.replaceAll('&amp;', '&'), web.url));

  it('subscribe to the calendar with one press: their own, Google’s, Outlook’s', async () => {
    const links = hrefs(await text('/'));
    const feed = `${web.url}/schedule.ics`;
    const webcal = feed.replace('http:', 'webcal:');
    assert(links.some(({ href }) => href === webcal));
    assert(
      links.some(({ host, searchParams }) => host === 'calendar.google.com' && searchParams.get('cid') === webcal),
    );
    assert(links.some(({ host, searchParams }) => host === 'outlook.live.com' && searchParams.get('url') === feed));
  });

  it('put one open space into a calendar, at its time and in its room', async () => {
    const links = hrefs(await text(`/open-spaces/${yoga}`));
    const file = await fetch(`${web.url}/open-spaces/${yoga}.ics`);
    assert.match(file.headers.get('content-disposition') ?? '', /^attachment; filename="open-space-\d+\.ics"$/u);
    assert(links.some(({ pathname }) => pathname === `/open-spaces/${yoga}.ics`));
    const [event, ...others] = ICAL.Component.fromString(await file.text()).getAllSubcomponents('vevent');
    assert.equal(others.length, 0);
    assert.equal(event?.getFirstPropertyValue('location'), 'B114');
    const google = links.find(({ host }) => host === 'calendar.google.com')?.searchParams;
    const start = (await web.context.store.openSpaces.find(yoga))?.space.startAt ?? 0;
    assert.equal(google?.get('ctz'), webConference.timeZone);
    assert.match(
      google?.get('dates') ?? '',
      new RegExp(`T${localTime(start, webConference.timeZone).replace(':', '')}00/`, 'u'),
    );
    assert.equal(google?.get('location'), 'B114');
    const outlook = links.find(({ host }) => host === 'outlook.live.com')?.searchParams;
    assert.equal(Date.parse(outlook?.get('startdt') ?? ''), start);
    assert.equal((await fetch(`${web.url}/open-spaces/404.ics`)).status, 404);
    assert(!hrefs(await text(`/open-spaces/${chess}`)).some(({ pathname }) => pathname.endsWith(`${chess}.ics`)));
  });

  it('see a preview of a shared link, where hostile words stay text', async () => {
    const page = await text(`/open-spaces/${yoga}`);
    const meta = (property: string): string =>
      new RegExp(`<meta property="${property}" content="([^"]*)"`, 'u').exec(page)?.[1] ?? '';
    assert.equal(meta('og:title'), 'Café &amp; “acro” &lt;yoga&gt;');
    const start = (await web.context.store.openSpaces.find(yoga))?.space.startAt ?? 0;
    const time = localTime(start, webConference.timeZone);
    assert.match(meta('og:description'), new RegExp(`${time} .* · B114 · @gullfan$`, 'u'));
    const image = await fetch(meta('og:image'));
    assert.equal(image.headers.get('content-type'), 'image/png');
    assert.deepEqual([...new Uint8Array(await image.arrayBuffer()).slice(1, 4)], [...Buffer.from('PNG')]);
    assert.equal(meta('og:url'), `${web.url}/open-spaces/${yoga}`);
    assert.match(await text(`/open-spaces/${chess}`), /property="og:title" content="Cancelled: Blitz chess"/u);
    assert.match(await text('/'), /property="og:title" content="Open spaces at /u);
  });

  it('search in titles, rooms, hosts and tweets, without minding accents or case', async () => {
    for (const q of ['cafe YOGA', '@gullfan', 'b114 acro']) {
      const page = await text(`/?q=${encodeURIComponent(q)}`);
      assert.match(page, /acro/u, q);
      assert.doesNotMatch(page, /Knitting/u, q);
    }
    const nothing = await text('/?q=%3Cscript%3E');
    assert.match(nothing, /No open spaces with “&lt;script&gt;”\./u);
    assert.doesNotMatch(nothing, /<script>/u);
    assert.match(await text('/?q=knitting&room=B114'), /No open spaces with “knitting” in B114/u);
  });

  it('read true counts: of each room, and of what is shown', async () => {
    const all = await text('/');
    assert.match(all, /<option value="A103">A103 \(1\)</u);
    assert.match(all, /<option value="B114">B114 \(1\)</u);
    assert.match(all, /<option value="A104">A104 \(0\)</u);
    assert.match(all, /class="count">2 open spaces, 1 cancelled</u);
    assert.match(await text('/?room=A103'), /class="count">1 of 2 open spaces, 1 cancelled</u);
    assert.match(await text('/?q=yoga'), /class="count">1 of 2 open spaces</u);
  });

  it('have distinct titles of their tabs', async () => {
    const title = async (path: string): Promise<string> => /<title>(.*?)<\/title>/u.exec(await text(path))?.[1] ?? '';
    const { name } = webConference;
    assert.equal(await title('/'), `Open spaces · ${name}`);
    assert.equal(await title('/?room=B114'), `B114 · ${name}`);
    assert.equal(await title('/?q=yoga'), `“yoga” · Open spaces · ${name}`);
    assert.equal(await title('/?screen'), `Screen · Open spaces · ${name}`);
    assert.equal(await title('/?print&room=B114'), `Board to print · B114 · ${name}`);
    assert.equal(await title(`/open-spaces/${chess}`), `Cancelled: Blitz chess · ${name}`);
  });

  it('read the zone once if it has no other name', () => {
    const zone = (timeZone: string, startDate = '2026-05-01', endDate = startDate) =>
      words.zone({ ...webConference, timeZone, startDate, endDate });
    assert.equal(zone('UTC'), 'All times are UTC.');
    assert.equal(zone('America/Los_Angeles'), 'All times are PDT (America/Los_Angeles).');
    // The clocks change on the second night, or on the first night.
    assert.equal(zone('America/New_York', '2027-03-12', '2027-03-14'), 'All times are EST / EDT (America/New_York).');
    assert.equal(zone('America/New_York', '2027-03-14'), 'All times are EDT (America/New_York).');
  });

  describe('of an open space that was moved', () => {
    const start = Date.parse('2026-05-01T17:00:00Z');
    const decided = (from: object, to: object) => ({ verb: 'change', by, at: start, from, to });
    /** A view as the store keeps it, with decisions that hold facts. */
    const shown = (decisions: readonly object[], standing: object = { status: 'scheduled' }) => {
      const space = {
        id: '1',
        title: 'Tea',
        room: 'A103',
        startAt: start,
        standing,
        reminders: [{ key: '15', minutes: 15, state: { status: 'approved' } }],
        decisions,
        revision: 3,
      };
      const view = { _id: '1', updatedAt: new Date(start), space } as unknown as OpenSpaceView;
      return toPublic(view, undefined, { publicSchedule: 'approved', conference: webConference });
    };
    const approved = decided({ 'reminder:15': 'needs_action' }, { 'reminder:15': 'approved' });

    it('read the room and start from when it became public', () => {
      const moves = [
        approved,
        decided({ room: 'B114' }, { room: 'A104' }),
        decided({ room: 'A104', startAt: start - 3_600_000 }, { room: 'A103', startAt: start }),
      ];
      assert.deepEqual(shown(moves)?.former, { where: 'B114', startAt: start - 3_600_000 });
    });

    it('read nothing of changes before that, or of changes that were undone', () => {
      assert.equal(shown([decided({ room: 'B114' }, { room: 'A103' }), approved])?.former, undefined);
      const there = decided({ room: 'A103' }, { room: 'B114' });
      assert.equal(shown([approved, there, decided({ room: 'B114' }, { room: 'A103' })])?.former, undefined);
    });

    it('read this even if it was approved from the start and its move is posted, or was denied meanwhile', () => {
      const posted = decided({ room: 'A105' }, { room: 'A103', 'reminder:correction2': 'approved' });
      assert.equal(shown([posted])?.former?.where, 'A105');
      const denied = decided({ 'reminder:15': 'approved' }, { 'reminder:15': 'denied' });
      assert.equal(shown([decided({ room: 'A105' }, { room: 'A103' }), denied, approved])?.former?.where, 'A105');
    });

    it('read this on the schedule, on its page and in the preview of a link', async () => {
      const id = await announce('mover', `Origami @ ${soon(240)} in A105`);
      const verb = { verb: 'change', room: 'A106' } as const;
      await web.context.openSpaces.ask({ openSpaceId: id, verb, by });
      await shows('/?q=origami', /Moved, was in A105/u);
      const page = await text(`/open-spaces/${id}`);
      assert.match(page, /<p class="word">Moved, was in A105</u);
      assert.match(page, /property="og:description" content="[^"]*Moved, was in A105"/u);
    });

    it('read that it is cancelled, not that it moved', () => {
      const moved = decided({ place: 'the stairs' }, { room: 'A103' });
      assert.equal(shown([approved, moved])?.former?.where, 'the stairs');
      assert.equal(words.schedule.moved('in the lobby', '17:00'), 'Moved, was 17:00 in the lobby');
      assert.equal(shown([approved, moved], { status: 'cancelled', by })?.former, undefined);
    });
  });
});
