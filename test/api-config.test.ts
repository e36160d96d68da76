import assert from 'node:assert/strict';
import { configSchema } from '../core/config.ts';
import { forSuite } from './support/for-tests.ts';
import { inMinutes, startTestApi } from './support/api-server.ts';

const by = { id: 'U0ORG1', name: 'ana', door: 'slack' } as const;

describe('the API: config', () => {
  const api = forSuite(() => startTestApi());

  const get = () => api.call('GET /config');

  it('saves a whole config as a new version, and keeps every old one', async () => {
    const first = await get();
    const saved = await api.call('PUT /config', { body: { ...first.body, reminderMinutes: [30, 10], paused: true } });
    assert.equal(saved.status, 200, saved.text);
    assert.deepEqual(saved.body, { ...first.body, reminderMinutes: [30, 10], paused: true });
    assert.deepEqual((await get()).body, saved.body);
    const versions = [first, saved].map(({ headers }) => Number(headers.get('ETag')?.replaceAll('"', '')));
    assert.deepEqual(versions, [1, 2]);
    const history = await api.call('GET /config/history?limit=1');
    assert.deepEqual([history.body.items[0].version, history.body.items[0].by.name], [2, 'API_TOKEN']);
    const rest = await api.call(`GET /config/history?cursor=${history.body.nextCursor}`);
    assert.deepEqual([rest.body.items.length, rest.body.items[0].version, rest.body.nextCursor], [1, 1, null]);
    assert.deepEqual((await api.call('GET /config/history/1')).body.config, first.body);
    assert.equal((await api.call('GET /config/history/99')).status, 404);
    const [entry] = (await api.call('GET /audit?limit=1')).body.items;
    assert.deepEqual([entry.verb, entry.words], ['config', 'config version 2']);
  });

  it('shows an old version that would be refused today', async () => {
    const { configs } = api.context.store;
    const newest = await configs.newest();
    assert.ok(newest !== null);
    await configs.save({ ...newest.config, keywords: ['or'] }, newest._id, by, new Date());
    const old = await api.call(`GET /config/history/${newest._id + 1}`);
    await configs.save(newest.config, newest._id + 1, by, new Date());
    assert.equal(old.status, 200, old.text);
    assert.deepEqual(old.body.config.keywords, ['or']);
  });

  it('refuses changes that would leave an open space behind, and names it and the remedy', async () => {
    const startsAt = inMinutes(200);
    const entered = await api.call('POST /open-spaces', { body: { room: 'A104', startsAt, title: 'Board games' } });
    assert.equal(entered.status, 201, entered.text);
    const { body } = await get();
    const { conference } = body;
    const rooms = conference.rooms as { name: string; aliases: string[] }[];
    const withRooms = (change: (room: { name: string; aliases: string[] }) => unknown[]) => ({
      rooms: rooms.flatMap(change),
    });
    const refusals: [object, RegExp][] = [
      [{ id: 'another' }, /The conference’s id cannot change .*A104.*Board games/u],
      [{ timeZone: 'Asia/Tokyo' }, /The time zone cannot change .*Board games/u],
      [{ startDate: '2030-01-01', endDate: '2030-01-02' }, /Board games.* outside the conference’s days/u],
      [withRooms((room) => (room.name === 'A104' ? [] : [room])), /Board games.* would have no room/u],
    ];
    for (const [change, words] of refusals) {
      const saved = await api.call('PUT /config', { body: { ...body, conference: { ...conference, ...change } } });
      assert.equal(saved.status, 409, saved.text);
      assert.match(saved.body.detail, words);
    }
    const renamed = withRooms((room) => [room.name === 'A104' ? { name: 'Juniper', aliases: ['A104'] } : room]);
    const saved = await api.call('PUT /config', { body: { ...body, conference: { ...conference, ...renamed } } });
    assert.equal(saved.status, 200, saved.text);
    const second = await api.call('POST /open-spaces', { body: { room: 'Juniper', startsAt, title: 'Yoga' } });
    assert.equal(second.status, 409, 'the renamed room is the same room');
    assert.equal((await api.call('GET /open-spaces?room=Juniper')).body.items.length, 1, 'also what was booked before');
    const wish = { room: 'Juniper', from: inMinutes(100), minutes: 5, preview: true };
    assert.equal((await api.call('POST /open-spaces/shift', { body: wish })).body.moved.length, 1);
    const beside = await api.call('POST /open-spaces', { body: { room: 'B114', startsAt, title: 'Knitting' } });
    assert.equal(beside.status, 201, beside.text);
    const others = rooms.filter(({ name }) => name !== 'A104' && name !== 'B114');
    const merged = { ...conference, rooms: [{ name: 'Juniper', aliases: ['A104', 'B114'] }, ...others] };
    const refused = await api.call('PUT /config', { body: { ...body, conference: merged } });
    assert.equal(refused.status, 409, refused.text);
    assert.match(
      refused.body.detail,
      /Board games.* and .*Knitting.* would be in one room within the conflict window/u,
    );
    assert.equal((await api.call(`POST /open-spaces/${beside.body.id}/cancel`)).status, 200);
    const ended = await api.call(`POST /open-spaces/${entered.body.id}/cancel`);
    assert.equal(ended.status, 200, ended.text);
    // An Undo would bring it back, into the room that has the name under which it was booked.
    const [first, ...more] = others.map((room, at) => (at === 0 ? { ...room, aliases: ['A104'] } : room));
    const taken = {
      ...conference,
      rooms: [{ name: 'Juniper', aliases: [] }, first, ...more, { name: 'B114', aliases: [] }],
    };
    const elsewhere = await api.call('PUT /config', { body: { ...body, conference: taken } });
    assert.equal(elsewhere.status, 409, elsewhere.text);
    assert.match(elsewhere.body.detail, /Board games.* would be in another room if somebody undoes the decision/u);
    assert.equal((await api.call('PUT /config', { body })).status, 200);
  });

  it('refuses the same for a review whose start had passed when it was heard: it can still be staged', async () => {
    const other = await startTestApi();
    try {
      const { id } = await other.bench.announce({ inMinutes: -10 });
      const { body } = await other.call('GET /config');
      const put = (conference: object) =>
        other.call('PUT /config', { body: { ...body, conference: { ...body.conference, ...conference } } });
      for (const change of [{ id: 'another' }, { timeZone: 'Asia/Tokyo' }])
        assert.equal((await put(change)).status, 409);
      assert.equal((await other.call(`POST /open-spaces/${id}/deny`)).status, 200);
      assert.equal((await put({ timeZone: 'Asia/Tokyo' })).status, 200);
    } finally {
      await other.stop();
    }
  });

  it('refuses a conflict window in which two coming sessions would clash, and names both', async () => {
    const { body } = await get();
    const enter = (title: string, minutes: number) =>
      api.call('POST /open-spaces', { body: { room: 'A103', startsAt: inMinutes(minutes), title } });
    const [one, other] = [await enter('Chess', 400), await enter('Go', 440)];
    assert.deepEqual([one.status, other.status], [201, 201], other.text);
    const wider = { ...body, conflictWindow: { before: 15, after: 60 } };
    const refused = await api.call('PUT /config', { body: wider });
    assert.equal(refused.status, 409, refused.text);
    assert.match(refused.body.detail, /Chess.* and .*Go.* within the conflict window/u);
    for (const { body: entered } of [one, other]) await api.call(`POST /open-spaces/${entered.id}/cancel`);
    assert.equal((await api.call('PUT /config', { body: wider })).status, 200);
    assert.equal((await api.call('PUT /config', { body })).status, 200);
  });

  it('does not overwrite what somebody else saved, if the request names the version it was based on', async () => {
    const { body, headers } = await get();
    const seen = { 'If-Match': headers.get('ETag') ?? '' };
    assert.equal((await api.call('PUT /config', { body: { ...body, throttle: 10 }, headers: seen })).status, 200);
    const late = await api.call('PUT /config', { body: { ...body, throttle: 20 }, headers: seen });
    assert.equal(late.status, 412);
    assert.match(late.body.detail, /GET it, make your change there/u);
    assert.equal((await get()).body.throttle, 10);
    // As nginx passes the ETag on with an answer that it compresses.
    const compressed = { 'If-Match': `W/${(await get()).headers.get('ETag')}` };
    for (const status of [200, 412]) {
      const put = await api.call('PUT /config', { body: { ...body, throttle: 30 }, headers: compressed });
      assert.equal(put.status, status, put.text);
    }
    assert.equal((await api.call('PUT /config', { body: { ...body, throttle: 20 } })).status, 200);
    assert.equal((await get()).body.throttle, 20);
    const wrong = await api.call('PUT /config', { body, headers: { 'If-Match': 'yesterday' } });
    assert.equal(wrong.status, 400);
  });

  it('keeps the newest version of many that are saved at once, whole', async () => {
    const { body } = await get();
    const numbers = [1, 2, 3, 4];
    const saved = await Promise.all(
      numbers.map((throttle) =>
        api.call('PUT /config', { body: { ...body, throttle, approvalLeadMinutes: throttle } }),
      ),
    );
    assert.deepEqual(
      saved.map(({ status }) => status),
      [200, 200, 200, 200],
    );
    const now = (await get()).body;
    assert.equal(now.throttle, now.approvalLeadMinutes);
    assert.equal(new Set(saved.map(({ headers }) => headers.get('ETag'))).size, 4);
  });

  it('leaves optional fields unchanged if they are not sent', async () => {
    const { body } = await get();
    const changed: Record<string, unknown> = { undecidedWarningMinutes: 0, publicSchedule: 'all', trustUsers: ['7'] };
    const optional = Object.entries(configSchema.shape).filter(([, field]) => field.safeParse(undefined).success);
    assert.deepEqual(optional.map(([name]) => name).toSorted(), Object.keys(changed).toSorted());
    const [room, ...others] = body.conference.rooms;
    const rooms = [{ ...room, struckAliases: ['7'] }, ...others];
    const all = await api.call('PUT /config', {
      body: { ...body, ...changed, conference: { ...body.conference, rooms } },
    });
    assert.equal(all.status, 200, all.text);
    const older = Object.fromEntries(Object.entries(body).filter(([name]) => !(name in changed)));
    const saved = await api.call('PUT /config', { body: older });
    assert.deepEqual([saved.status, saved.body], [200, all.body], saved.text);
    const conference = { ...body.conference, rooms: [{ ...room, struckAliases: [] }, ...others] };
    const back = await api.call('PUT /config', { body: { ...body, conference } });
    assert.deepEqual(back.body, { ...body, conference });
    assert.equal((await api.call('PUT /config', { body })).status, 200);
  });

  it('pauses, and takes harmless changes, whatever is in the store', async () => {
    const entry = { room: 'A105', startsAt: inMinutes(900), title: 'Origami' };
    const entered = await api.call('POST /open-spaces', { body: entry });
    const { body } = await get();
    const rooms = body.conference.rooms.filter(({ name }: { name: string }) => !name.includes('A105'));
    // As if it had been entered in the moment in which the rooms were saved.
    await api.bench.config({ paused: false, conference: { ...body.conference, rooms } });
    await api.bench.store.users.see({ id: '77', username: 'host', name: 'A Host' }, new Date());
    assert.equal(await api.context.openSpaces.setPaused(true, by), true);
    assert.equal((await api.call('PATCH /users/77', { body: { shouldIgnore: true } })).status, 200);
    const now = (await get()).body;
    assert.deepEqual([now.paused, now.ignoreUsers], [true, ['77']]);
    const saved = await api.call('PUT /config', { body: { ...now, throttle: 30 } });
    assert.equal(saved.status, 200, saved.text);
    assert.equal((await api.call(`POST /open-spaces/${entered.body.id}/cancel`)).status, 200);
    assert.equal((await api.call('PUT /config', { body })).status, 200);
  });

  it('refuses to ignore more users than it could read again, with a reason', async () => {
    const ignoreUsers = Array.from({ length: 10_000 }, (_, at) => `1${at}`);
    await api.bench.config({ ignoreUsers });
    await api.bench.store.users.see({ id: '78', username: 'host', name: 'A Host' }, new Date());
    const refused = await api.call('PATCH /users/78', { body: { shouldIgnore: true } });
    assert.deepEqual(
      [refused.status, refused.body.detail],
      [409, 'ignoreUsers: at most 10000 users fit: take some off the list'],
    );
    assert.equal((await get()).status, 200);
    await api.bench.config({ ignoreUsers: [] });
  });

  it('does not reschedule a session whose room, zone or conference is not in the config any more', async () => {
    const { body } = await get();
    const { conference } = body;
    const entry = { room: 'B115', startsAt: inMinutes(1000), title: 'Go' };
    const entered = await api.call('POST /open-spaces', { body: entry });
    const placed = await api.call('POST /open-spaces', { body: { ...entry, room: undefined, place: 'the park' } });
    const undo = async ({ body: { id } }: { body: { id: string } }) => api.call(`POST /open-spaces/${id}/approve`);
    const cancel = async ({ body: { id } }: { body: { id: string } }) =>
      assert.equal((await api.call(`POST /open-spaces/${id}/cancel`)).status, 200);
    for (const one of [entered, placed]) await cancel(one);
    const others = conference.rooms.filter(({ name }: { name: string }) => name !== 'B115');
    const changes: [object, RegExp, RegExp | undefined][] = [
      [{ rooms: others }, /^B115 is not on the list of rooms\. Pick a listed one/u, undefined],
      [
        { timeZone: 'Asia/Tokyo' },
        /the conference’s zone is now Asia\/Tokyo/u,
        /the conference’s zone is now Asia\/Tokyo/u,
      ],
      [{ id: 'next-year' }, /the bot now serves next-year/u, /the bot now serves next-year/u],
    ];
    for (const [change, words, wordsOfPlaced] of changes) {
      const saved = await api.call('PUT /config', { body: { ...body, conference: { ...conference, ...change } } });
      assert.equal(saved.status, 200, saved.text);
      const refused = await undo(entered);
      assert.equal(refused.status, 409, refused.text);
      assert.match(refused.body.detail, words);
      const other = await undo(placed);
      assert.equal(other.status, wordsOfPlaced === undefined ? 200 : 409, other.text);
      if (wordsOfPlaced === undefined) await cancel(placed);
      else assert.match(other.body.detail, wordsOfPlaced);
      const read = await api.call(`GET /open-spaces/${entered.body.id}`);
      assert.equal(read.body.status, 'cancelled');
    }
    assert.equal((await api.call('PUT /config', { body })).status, 200);
    assert.equal((await undo(entered)).status, 200, 'as it was before');
  });

  const room = { name: 'B114', aliases: [] };
  const tenLong = Array.from({ length: 10 }, (_, at) => `${'k'.repeat(40)}${at}`);
  /** What is wrong, where it is put, the wrong value (undefined: left out), where the answer points, and the cure. */
  const mistakes: readonly (readonly [string, string, unknown, string, RegExp])[] = [
    ['a zone that is none', 'conference.timeZone', 'Pacific', 'conference.timeZone', /use an IANA zone/u],
    ['a day that is none', 'conference.startDate', '19 May', 'conference.startDate', /YYYY-MM-DD/u],
    ['an end before the start', 'conference.endDate', '2001-01-01', 'conference.endDate', /before the first/u],
    ['no rooms', 'conference.rooms', [], 'conference.rooms', /at least 1/u],
    ['two rooms of one name', 'conference.rooms', [room, room], 'conference.rooms', /same name/u],
    ['a room without a name', 'conference.rooms', [{ name: ' ' }], 'conference.rooms.0.name', /at least 1/u],
    ['a keyword with #', 'keywords', ['#spaces'], 'keywords.0', /without #/u],
    ['a keyword of X’s own language', 'keywords', ['spaces', 'OR'], 'keywords', /cannot listen for the keyword/u],
    ['keywords of too long a rule', 'keywords', tenLong, 'keywords', /512 characters/u],
    ['no keyword', 'keywords', [], 'keywords', /at least 1/u],
    ['a negative reminder', 'reminderMinutes', [-15], 'reminderMinutes.0', /at least/u],
    ['half a minute', 'reminderMinutes', [1.5], 'reminderMinutes.0', /whole number/u],
    ['a reminder over 280', 'reminderText', 'x'.repeat(281), 'reminderText', /280 characters, as X counts them/u],
    ['a reminder without an end', 'manualReminderText', 'a.'.repeat(400_000), 'manualReminderText', /at most 1000/u],
    ['a text for a number', 'approvalLeadMinutes', '30', 'approvalLeadMinutes', /give a number/u],
    ['a negative lead', 'approvalLeadMinutes', -1, 'approvalLeadMinutes', /at least 0/u],
    ['half a window', 'conflictWindow.after', undefined, 'conflictWindow.after', /is missing: give a number/u],
    ['a name for an X id', 'ignoreUsers', ['@host'], 'ignoreUsers.0', /digits/u],
    ['a name for a Slack id', 'organisers', ['ana'], 'organisers.0', /Slack user ids/u],
    [
      'a channel too few',
      'slackChannels.needReview',
      undefined,
      'slackChannels.needReview',
      /is missing: give a text/u,
    ],
    ['an output that is none', 'output', 'on', 'output', /"slack_only" or "live"/u],
    ['a throttle of none', 'throttle', 0, 'throttle', /at least 1/u],
    ['a missing field', 'paused', undefined, 'paused', /is missing: give true or false/u],
    ['a field that is none', 'autosend', true, 'autosend', /no such field.*spelling/u],
    ['a field that is none, deep down', 'conference.zone', 'x', 'conference.zone', /no such field/u],
  ];

  for (const [what, at, value, path, message] of mistakes) {
    it(`refuses ${what}, says where and what to do, and nothing is lost`, async () => {
      const before = await get();
      const body = structuredClone(before.body);
      const [outer = '', inner] = at.split('.');
      if (inner === undefined) body[outer] = value;
      else body[outer][inner] = value;
      const refused = await api.call('PUT /config', { body });
      assert.equal(refused.status, 422, refused.text);
      assert.deepEqual(
        refused.body.errors.map((error: { path: string }) => error.path),
        [path],
      );
      assert.match(refused.body.errors[0].message, message);
      assert.match(refused.body.detail, new RegExp(path.replaceAll('.', String.raw`\.`), 'u'));
      const after = await get();
      assert.deepEqual([after.body, after.headers.get('ETag')], [before.body, before.headers.get('ETag')]);
    });
  }
});
