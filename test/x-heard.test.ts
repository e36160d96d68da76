import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { configSchema } from '../core/config.ts';
import { streamRule } from '../core/stream-rule.ts';
import { createXClient } from '../x/client.ts';
import { XUnavailable } from '../x/failure.ts';
import { askForFields } from '../x/field-parameters.ts';
import { isReadable, readTweet } from '../x/incoming.ts';
import { lookUpTweet, lookUpTweets } from '../x/lookup.ts';
import { listenByPolling } from '../x/polling.ts';
import { postTweet } from '../x/post.ts';
import { findOwnPosts } from '../x/timeline.ts';
import { isConnected, KEYWORDS, listen } from './support/listening.ts';
import { testConfig } from './support/workbench.ts';
import { eventually, startTestX, X_CREDENTIALS } from './support/x-sandbox.ts';

describe('what X sends', () => {
  for (const dialect of ['tweet', 'post'] as const) {
    it(`is heard in the names of ${dialect}, whole, with retweets and edits known as such`, async () => {
      const x = await startTestX({ dialect });
      const text = `${'A long invitation. '.repeat(30)}https://example.org/yoga?a=1 B114 17:00 #pyconopenspaces`;
      const missed = await x.tweet('ada', text);
      const listening = listen(x.client);
      await eventually('the missed one', () => listening.heard.length === 1);
      assert.equal(listening.heard[0]?.text, text);
      await x.tweet('bo', '', { retweetOf: missed });
      const edit = await x.tweet('ada', `${text} now`, { editOf: missed });
      await eventually('the edit', () => listening.heard.length === 2);
      assert.deepEqual([listening.heard[1]?.id, listening.heard[1]?.firstId], [edit, missed]);
      assert.equal(listening.heard[1]?.text, `${text} now`);
      assert.equal(listening.heard[1]?.author.username, 'ada');
      const found = await lookUpTweet(x.client, missed);
      assert.ok(found.kind === 'present' && found.tweet.id === edit, JSON.stringify(found));
      const reminder = 'Coming up in 15 minutes! https://twitter.com/ada/status/1';
      await postTweet(x.client, reminder);
      assert.equal((await findOwnPosts(x.client, { textsLike: () => [reminder], sinceId: undefined })).kind, 'found');
      await listening.stop();
      await x.close();
    });
  }

  it('is requested in the form that X took last, without trying the others each time', async () => {
    const x = await startTestX();
    const forms = [{ 'tweet.fields': 'old' }, { 'post.fields': 'new' }];
    const asked: object[] = [];
    const ask = async (form: object): Promise<string> => {
      asked.push(form);
      if (form === forms[1]) return 'taken';
      throw new XUnavailable({ kind: 'answered', status: 400, problem: '', detail: 'no such parameter' }, 'search');
    };
    for (let n = 0; n < 3; n += 1) assert.equal(await askForFields(x.client, forms, ask), 'taken');
    assert.deepEqual(asked, [forms[0], forms[1], forms[1], forms[1]]);
    await x.close();
  });

  it('ends at once when it is told to, even after the request was garbage-collected', async () => {
    const x = await startTestX({ keepAliveMs: 20 });
    const listening = listen(x.client);
    await eventually('connected', () => isConnected(listening));
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    for (let n = 0; n < 5; n += 1) {
      if (typeof collect === 'function') collect();
      await lookUpTweet(x.client, '1');
    }
    await listening.stop();
    const isClosed = async (): Promise<boolean> =>
      !((await x.control('GET /sandbox/stream')) as { connected: boolean }).connected;
    await eventually('the connection is given back', isClosed);
    await x.close();
  });

  it('may end its lines with a line feed alone, and in the middle of a character', async () => {
    const x = await startTestX({ lineEnd: '\n' });
    const listening = listen(x.client);
    await eventually('connected', () => isConnected(listening));
    for (const text of ['Füße 🎉 #pyconopenspaces', 'ナマケモノ #pyconopenspaces']) await x.tweet('ada', text);
    await eventually('both', () => listening.heard.length === 2);
    assert.equal(listening.heard[0]?.text, 'Füße 🎉 #pyconopenspaces');
    await listening.stop();
    await x.close();
  });

  it('may be anything: it becomes a tweet or an unreadable post, and nothing is thrown', () => {
    const names = ['id', 'text', 'author_id', 'created_at', 'entities', 'note_post', 'referenced_posts', 'note_tweet'];
    const likely = fc.oneof(fc.constant('12'), fc.constant('2026-10-31T17:00:00Z'), fc.jsonValue());
    const raw = fc.oneof(fc.dictionary(fc.constantFrom(...names, 'edit_history_post_ids'), likely), fc.anything());
    fc.assert(
      fc.property(raw, (sent) => {
        const tweet = readTweet(sent, []);
        if (isReadable(tweet)) assert.match(tweet.id, /^\d+$/u);
        else assert.match(tweet.why, /^X sent it without ./u);
      }),
      { numRuns: 2_000 },
    );
  });

  it('may lack a field: that post is reported, by stream and search, and the others are heard', async () => {
    const x = await startTestX();
    await x.tweet('ada', 'missed #pyconopenspaces', { without: ['created_at'] });
    await x.tweet('ada', 'missed too #pyconopenspaces');
    const listening = listen(x.client);
    await eventually('the one beside it', () => listening.heard.length === 1);
    for (const without of [['author_id'], ['text'], ['created_at', 'edit_history_tweet_ids']])
      await x.tweet('ada', `without ${without.join()} #pyconopenspaces`, { without });
    await x.tweet('ada', 'whole #pyconopenspaces');
    await eventually('the one after them', () => listening.heard.length === 2);
    // A search may find one again.
    const found = new Map(listening.unreadable.map(({ id, why }) => [id, why]));
    assert.deepEqual(
      [...found.values()],
      ['created_at', 'author_id', 'text', 'created_at'].map((field) => `X sent it without ${field}`),
    );
    assert.ok(
      listening.unreadable.every(({ id, postedAt }) => id !== undefined && Date.now() - (postedAt ?? 0) < 60_000),
    );
    await listening.stop();
    await x.close();
  });
});

describe('looking many tweets up', () => {
  it('asks for a hundred at a time, and distinguishes deleted, protected and other posts', async () => {
    const x = await startTestX();
    const ids: string[] = [];
    for (let n = 0; n < 205; n += 1) ids.push(await x.tweet(n === 7 ? 'shy' : 'ada', `tweet ${n}`));
    const edit = await x.tweet('ada', 'tweet 3, edited', { editOf: ids[3] });
    await x.control(`DELETE /sandbox/tweets/${ids[150]}`);
    await x.control('PATCH /sandbox/users/shy', { protected: true });
    const found = await lookUpTweets(x.client, [...ids, ids[0] ?? '']);
    assert.equal(found.size, 205);
    assert.deepEqual(found.get(ids[150] ?? ''), { kind: 'gone', why: 'deleted' });
    assert.deepEqual(found.get(ids[7] ?? ''), { kind: 'gone', why: 'protected' });
    const edited = found.get(ids[3] ?? '');
    assert.ok(edited?.kind === 'present' && edited.tweet.laterIds?.at(-1) === edit);
    assert.equal([...found.values()].filter(({ kind }) => kind === 'present').length, 203);
    // One of the three requests fails: only its ids are not known.
    await x.fault({ route: 'GET /2/tweets', times: 1, then: 'status', status: 503 });
    const partly = await lookUpTweets(x.client, ids);
    assert.equal([...partly.values()].filter(({ kind }) => kind === 'unavailable').length, 100);
    await x.close();
  });
});

describe('a 429 with a reset in the past', () => {
  it('makes each wait for the next post longer, until X takes one', async () => {
    const x = await startTestX();
    const waits: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      await x.fault({ route: 'POST /2/tweets', times: 1, then: 'status', status: 429, ms: 0 });
      const outcome = await postTweet(x.client, 'Coming up');
      assert.equal(outcome.kind, 'later');
      waits.push(outcome.kind === 'later' ? outcome.afterMs : 0);
    }
    assert.deepEqual(waits, [15_000, 30_000, 60_000, 120_000]);
    assert.equal((await postTweet(x.client, 'Coming up')).kind, 'posted');
    await x.fault({ route: 'POST /2/tweets', times: 1, then: 'status', status: 429, ms: 0 });
    const again = await postTweet(x.client, 'Coming up later');
    assert.equal(again.kind === 'later' && again.afterMs, 15_000);
    await x.close();
  });

  it('makes polling wait a minute and more, not a moment', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      const past = String(Math.floor(Date.now() / 1000) - 60);
      const limits = { 'x-rate-limit-limit': '1', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': past };
      response.writeHead(429, { 'content-type': 'application/problem+json', ...limits }).end('{"title":"Too Many"}');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const client = createXClient({ apiUrl: `http://127.0.0.1:${port}`, ...X_CREDENTIALS });
    const stop = new AbortController();
    let failed = 0;
    const polling = listenByPolling(client, {
      keywords: KEYWORDS,
      own: { id: '1', username: 'openspacesbot' },
      onTweet: async () => {},
      onUnreadable: async () => {},
      onState: () => void failed++,
      heardThrough: async () => Date.now(),
      onHeardThrough: async () => {},
      signal: stop.signal,
      everyMs: 1,
    });
    await eventually('refused', () => failed === 1);
    // Room for many looks that do not wait.
    for (let n = 0; n < 20; n += 1) await lookUpTweet(client, '1');
    assert.equal(asked, 21);
    stop.abort();
    await polling;
    server.closeAllConnections();
    server.close();
  });
});

describe('keywords', () => {
  it('are refused at save if X cannot listen for them, with the reason', () => {
    const problems = (keywords: string[]): string =>
      JSON.stringify(
        configSchema.safeParse(testConfig({ keywords })).error?.issues.map(({ message }) => message) ?? [],
      );
    assert.match(
      problems(Array.from({ length: 10 }, (_, n) => `${'k'.repeat(30)}${n}`)),
      /512 characters, these need 7\d\d/u,
    );
    for (const keyword of ['or', 'OR', '2027', '___'])
      assert.match(problems([keyword]), /cannot listen for the keyword/u);
    assert.equal(problems(['pyconopenspaces', 'ÖffentlichkeitX']), '[]');
  });

  it('that were saved make a rule with any handle that X gives', () => {
    // As many letters as the config takes.
    let most: string[] = [];
    for (let length = 1; length <= 50; length += 1) {
      const keywords = Array.from({ length: 10 }, (_, n) => `k${n}${'x'.repeat(length)}`);
      if (configSchema.safeParse(testConfig({ keywords })).success) most = keywords;
    }
    assert.ok(most.length === 10);
    assert.ok(streamRule(most, 'a'.repeat(15)).length <= 512);
  });
});
