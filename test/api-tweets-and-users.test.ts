import assert from 'node:assert/strict';
import { DateTime } from 'luxon';
import { daytimeZone } from './support/daytime.ts';
import { forSuite } from './support/for-tests.ts';
import { inMinutes, startTestApi } from './support/api-server.ts';
import { eventually } from './support/running-bot.ts';
import { hear, hearFromX, soon } from './support/tweets-heard.ts';

describe('the API: tweets and users', () => {
  const api = forSuite(() => startTestApi());

  it('shows every tweet with how it was read, newest first, by verdict and by words', async () => {
    const chatter = await hear(api.bench, 'Loving #pyconopenspaces <script>alert(1)</script>', { authorId: '21' });
    const review = await hear(api.bench, 'Who is up for chess in B115? #pyconopenspaces', { authorId: '22' });
    const retweet = await hear(api.bench, 'RT @x: chess in B115', { authorId: '23', isRetweet: true });
    const ids = async (query: string) =>
      (await api.call(`GET /tweets?${query}`)).body.items.map((item: { id: string }) => item.id);
    assert.deepEqual(await ids(''), [retweet, review, chatter]);
    assert.deepEqual(await ids('q=LOVING'), [chatter]);
    assert.deepEqual(await ids('verdict=ignore'), [chatter]);
    const one = (await api.call(`GET /tweets/${review}`)).body;
    assert.deepEqual([one.verdict, one.openSpaceId, one.room], ['review', review, 'B115']);
    assert.equal(one.postedAt.slice(-6), DateTime.now().setZone(daytimeZone).toFormat('ZZ'));
    const other = (await api.call(`GET /tweets/${retweet}`)).body;
    assert.deepEqual([other.isRetweet, other.ignoredBecause], [true, 'a retweet']);
    assert.equal(
      (await api.call(`GET /tweets/${chatter}`)).body.text,
      'Loving #pyconopenspaces <script>alert(1)</script>',
    );
  });

  it('schedules the session of a tweet that waits for review or was ignored', async () => {
    const review = await hear(api.bench, 'Who is up for go in B115? #pyconopenspaces');
    const chatter = await hear(api.bench, 'So much to see #pyconopenspaces');
    for (const [id, room, minutes] of [
      [review, 'B115', 200],
      [chatter, 'A103', 260],
    ] as const) {
      const body = { room, startsAt: inMinutes(minutes), title: 'Go' };
      const staged = await api.call(`POST /tweets/${id}/stage`, { body });
      assert.equal(staged.status, 201, staged.text);
      assert.equal(staged.headers.get('Location'), `/api/v1/open-spaces/${id}`);
      assert.deepEqual([staged.body.status, staged.body.room, staged.body.title], ['approved', room, 'Go']);
      assert.equal((await api.call(`GET /tweets/${id}`)).body.openSpaceId, id);
      // The post announces two sessions, and this is the second one.
      const other = { room: 'A106', startsAt: inMinutes(minutes), title: 'Chess' };
      const tweetUrl = `https://x.com/host1234/status/${id}`;
      for (const again of [
        await api.call(`POST /tweets/${id}/stage`, { body: other }),
        await api.call('POST /open-spaces', { body: { ...other, tweetUrl } }),
      ]) {
        assert.equal(again.status, 409);
        assert.match(
          again.body.detail,
          new RegExp(`^This post has a session already: ${room} · .* “Go”.* Change`, 'u'),
        );
      }
    }
    const body = { room: 'B115', startsAt: inMinutes(200) };
    assert.equal((await api.call('POST /tweets/1/stage', { body })).status, 404);
    assert.equal((await api.call('GET /tweets/1')).status, 404);
  });

  it('finds a post by an address without its host, and offers no change of a session that has begun', async () => {
    const chatter = await api.bench.x.tweet('busy_bea', 'What a day! #pyconopenspaces');
    await hearFromX(api.bench, chatter);
    const tweetUrl = `https://x.com/i/web/status/${chatter}`;
    const startsAt = new Date(Date.now() + 3_000).toISOString();
    const entered = await api.call('POST /open-spaces', {
      body: { place: 'the lawn', startsAt, title: 'Tai chi', tweetUrl },
    });
    assert.deepEqual([entered.status, entered.body.id], [201, chatter], entered.text);
    const enterAgain = () =>
      api.call('POST /open-spaces', {
        body: { place: 'the sofas', startsAt: inMinutes(300), title: 'Naps', tweetUrl },
      });
    assert.match((await enterAgain()).body.detail, /\. Change it, or enter another session without/u);
    await eventually('it has begun', async () =>
      / “Tai chi”.*\. Enter another session without/u.test((await enterAgain()).text),
    );
    const unheard = await api.call('POST /open-spaces', {
      body: { place: 'the stairs', startsAt: inMinutes(300), tweetUrl: 'https://x.com/i/web/status/1795' },
    });
    assert.deepEqual([unheard.status, unheard.body.tweet?.url], [201, 'https://x.com/i/status/1795'], unheard.text);
  });

  it('asks again if the host edits room and start of a post that was ignored and then scheduled', async () => {
    const when = soon(500);
    const enter = {
      'from the tweet': (id: string) => [`POST /tweets/${id}/stage`, {}] as const,
      'by its address': (id: string) =>
        ['POST /open-spaces', { tweetUrl: `https://x.com/host1234/status/${id}` }] as const,
    };
    for (const [how, of] of Object.entries(enter)) {
      const chatter = await hear(api.bench, 'What a day! #pyconopenspaces');
      const [path, more] = of(chatter);
      const body = { room: 'A105', startsAt: inMinutes(320), title: 'Knots', ...more };
      const entered = await api.call(path, { body });
      assert.deepEqual([entered.status, entered.body.status], [201, 'approved'], `${how}: ${entered.text}`);
      await hear(api.bench, `Knots @ ${when} in A106 #pyconopenspaces`, { firstId: chatter });
      const now = await eventually('it follows the tweet', async () => {
        const { body: open } = await api.call(`GET /open-spaces/${chatter}`);
        return open.room === 'A106' && open;
      });
      assert.equal(now.status, 'needs_action', how);
      await api.call(`POST /open-spaces/${chatter}/cancel`, { body: {} });
    }
  });

  it('keeps one open space of a post that was entered by a later version’s address and is edited', async () => {
    const { bench } = api;
    const first = await bench.x.tweet('host', 'Pottery, one day');
    const second = await bench.x.tweet('host', 'Pottery, soon', { editOf: first });
    const body = { tweetUrl: `https://x.com/host/status/${second}`, room: 'A104', startsAt: inMinutes(900) };
    const entered = await api.call('POST /open-spaces', { body });
    assert.deepEqual([entered.status, entered.body.id], [201, second], entered.text);
    const when = soon(960);
    const third = await bench.x.tweet('host', `Pottery @ ${when} in A105 #pyconopenspaces`, { editOf: first });
    await hearFromX(bench, third);
    await eventually('it knows the edit', async () => {
      const view = await bench.store.openSpaces.find(second);
      return view?.space.source?.tweetId === third && view;
    });
    for (const other of [first, third]) assert.equal((await api.call(`GET /open-spaces/${other}`)).status, 404);
  });

  it('ignores somebody from the next tweet on, and stops ignoring them', async () => {
    const first = await hear(api.bench, 'Chess in A104 #pyconopenspaces', { authorId: '77' });
    assert.equal((await api.call('GET /users/77')).body.shouldIgnore, false);
    const ignored = await api.call('PATCH /users/77', { body: { shouldIgnore: true } });
    assert.equal(ignored.status, 200, ignored.text);
    assert.equal(ignored.body.shouldIgnore, true);
    assert.deepEqual((await api.call('GET /config')).body.ignoreUsers, ['77']);
    const second = await hear(api.bench, 'Chess in A105 #pyconopenspaces', { authorId: '77' });
    const ignoredTweet = (await api.call(`GET /tweets/${second}`)).body;
    assert.deepEqual([ignoredTweet.ignoredBecause, ignoredTweet.openSpaceId], ['an ignored user', undefined]);
    assert.equal((await api.call(`GET /open-spaces/${second}`)).status, 404);
    assert.equal((await api.call(`GET /open-spaces/${first}`)).status, 200);

    const ids = async (query: string) =>
      (await api.call(`GET /users?${query}`)).body.items.map((item: { id: string }) => item.id);
    assert.deepEqual(await ids('ignored=true'), ['77']);
    assert.ok(!(await ids('ignored=false&limit=200')).includes('77'));
    assert.deepEqual(await ids('q=HOST77'), ['77']);

    await api.call('PATCH /users/77', { body: { shouldIgnore: false } });
    assert.deepEqual((await api.call('GET /config')).body.ignoreUsers, []);
    const third = await hear(api.bench, 'Chess in A106 #pyconopenspaces', { authorId: '77' });
    assert.equal((await api.call(`GET /open-spaces/${third}`)).status, 200);
    assert.equal((await api.call('PATCH /users/404404', { body: { shouldIgnore: true } })).status, 404);
    const [change] = (await api.call('GET /config/history')).body.items;
    assert.deepEqual(change.by, { id: 'API_TOKEN', name: 'API_TOKEN', door: 'api' });
  });

  it('follows the edits of a known session whose host is ignored now; the config approves none', async () => {
    const { bench } = api;
    const of = { authorId: '78' };
    await bench.config({ trustUsers: ['78'] });
    const when = soon(700);
    const session = await hear(bench, `Weaving @ ${when} in A103 #pyconopenspaces`, of);
    const review = await hear(bench, 'Weaving in A105 #pyconopenspaces', of);
    assert.equal((await api.call(`POST /open-spaces/${session}/approve`, { body: {} })).status, 200);
    await bench.config({ ignoreUsers: ['78'] });
    for (const [firstId, room] of [
      [session, 'A104'],
      [review, 'A106'],
    ] as const) {
      // Nothing but an announcement, so it is surely read.
      const sure = `Come and weave with us at ${when} in room ${room}, everyone is welcome 🎉 #pyconopenspaces`;
      await hear(bench, sure, { ...of, firstId });
      const now = await eventually(`it is in ${room}`, async () => {
        const { body } = await api.call(`GET /open-spaces/${firstId}`);
        return body.room === room && body;
      });
      assert.equal(now.status, 'needs_action');
    }
  });
});
