import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createXClient } from '../x/client.ts';
import { searchGap } from '../x/gap.ts';
import { isReadable, postIdAt, readTweet, type IncomingTweet } from '../x/incoming.ts';
import { listenByPolling } from '../x/polling.ts';
import { streamRule } from '../core/stream-rule.ts';
import { searchSince } from '../x/search.ts';
import { withoutNulls } from '../x/without-nulls.ts';
import { forEachTest } from './support/for-tests.ts';
import { isConnected, KEYWORDS, listen } from './support/listening.ts';
import { eventually, startTestX, X_CREDENTIALS } from './support/x-sandbox.ts';

describe('polling instead of the stream', () => {
  it('hears the same tweets as the stream does, through failing searches too', async () => {
    const x = await startTestX();
    const streaming = listen(x.client);
    const stop = new AbortController();
    const heard: IncomingTweet[] = [];
    const unreadable = new Set<string | undefined>();
    let looks = 0;
    const polling = listenByPolling(x.client, {
      keywords: KEYWORDS,
      own: { id: '1', username: 'openspacesbot' },
      onTweet: async (tweet) => void heard.push(tweet),
      onState: () => {},
      onUnreadable: async ({ id }) => void unreadable.add(id),
      heardThrough: async () => Date.now() - 60_000,
      onHeardThrough: async () => void looks++,
      signal: stop.signal,
      everyMs: 10,
    });
    await eventually('both listen', () => isConnected(streaming) && looks > 0);
    await x.fault({ route: '/2/tweets/search/recent', times: 2, then: 'status', status: 503 });
    const first = await x.tweet('ada', 'B114 at 5pm #pyconopenspaces & more 🎉');
    await x.tweet('bo', '', { retweetOf: first });
    // It stops neither the one before it nor the one after it.
    const cut = await x.tweet('cy', 'A104 at 6pm #pyconopenspaces', { without: ['created_at'] });
    await x.tweet('bo', 'A103 at 6pm, https://example.org/a?b=c pyconopenspace');
    await eventually('both heard both', () => heard.length === 2 && streaming.heard.length === 2);
    await x.tweet('ada', 'B114 at 7pm #pyconopenspaces', { editOf: first });
    await eventually('both heard the edit', () => heard.length === 3 && streaming.heard.length === 3);
    assert.deepEqual(heard, streaming.heard);
    assert.deepEqual([...unreadable], [cut]);
    stop.abort();
    await polling;
    await streaming.stop();
    await x.close();
  });

  it('says that it has ended, also if it ends while it hands posts over', async () => {
    const x = await startTestX();
    const stop = new AbortController();
    const states: boolean[] = [];
    for (const name of ['ada', 'bo']) await x.tweet(name, 'B114 at 5pm #pyconopenspaces');
    await listenByPolling(x.client, {
      keywords: KEYWORDS,
      own: { id: '1', username: 'openspacesbot' },
      onTweet: async () => stop.abort(),
      onState: ({ connected }) => void states.push(connected),
      onUnreadable: async () => {},
      heardThrough: async () => Date.now() - 60_000,
      onHeardThrough: async () => assert.fail('not all was handed over'),
      signal: stop.signal,
    });
    assert.deepEqual(states, [true, false]);
    await x.close();
  });

  it('hears a post that X sends whole only later', async () => {
    const created_at = new Date().toISOString();
    const cut = { id: String(BigInt(postIdAt(Date.now())) + 1n), author_id: '3', text: 'Tea at 5 #pyconopenspaces' };
    let isWhole = false;
    const server = createServer((_, response) => {
      const data = [isWhole ? { ...cut, created_at } : cut];
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ data, meta: { result_count: 1 } }));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const stop = new AbortController();
    const heard: string[] = [];
    let looks = 0;
    const polling = listenByPolling(createXClient({ ...X_CREDENTIALS, apiUrl }), {
      keywords: KEYWORDS,
      own: { id: '1', username: 'openspacesbot' },
      onTweet: async ({ id }) => void heard.push(id),
      onUnreadable: async () => void (isWhole = true),
      onState: () => {},
      heardThrough: async () => Date.now() - 60_000,
      onHeardThrough: async () => void looks++,
      signal: stop.signal,
      everyMs: 10,
    });
    await eventually('a few looks', () => looks > 3);
    stop.abort();
    await polling;
    assert.deepEqual(heard, [cut.id], 'once');
    server.closeAllConnections();
    server.close();
  });
});

it('a field that X sends as null counts as left out', () => {
  const left = { entities: null, note_post: null, referenced_posts: null, edit_history_post_ids: null };
  const raw = { id: '12', author_id: '3', created_at: new Date().toISOString(), text: 'Tea', ...left };
  const tweet = readTweet(withoutNulls(raw), []);
  assert.ok(isReadable(tweet), JSON.stringify(tweet));
  assert.equal(tweet.text, 'Tea');
});

describe('searching what was missed', () => {
  const query = streamRule(KEYWORDS, 'openspacesbot');
  const x = forEachTest(() => startTestX());

  async function search(startTime = Date.now() - 60_000): Promise<string[]> {
    const { signal } = new AbortController();
    return (await searchSince(x.client, { query, startTime, signal })).map(({ text }) => text);
  }

  it('finds everything since the mark, oldest first, over pages', async () => {
    const texts = Array.from({ length: 230 }, (_, n) => `missed ${n} pyconopenspaces`);
    for (const text of texts) await x.tweet('ada', text);
    assert.deepEqual(await search(), texts);
  });

  it('falls back to all that X remembers, when the mark is too old', async () => {
    await x.tweet('ada', 'kept pyconopenspaces');
    assert.deepEqual(await search(Date.now() - 30 * 86_400_000), ['kept pyconopenspaces']);
  });

  it('takes errors alone for no answer: else what was missed would count as heard', async () => {
    const server = createServer((_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"errors":[{"title":"Service Unavailable"}]}'),
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { signal } = new AbortController();
    const client = createXClient({ ...X_CREDENTIALS, apiUrl });
    await assert.rejects(searchSince(client, { query, startTime: Date.now(), signal }), /the answer cannot be read/u);
    server.close();
  });

  it('goes on without a removed keyword that X refuses: else nothing would be heard any more', async () => {
    const server = createServer(({ url }, response) => {
      const isRefused = url?.includes('refused') === true;
      response.writeHead(isRefused ? 400 : 200, { 'content-type': 'application/json' });
      response.end(isRefused ? '{"title":"Invalid Request"}' : '{"meta":{"result_count":0}}');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const now = Date.now();
    const removedKeywords = async () => [{ keywords: ['refused'], from: now - 60_000, until: now }];
    const { signal } = new AbortController();
    const options = {
      heardThrough: async () => now,
      removedKeywords,
      own: { id: '1', username: 'bot' },
      signal,
      lagMs: 0,
    };
    const { tweets } = await searchGap(createXClient({ ...X_CREDENTIALS, apiUrl }), query, options);
    assert.deepEqual(tweets, []);
    server.close();
  });

  it('takes null for no results', async () => {
    const server = createServer((_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"data":null,"includes":null,"meta":{"result_count":0}}'),
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { signal } = new AbortController();
    const client = createXClient({ ...X_CREDENTIALS, apiUrl });
    assert.deepEqual(await searchSince(client, { query, startTime: Date.now(), signal }), []);
    server.close();
  });

  it('says that it failed rather than that there was nothing', async () => {
    await x.fault({ route: '/2/tweets/search/recent', times: 1, then: 'status', status: 503 });
    await assert.rejects(search(), /search: X answered 503/u);
    await x.fault({ route: '/2/tweets/search/recent', times: 1, then: 'truncate', accept: true });
    await assert.rejects(search(), /cut off/u);
  });

  it('listens for the words of the config, and for nothing that is smuggled in', () => {
    assert.equal(streamRule(['PyCon'], '@bot'), '(pycon OR #pycon) -is:retweet -from:bot');
    for (const keyword of ['#pycon', 'a OR b', 'from:ada', 'x)', '', '2023', 'or'])
      assert.throws(() => streamRule([keyword], 'bot'), /keyword/u);
    assert.throws(
      () =>
        streamRule(
          Array.from({ length: 60 }, (_, n) => `keyword${n}`),
          'bot',
        ),
      /too many/u,
    );
  });
});
