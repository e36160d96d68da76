import assert from 'node:assert/strict';
import { MongoClient } from 'mongodb';
import { createMachineApi } from '../api/machine-api.ts';
import { hearTweet } from '../activities/hear-tweet.ts';
import { reconcile } from '../activities/reconcile.ts';
import { forSuite } from './support/for-tests.ts';
import { apiToken, inMinutes, startTestApi } from './support/api-server.ts';
import { incomingTweet } from './support/incoming-tweet.ts';
import { eventually } from './support/running-bot.ts';
import { mongoServer } from './support/servers.ts';

/** What lies in the database that knows this token. */
async function everythingStoredWith(tokenId: string): Promise<unknown[]> {
  const client = await MongoClient.connect((await mongoServer()).uri);
  try {
    const { databases } = await client.db().admin().listDatabases();
    for (const { name } of databases.filter((database) => database.name.startsWith('test_'))) {
      const db = client.db(name);
      if ((await db.collection<{ _id: string }>('apiTokens').findOne({ _id: tokenId })) === null) continue;
      const collections = await db.listCollections().toArray();
      return await Promise.all(collections.map((collection) => db.collection(collection.name).find().toArray()));
    }
    return [];
  } finally {
    await client.close();
  }
}

describe('the API: repeating a POST or a PATCH', () => {
  let later = 0;
  const api = forSuite(() => startTestApi({ context: { clock: () => Date.now() + later } }));

  const keyed = (key: string, body: unknown, token?: string) =>
    api.call('POST /open-spaces', {
      body,
      headers: { 'Idempotency-Key': key },
      ...(token === undefined ? {} : { token }),
    });
  const count = async () => (await api.call('GET /open-spaces?limit=200')).body.items.length;

  it('repeats the first answer, and acts once', async () => {
    const body = { place: 'the stairs', startsAt: inMinutes(200) };
    const first = await keyed('one', body);
    assert.equal(first.status, 201, first.text);
    const again = await keyed('one', body);
    assert.deepEqual([again.status, again.text], [201, first.text]);
    assert.equal(again.headers.get('Location'), first.headers.get('Location'));
    assert.equal(again.headers.get('Idempotency-Replayed'), 'true');
    assert.equal(await count(), 1);
  });

  it('acts once for many equal requests at the same moment', async () => {
    const before = await count();
    const body = { place: 'the hall', startsAt: inMinutes(220) };
    const all = await Promise.all(Array.from({ length: 20 }, () => keyed('many', body)));
    assert.ok(all.some(({ status }) => status === 201));
    assert.ok(all.every(({ status }) => status === 201 || status === 409));
    const [early] = all.filter(({ status }) => status === 409);
    if (early !== undefined) assert.equal(early.headers.get('Retry-After'), '1');
    assert.equal(await count(), before + 1);
  });

  it('repeats a refusal, even if the request would be accepted now', async () => {
    const body = { room: 'Z9', startsAt: inMinutes(240) };
    assert.equal((await keyed('refused', body)).status, 422);
    const { body: config } = await api.call('GET /config');
    const rooms = [...config.conference.rooms, { name: 'Z9', aliases: [] }];
    await api.call('PUT /config', { body: { ...config, conference: { ...config.conference, rooms } } });
    const again = await keyed('refused', body);
    assert.deepEqual([again.status, again.headers.get('Idempotency-Replayed')], [422, 'true']);
    assert.equal((await keyed('another', body)).status, 201);
    // The description says so, and how to try again.
    const { text } = await api.call('GET /openapi.json');
    assert.match(text, /So does a request that was refused,[^"]* to try again, send a new key\./u);
  });

  it('refuses a key that came with another request, and keeps the keys of each token separate', async () => {
    const startsAt = inMinutes(260);
    assert.equal((await keyed('mine', { place: 'here', startsAt })).status, 201);
    const other = await keyed('mine', { place: 'there', startsAt });
    assert.equal(other.status, 422);
    assert.match(other.body.detail, /Use a new one/u);
    const made = await api.call('POST /tokens', { body: { name: 'board', scope: 'decide' } });
    const own = await keyed('mine', { place: 'there', startsAt }, made.body.token);
    assert.equal(own.status, 201, own.text);
    assert.equal((await keyed('with space', { place: 'here', startsAt })).status, 400);
  });

  it('refuses a repeated request if API_TOKEN has changed since the first answer', async () => {
    const body = { place: 'the roof', startsAt: inMinutes(265) };
    assert.equal((await keyed('rotated', body)).status, 201);
    const before = await count();
    const token = 'the-second-token-of-this-installation';
    const headers = {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': 'rotated',
    };
    const again = await createMachineApi({ ...api.context, apiToken: token }).request(
      `${api.url}/api/v1/open-spaces`,
      { method: 'POST', headers, body: JSON.stringify(body) },
      { incoming: { socket: {} } },
    );
    const text = await again.text();
    assert.deepEqual([again.status, await count()], [422, before], text);
    assert.match(text, /another value of API_TOKEN/u);
  });

  it('repeats the answer to a change, and makes the change once, even if others changed it in between', async () => {
    const { id } = (await keyed('attic', { place: 'the attic', startsAt: inMinutes(275) })).body;
    const one = `/open-spaces/${id}`;
    const [{ id: reminder }] = (await api.call(`GET ${one}`)).body.reminders;
    const change = (path: string, body: unknown) => () =>
      api.call(`PATCH ${path}`, { body, headers: { 'Idempotency-Key': JSON.stringify(body) } });
    for (const [path, body, other] of [
      [one, { title: 'Chess' }, { title: 'Go' }],
      [`/reminders/${reminder}`, { text: 'In:{minutes}' }, { text: 'Soon:{title}' }],
    ] as const) {
      const first = await change(path, body)();
      assert.equal(first.status, 200, first.text);
      await api.call(`PATCH ${one}`, { body: { note: `after ${first.body.id}` } });
      const again = await change(path, body)();
      assert.deepEqual([again.status, again.text], [200, first.text]);
      assert.equal(again.headers.get('Idempotency-Replayed'), 'true');
      const [once, repeated] = await twice(change(path, other));
      assert.deepEqual([once.status, repeated.status], [200, 200], repeated.text);
      assert.deepEqual(repeated.body.decision, once.body.decision);
    }
  });

  it('counts a decision on another revision as another request', async () => {
    const { id } = (await keyed('place', { place: 'the yard', startsAt: inMinutes(270) })).body;
    const deny = (revision: number) =>
      api.call(`POST /open-spaces/${id}/deny`, {
        headers: { 'Idempotency-Key': 'deny', 'If-Match': `"${revision}"` },
      });
    assert.equal((await deny(0)).status, 200);
    assert.equal((await api.call(`POST /open-spaces/${id}/approve`)).status, 200);
    assert.equal((await deny(2)).status, 422);
  });

  /** The process dies before it can note its answer, and the client asks again when the key is free. */
  async function twice<T>(request: () => Promise<T>, between?: () => Promise<unknown>): Promise<[T, T]> {
    const { idempotency } = api.bench.store;
    const { settle } = idempotency;
    idempotency.settle = () => Promise.resolve();
    const first = await request();
    idempotency.settle = settle;
    await between?.();
    later += 61_000;
    const again = await request();
    later = 0;
    return [first, again];
  }

  it('decides only once if a process died before it answered', async () => {
    const { body: config } = await api.call('GET /config');
    await api.call('PUT /config', { body: { ...config, reminderMinutes: [30, 15] } });
    const { id } = (await keyed('two', { place: 'the dome', startsAt: inMinutes(290) })).body;
    const decide = (verb: string) => () =>
      api.call(`POST /open-spaces/${id}/${verb}`, { headers: { 'Idempotency-Key': `crash-${verb}` } });
    const statuses = async () =>
      (await api.call(`GET /open-spaces/${id}`)).body.reminders.map(({ status }: { status: string }) => status);
    const isPosted = () => eventually('the first one is posted', async () => (await statuses())[0] === 'sent');
    for (const verb of ['send-now', 'deny', 'approve', 'cancel']) {
      const [first, again] = await twice(decide(verb), isPosted);
      assert.deepEqual([again.status, again.body.decision], [200, first.body.decision], `${verb}: ${again.text}`);
      if (verb === 'send-now') assert.deepEqual(await statuses(), ['sent', 'approved']);
    }
  });

  it('enters a tweet once if a process died before it answered', async () => {
    const [heard, unheard] = [incomingTweet('Juggling somewhere #pyconopenspaces'), incomingTweet('x')];
    await hearTweet(api.bench.deps, heard);
    for (const { id, author } of [heard, unheard]) {
      const tweetUrl = `https://x.com/${author.username}/status/${id}`;
      const entry = { tweetUrl, place: `the ${id}`, startsAt: inMinutes(250) };
      // The bot looks the post up at once, and organisers may change the session.
      const change = () => api.call(`PATCH /open-spaces/${id}`, { body: { note: 'with mats' } });
      const [first, again] = await twice(() => keyed(id, entry), change);
      assert.deepEqual([first.status, again.status, again.body.id], [201, 201, id], again.text);
    }
  });

  it('records once who entered a tweet, even if the process died right after it was stored', async () => {
    const { id, author } = incomingTweet('Chess');
    const body = {
      tweetUrl: `https://x.com/${author.username}/status/${id}`,
      place: 'a tent',
      startsAt: inMinutes(260),
    };
    const { store, deps } = api.bench;
    const noted = async () => (await store.audit.list({ openSpaceId: id }, 10)).map(({ verb }) => verb);
    const { addDecisions } = store.audit;
    store.audit.addDecisions = () => Promise.reject(new Error('the process died'));
    assert.equal((await keyed('unnoted', body)).status, 500);
    store.audit.addDecisions = addDecisions;
    // Nobody sends it again.
    const inAMinute = () => Date.now() + 60_000;
    await reconcile({ ...deps, clock: inAMinute }, await store.configs.current(), new Map());
    assert.deepEqual(await noted(), ['enter']);
    for (const _ of ['again', 'and again']) assert.equal((await keyed('unnoted', body)).status, 201);
    assert.deepEqual(await noted(), ['enter']);
  });

  it('acts only once if a process died before it answered', async () => {
    const before = await count();
    const body = { place: 'the garden', startsAt: inMinutes(280) };
    const [first, again] = await twice(() => keyed('crash', body));
    assert.deepEqual([again.status, again.body.id], [201, first.body.id], again.text);
    assert.equal(await count(), before + 1);

    const shift = (from: string, minutes: number) => () =>
      api.call('POST /open-spaces/shift', {
        body: { from, minutes },
        headers: { 'Idempotency-Key': `shift${minutes}` },
      });
    const startOf = async () => Date.parse((await api.call(`GET /open-spaces/${first.body.id}`)).body.startsAt);
    for (const [from, minutes, moved] of [
      [inMinutes(275), 10, 10],
      // The new start is before `from`.
      [inMinutes(285), -20, -10],
    ] as const) {
      const [once, repeated] = await twice(shift(from, minutes));
      assert.equal(once.status, 200, once.text);
      assert.ok(once.body.moved.some(({ id }: { id: string }) => id === first.body.id));
      assert.deepEqual([repeated.body.moved, repeated.body.undo], [once.body.moved, once.body.undo]);
      assert.equal((await startOf()) - Date.parse(body.startsAt), moved * 60_000);
    }
  });

  it('forgets a key after a day', async () => {
    const body = { place: 'the roof', startsAt: inMinutes(3_000) };
    const first = await keyed('daily', body);
    later = 25 * 3_600_000;
    const next = await keyed('daily', body);
    later = 0;
    assert.equal(next.status, 201, next.text);
    assert.notEqual(next.body.id, first.body.id);
  });

  it('repeats a new token’s secret to its maker, and hides it from readers of the database', async () => {
    const make = () =>
      api.call('POST /tokens', { body: { name: 'lobby', scope: 'read' }, headers: { 'Idempotency-Key': 'lobby' } });
    const first = await make();
    const again = await make();
    assert.equal(again.body.token, first.body.token);
    const text = JSON.stringify(await everythingStoredWith(first.body.id));
    assert.match(text, /"answer":/u);
    assert.ok(!text.includes(first.body.token.slice(4)));
    assert.ok(!text.includes(apiToken));
  });
});
