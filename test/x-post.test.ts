import assert from 'node:assert/strict';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { createXClient } from '../x/client.ts';
import { postTweet } from '../x/post.ts';
import { createXGateway } from '../x/gateway.ts';
import { findOwnPosts, newestOwnPostId } from '../x/timeline.ts';
import { forEachTest } from './support/for-tests.ts';
import { startTestX, X_CREDENTIALS } from './support/x-sandbox.ts';

const TEXT = 'Coming up in 15 minutes! https://twitter.com/ada/status/1';

describe('posting to X', () => {
  const x = forEachTest(() => startTestX());

  it('posts, and the timeline shows the text as the bot sent it', async () => {
    const outcome = await postTweet(x.client, TEXT);
    assert.equal(outcome.kind, 'posted');
    assert.deepEqual(
      (await x.timeline()).map(({ text }) => text),
      [TEXT],
    );
  });

  it('hears that a text stands already, and does not take it for another refusal', async () => {
    await postTweet(x.client, TEXT);
    const outcome = await postTweet(x.client, TEXT);
    assert.deepEqual(outcome, {
      kind: 'duplicate',
      detail: 'You are not allowed to create a Tweet with duplicate content.',
    });
    assert.equal((await x.timeline()).length, 1);
  });

  it('is refused over 280 weighted characters, where a link counts 23 and an emoji 2', async () => {
    const link = `https://example.org/${'long/'.repeat(60)}`;
    assert.equal((await postTweet(x.client, `${'a'.repeat(256)} ${link}`)).kind, 'posted');
    assert.equal((await postTweet(x.client, '🎉'.repeat(140))).kind, 'posted');
    const outcome = await postTweet(x.client, '🎉'.repeat(141));
    assert.ok(outcome.kind === 'refused' && outcome.status === 400, JSON.stringify(outcome));
    assert.match(outcome.detail, /too long/u);
  });

  const lost = [
    { then: 'drop', accept: true },
    { then: 'drop', accept: false },
    { then: 'hang', accept: true },
    { then: 'hang', accept: false },
    { then: 'truncate', accept: true },
    { then: 'status', status: 500, accept: true },
    { then: 'status', status: 502, accept: false },
    { then: 'status', status: 503, accept: true, body: '<html>Over capacity</html>' },
    { then: 'status', status: 504, accept: true },
    { then: 'status', status: 408, accept: true },
  ];
  for (const fault of lost) {
    const { then, status, accept } = fault;
    const how = `${then} ${status ?? ''} ${accept ? 'with' : 'without'} acceptance`;
    it(`does not know after ${how}, and the timeline tells`, async () => {
      const sinceId = await newestOwnPostId(x.client);
      await x.fault({ route: 'POST /2/tweets', times: 1, ...fault });
      const outcome = await postTweet(x.client, TEXT, { timeoutMs: 200 });
      assert.equal(outcome.kind, 'ambiguous', JSON.stringify(outcome));
      const found = await findOwnPosts(x.client, { textsLike: () => [TEXT], sinceId });
      assert.equal(found.kind, accept ? 'found' : 'absent');
      assert.equal((await postTweet(x.client, TEXT)).kind, accept ? 'duplicate' : 'posted');
      assert.equal((await x.timeline()).length, 1);
    });
  }

  it('waits out a rate limit until the reset that X names', async () => {
    await x.fault({ route: '/2/tweets', times: 1, then: 'status', status: 429, ms: 480_000 });
    const outcome = await postTweet(x.client, TEXT);
    assert.ok(outcome.kind === 'later' && Math.abs(outcome.afterMs - 480_000) < 5_000, JSON.stringify(outcome));
  });

  it('runs into the real limit of posts, and is told when it ends', async () => {
    const limited = await startTestX({ rateLimits: { 'POST /2/tweets user': 2 } });
    await postTweet(limited.client, 'one');
    await postTweet(limited.client, 'two');
    const outcome = await postTweet(limited.client, 'three');
    assert.ok(outcome.kind === 'later' && outcome.afterMs > 800_000, JSON.stringify(outcome));
    await limited.close();
  });

  for (const [status, problem, words, refuses] of [
    [401, undefined, /keys/u, 'keys'],
    [402, undefined, /credits/u, 'account'],
    [403, 'AccountLocked', /locked/u, 'account'],
    [429, 'UsageCapExceeded', /usage cap/u, 'account'],
  ] as const) {
    it(`asks an operator and tries again in a minute on ${status} ${problem ?? ''}`, async () => {
      await x.fault({ route: 'POST /2/tweets', times: 1, then: 'status', status, problem });
      const outcome = await postTweet(x.client, TEXT, { clock: () => 5_000 });
      assert.ok(outcome.kind === 'later', JSON.stringify(outcome));
      assert.equal(outcome.afterMs, 60_000);
      assert.match(outcome.reason, words);
      assert.equal(outcome.refuses, refuses);
    });
  }

  for (const status of [400, 403, 404, 413, 422]) {
    it(`takes ${status} for a no that stays`, async () => {
      await x.fault({ route: 'POST /2/tweets', times: 1, then: 'status', status });
      const outcome = await postTweet(x.client, TEXT);
      assert.ok(outcome.kind === 'refused' && outcome.status === status, JSON.stringify(outcome));
    });
  }

  it('knows that nothing was posted when nobody answers at the address', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const port = portOf(server);
    await new Promise((resolve) => server.close(resolve));
    const outcome = await postTweet(createXClient({ apiUrl: `http://127.0.0.1:${port}`, ...X_CREDENTIALS }), TEXT);
    assert.ok(outcome.kind === 'later' && outcome.reason.includes('ECONNREFUSED'), JSON.stringify(outcome));
  });

  it('is not believed with a wrong secret, and says so without telling any', async () => {
    const forger = createXClient({ apiUrl: x.url, ...X_CREDENTIALS, accessSecret: 'canary-wrong' });
    const outcome = await postTweet(forger, TEXT);
    assert.ok(outcome.kind === 'later' && outcome.reason.includes('401'), JSON.stringify(outcome));
    assert.doesNotMatch(JSON.stringify(outcome), /canary/u);
    assert.deepEqual(await x.timeline(), []);
  });

  it('sends no keys in the clear beyond this machine', () => {
    assert.throws(() => createXClient({ apiUrl: 'http://x.example.org', ...X_CREDENTIALS }), /https/u);
    assert.throws(() => createXClient({ apiUrl: 'https://x.example.org/2/', ...X_CREDENTIALS }), /no path/u);
  });
});

describe("the bot's own timeline", () => {
  const x = forEachTest(() => startTestX());

  it('finds a post behind shortened links, bare domains and escaped signs', async () => {
    const links = 'Tea & cake <3 in B114, see notes.py and https://a.example/?b=1&c=2';
    for (const text of [TEXT, links, 'Café 🎉 ends. ']) {
      await postTweet(x.client, text);
      assert.equal((await findOwnPosts(x.client, { textsLike: () => [text], sinceId: undefined })).kind, 'found', text);
    }
    assert.equal((await findOwnPosts(x.client, { textsLike: () => [`${TEXT}2`], sinceId: undefined })).kind, 'absent');
  });

  it('looks only behind the mark, over several pages', async () => {
    await postTweet(x.client, 'before the mark');
    const sinceId = await newestOwnPostId(x.client);
    const generous = await startTestX({ rateLimits: { 'POST /2/tweets user': 1000 } });
    for (let n = 0; n < 130; n++) await postTweet(generous.client, `post ${n}`);
    assert.equal(
      (await findOwnPosts(generous.client, { textsLike: () => ['post 3'], sinceId: undefined })).kind,
      'found',
    );
    assert.equal(
      (await findOwnPosts(generous.client, { textsLike: () => ['post 130'], sinceId: undefined })).kind,
      'absent',
    );
    assert.equal((await findOwnPosts(x.client, { textsLike: () => ['before the mark'], sinceId })).kind, 'absent');
    await generous.close();
  });

  it('shows no post of long ago where nobody knows the newest one', async () => {
    let behindMs = 2 * 3_600_000;
    const old = await startTestX({ clock: () => Date.now() - behindMs });
    await postTweet(old.client, TEXT);
    behindMs = 0;
    await postTweet(old.client, `${TEXT}2`);
    const gateway = createXGateway(old.client, {
      listen: 'poll',
      own: () => Promise.resolve({ id: '1', username: 'bot' }),
    });
    const sinceId = gateway.earlierPostId();
    assert.equal((await gateway.findOwnPosts({ textsLike: () => [TEXT], sinceId })).kind, 'absent');
    assert.equal((await gateway.findOwnPosts({ textsLike: () => [`${TEXT}2`], sinceId })).kind, 'found');
    await old.close();
  });

  for (const fault of [
    { then: 'status', status: 503 },
    { then: 'status', status: 401 },
    { then: 'status', status: 429 },
    { then: 'drop' },
    { then: 'truncate', accept: true },
  ]) {
    it(`never says absent when the look-up ends in ${fault.then} ${fault.status ?? ''}`, async () => {
      await x.fault({ route: 'GET /2/users/:id/tweets', times: 1, ...fault });
      const found = await findOwnPosts(x.client, { textsLike: () => [TEXT], sinceId: undefined });
      assert.equal(found.kind, 'unavailable');
      assert.equal((await findOwnPosts(x.client, { textsLike: () => [TEXT], sinceId: undefined })).kind, 'absent');
    });
  }

  it('looks again after its own account could not be read once', async () => {
    await x.fault({ route: 'GET /2/users/me', times: 1, then: 'status', status: 503 });
    await assert.rejects(newestOwnPostId(x.client), /503/u);
    assert.equal(await newestOwnPostId(x.client), undefined);
  });

  for (const [what, body] of [
    ['errors beside the posts', { data: [{ id: '1', text: 'other' }], errors: [{}], meta: { result_count: 1 } }],
    ['fewer posts than it counts', { data: [{ id: '1', text: 'other' }], meta: { result_count: 2 } }],
    ['nothing but an empty object', {}],
  ] as const) {
    it(`never says absent when X shows ${what}`, async () => {
      const partial = createHttpServer((request, response) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(request.url === '/2/users/me' ? { data: { id: '1' } } : body));
      }).listen(0, '127.0.0.1');
      await new Promise((resolve) => partial.once('listening', resolve));
      const client = createXClient({ apiUrl: `http://127.0.0.1:${portOf(partial)}`, ...X_CREDENTIALS });
      assert.equal((await findOwnPosts(client, { textsLike: () => [TEXT], sinceId: undefined })).kind, 'unavailable');
      partial.close();
    });
  }

  it('takes the protected account, which shows nothing, for unavailable', async () => {
    await x.control(`PATCH /sandbox/users/${x.botUsername}`, { protected: true });
    assert.equal((await findOwnPosts(x.client, { textsLike: () => [TEXT], sinceId: undefined })).kind, 'unavailable');
  });
});

function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
