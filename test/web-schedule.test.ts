import assert from 'node:assert/strict';
import ICAL from 'ical.js';
import { forSuite } from './support/for-tests.ts';
import { soon, startWebPages, webConference } from './support/web-pages.ts';
import { eventually } from './support/x-sandbox.ts';

const by = { id: 'U0ORG1', name: 'Ana', door: 'slack' } as const;

describe('Public schedule', () => {
  const web = forSuite(() => startWebPages());

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

  it('answers 304 if the client has the newest version, and the new one after a change', async () => {
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

  it('shows HTML in tweets and names as text', async () => {
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

  it('refuses malformed addresses, and reveals nothing', async () => {
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

  it('shows every scheduled session if the config says so', async () => {
    await web.hear('puffin', `Packaging clinic @ ${soon(400)} in A105 #pyconopenspaces`);
    assert.doesNotMatch((await page('/'))[1], /Packaging/u);
    await web.bench.config({ publicSchedule: 'all' });
    await shows('/', /Packaging/u);
    await web.bench.config({ publicSchedule: 'approved' });
    await eventually('it is gone again', async () => !/Packaging/u.test((await page('/'))[1]));
  });

  it('shows no session that is denied after a late reminder was left out for the next one', async () => {
    await web.bench.config({ publicSchedule: 'all', reminderMinutes: [30, 15] });
    const id = await web.hear('puffin', `Sourdough @ ${soon(20)} in A106 #pyconopenspaces`);
    await approve(id);
    const reminders = async () => (await web.context.store.openSpaces.find(id))?.space.reminders;
    await eventually('the late one is left out', async () => (await reminders())?.[0]?.state.status === 'superseded');
    await shows('/', /Sourdough/u);
    const verb = { verb: 'decide', approval: 'denied' } as const;
    assert.equal((await web.context.openSpaces.ask({ openSpaceId: id, verb, by })).kind, 'decided');
    await eventually('it is gone', async () => !/Sourdough/u.test((await page('/'))[1]));
    await web.bench.config({ publicSchedule: 'approved', reminderMinutes: [15] });
  });
});
