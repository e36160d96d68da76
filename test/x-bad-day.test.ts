import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { X_STREAM_PACE } from '../x/backoff.ts';
import { createXClient, type XClient } from '../x/client.ts';
import { XUnavailable } from '../x/failure.ts';
import { searchGap, waitAfterFailure } from '../x/gap.ts';
import { isReadable, readTweet, type IncomingTweet } from '../x/incoming.ts';
import { lookUpTweet } from '../x/lookup.ts';
import { streamRule } from '../core/stream-rule.ts';
import { searchSince } from '../x/search.ts';
import { findOwnPosts } from '../x/timeline.ts';
import { isConnected, KEYWORDS, listen } from './support/listening.ts';
import { eventually, X_CREDENTIALS } from './support/x-sandbox.ts';

describe('X on a bad day', () => {
  const ends: (() => void)[] = [];
  afterEach(() => {
    for (const end of ends.splice(0)) end();
  });

  /** A client of an X that answers each request so. */
  async function xThat(answers: (request: IncomingMessage, response: ServerResponse) => void): Promise<XClient> {
    const server = createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      answers(request, response);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    ends.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return createXClient({
      ...X_CREDENTIALS,
      apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    });
  }
  const xThatSays = (body: object): Promise<XClient> => xThat((_, response) => response.end(JSON.stringify(body)));

  const raw = { id: '1900000000000000003', author_id: '3', created_at: '2026-11-27T10:00:00Z', text: 'Tea' };
  const read = (more: object): IncomingTweet => {
    const tweet = readTweet({ ...raw, ...more }, []);
    return isReadable(tweet) ? tweet : assert.fail(tweet.why);
  };
  it('may name an edit before it shows it: the post is not taken for deleted', async () => {
    const [first, edit] = ['1900000000000000003', '1900000000000000009'];
    const x = await xThat(({ url }, response) => {
      const errors = [{ ...notFound, value: edit, resource_id: edit }];
      const shown = { data: { ...raw, edit_history_tweet_ids: [first, edit] } };
      response.end(JSON.stringify(url?.includes(edit) === true ? { errors } : shown));
    });
    assert.deepEqual(await lookUpTweet(x, first), {
      kind: 'unavailable',
      reason: 'X does not show its newest version',
      hidden: { tweetId: edit, url: `https://twitter.com/i/status/${edit}` },
    });
  });

  const notFound = { type: 'https://api.x.com/2/problems/resource-not-found', title: 'Not Found Error' };

  it('may say null for what is missing: a deletion is noticed, and pages and rules are read', async () => {
    const { signal } = new AbortController();
    const gone = await xThatSays({ data: null, includes: null, errors: [{ ...notFound, value: '5' }] });
    assert.deepEqual(await lookUpTweet(gone, '5'), { kind: 'gone', why: 'deleted' });
    const empty = await xThat(({ url = '' }, response) => {
      const meta = { result_count: 0, next_token: null };
      const body = url.includes('users/me')
        ? { data: { id: '1', username: 'bot' } }
        : { data: null, errors: null, meta };
      response.end(JSON.stringify(body));
    });
    const search = { query: streamRule(KEYWORDS, 'bot'), startTime: Date.now(), signal };
    assert.deepEqual(await searchSince(empty, search), []);
    assert.deepEqual(await findOwnPosts(empty, { textsLike: () => ['Tea'], sinceId: undefined }), { kind: 'absent' });
  });

  it('has no rules and says null, then streams', async () => {
    const rules: object[] = [];
    let stream: ServerResponse | undefined;
    const x = await xThat((request, response) => {
      const { method, url = '' } = request;
      if (url.startsWith('/2/tweets/search/stream?')) {
        stream = response;
        return response.flushHeaders();
      }
      const value = streamRule(KEYWORDS, 'openspacesbot');
      if (method === 'POST') rules.push({ id: '1', value, tag: null });
      const data = rules.length === 0 ? null : rules;
      return response.end(JSON.stringify(url.includes('/rules') ? { data } : { meta: { result_count: 0 } }));
    });
    const listening = listen(x);
    await eventually('connected', () => isConnected(listening));
    stream?.write(`${JSON.stringify({ data: raw, includes: null, errors: null, matching_rules: [{ id: '1' }] })}\r\n`);
    await eventually('heard', () => listening.heard.length === 1);
    stream?.write(`${JSON.stringify({ data: null, errors: [{ title: 'operational-disconnect' }] })}\r\n`);
    const isToldWhy = () =>
      listening.states.some(({ lastError }) => lastError === 'X ended the stream: operational-disconnect');
    await eventually('it ends', isToldWhy);
    await listening.stop();
  });

  it('reports something else that it cannot find: the post does not count as deleted', async () => {
    const about = { detail: 'Could not find the user', resource_type: 'user', resource_id: '3', value: '3' };
    const x = await xThatSays({ errors: [{ ...notFound, ...about }] });
    assert.deepEqual(await lookUpTweet(x, '5'), { kind: 'unavailable', reason: 'X gave no tweet and no reason' });
  });

  it('has another clock: the mark follows it as far as ours may be wrong', async () => {
    const minute = 60_000;
    const throughWith = async (aheadMs: number) => {
      const x = await xThat((_, response) => {
        response.setHeader('date', new Date(Date.now() + aheadMs).toUTCString());
        response.end('{"meta":{"result_count":0}}');
      });
      const options = { heardThrough: async () => Date.now(), own: { id: '1', username: 'bot' }, lagMs: 0 };
      const { signal } = new AbortController();
      return (await searchGap(x, streamRule(KEYWORDS, 'bot'), { ...options, signal })).through;
    };
    const began = Date.now();
    // Ours is five minutes behind: otherwise the stream would seem to have a gap for as long.
    assert.ok((await throughWith(5 * minute)) > began + 4 * minute);
    assert.ok((await throughWith(60 * minute)) <= Date.now() + 10 * minute);
  });

  it('names a limit that ends in a year: the next search comes within its window all the same', () => {
    const now = Date.now();
    const limited = {
      kind: 'answered',
      status: 429,
      problem: '',
      detail: '',
      resetAt: now + 365 * 86_400_000,
    } as const;
    const wait = waitAfterFailure(new XUnavailable(limited, 'search'), 0, now, X_STREAM_PACE);
    assert.equal(wait, X_STREAM_PACE.limitedMost);
  });

  it('names the versions of a post in any order', () => {
    const ids = ['1900000000000000003', '1900000000000000001', '', '1900000000000000002'];
    const { firstId, laterIds } = read({ edit_history_tweet_ids: ids });
    assert.deepEqual([firstId, laterIds], ['1900000000000000001', ['1900000000000000002', '1900000000000000003']]);
  });

  it('names no id of a quoted post: the post can be read', () => {
    for (const reference of [{ type: 'quoted', id: '' }, { type: 'quoted' }])
      assert.equal(read({ referenced_tweets: [reference, 'x'] }).isQuote, true);
  });
});
