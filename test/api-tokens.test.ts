import assert from 'node:assert/strict';
import { forSuite } from './support/for-tests.ts';
import { startTestApi, apiToken } from './support/api-server.ts';

describe('the API: tokens', () => {
  let admin: string;
  const api = forSuite(() => startTestApi());

  const make = async (scope: string, token: string, name = `the ${scope} one`) => {
    const made = await api.call('POST /tokens', { token, body: { name, scope } });
    assert.equal(made.status, 201, made.text);
    assert.match(made.body.token, /^osb_[A-Za-z0-9_-]{43}$/u);
    return made.body;
  };

  it('accepts API_TOKEN until there is an admin token, and never after that; another value is valid', async () => {
    await make('decide', apiToken);
    const first = await make('admin', apiToken);
    const refused = await api.call('GET /config', { token: apiToken });
    assert.equal(refused.status, 401);
    assert.match(refused.body.detail, /no longer works, because an admin token was made/u);
    const revoked = await api.call(`DELETE /tokens/${first.id}`, { token: first.token });
    assert.equal(revoked.status, 200);
    assert.equal((await api.call('GET /config', { token: apiToken })).status, 401);
    const other = 'another-token-of-this-installation';
    const restarted = await api.serveWith({ apiToken: other });
    assert.equal((await restarted('GET /config', { token: apiToken })).status, 401);
    const made = await restarted('POST /tokens', { token: other, body: { name: 'ana’s laptop', scope: 'admin' } });
    assert.equal(made.status, 201, made.text);
    admin = made.body.token;
    assert.equal((await restarted('GET /config', { token: other })).status, 401);
  });

  it('asks every route for a token, and says how to send it', async () => {
    const { body: document } = await api.call('GET /openapi.json', { token: null });
    const routes = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/gu, '1')}`),
    );
    assert.ok(routes.length >= 24, String(routes.length));
    for (const route of routes) {
      for (const headers of [
        {},
        { Authorization: 'Basic YTpi' },
        { Authorization: 'Bearer' },
        { Authorization: 'Bearer osb_x' },
      ]) {
        const refused = await api.call(route, { token: null, headers });
        assert.equal(refused.status, 401, `${route} ${JSON.stringify(headers)}`);
        assert.match(refused.headers.get('WWW-Authenticate') ?? '', /^Bearer realm=/u);
        assert.match(refused.headers.get('Content-Type') ?? '', /^application\/problem\+json/u);
      }
    }
  });

  it('allows each scope exactly what it names', async () => {
    const tokens = { read: (await make('read', admin)).token, decide: (await make('decide', admin)).token, admin };
    const wanted: readonly [string, object | undefined, 'read' | 'decide' | 'admin'][] = [
      ['GET /open-spaces', undefined, 'read'],
      ['GET /audit', undefined, 'read'],
      ['GET /config', undefined, 'read'],
      ['POST /open-spaces', {}, 'decide'],
      ['POST /open-spaces/1/approve', undefined, 'decide'],
      ['POST /tweets/1/stage', {}, 'decide'],
      ['PATCH /reminders/1-15', {}, 'decide'],
      ['PUT /config', {}, 'admin'],
      ['PATCH /users/1', {}, 'admin'],
      ['GET /tokens', undefined, 'admin'],
      ['POST /tokens', {}, 'admin'],
      ['DELETE /tokens/1', undefined, 'admin'],
    ];
    const order = ['read', 'decide', 'admin'] as const;
    for (const [route, body, needed] of wanted) {
      for (const scope of order) {
        const { status, body: problem } = await api.call(route, { token: tokens[scope], ...(body && { body }) });
        const allowed = order.indexOf(scope) >= order.indexOf(needed);
        assert.equal(status !== 403, allowed, `${route} with ${scope}: ${status}`);
        if (!allowed) assert.match(problem.detail, new RegExp(`needs a token with the scope "${needed}"`, 'u'));
      }
    }
  });

  it('revokes at once', async () => {
    const { id, token } = await make('read', admin);
    assert.equal((await api.call('GET /open-spaces', { token })).status, 200);
    const revoked = await api.call(`DELETE /tokens/${id}`, { token: admin });
    assert.notEqual(revoked.body.revokedAt, null);
    assert.equal((await api.call('GET /open-spaces', { token })).status, 401);
    const again = await api.call(`DELETE /tokens/${id}`, { token: admin });
    assert.equal(again.body.revokedAt, revoked.body.revokedAt);
    const missing = '00000000-0000-4000-8000-000000000000';
    assert.equal((await api.call(`DELETE /tokens/${missing}`, { token: admin })).status, 404);
  });

  it('shows a token’s secret once, keeps only its hash, and records who made it', async () => {
    const { id, token } = await make('read', admin, 'hallway board');
    await api.call('GET /open-spaces', { token });
    const listed = await api.call('GET /tokens?limit=200', { token: admin });
    const one = listed.body.items.find((item: { id: string }) => item.id === id);
    assert.deepEqual([one.name, one.scope, one.createdBy.name], ['hallway board', 'read', 'ana’s laptop']);
    assert.notEqual(one.lastUsedAt, null);
    assert.ok(!listed.text.includes('osb_'));
    assert.ok(!listed.text.includes('hash'));
    const stored = (await api.context.store.apiTokens.listLive()).find(({ _id }) => _id === id);
    assert.match(stored?.hash ?? '', /^[0-9a-f]{64}$/u);
    assert.ok(!JSON.stringify(stored).includes(token));
    const [entry] = (await api.call('GET /audit?limit=1', { token: admin })).body.items;
    assert.deepEqual([entry.words, entry.by.name], ['token "hallway board" (read) made', 'ana’s laptop']);
  });
});

describe('the API: the first admin token', () => {
  const api = forSuite(() => startTestApi());

  it('is answered again to API_TOKEN if the answer was lost, and nothing else is', async () => {
    const ask = (name: string, key?: string) =>
      api.call('POST /tokens', {
        token: apiToken,
        body: { name, scope: 'admin' },
        headers: key === undefined ? {} : { 'Idempotency-Key': key },
      });
    const lost = await ask('ana’s laptop', 'first');
    assert.equal(lost.status, 201, lost.text);
    const again = await ask('ana’s laptop', 'first');
    assert.deepEqual([again.status, again.text], [201, lost.text]);
    assert.equal((await api.call('GET /tokens', { token: again.body.token })).body.items.length, 2);
    const others = [await ask('ana’s laptop'), await ask('ana’s laptop', 'second'), await ask('bo', 'first')];
    for (const other of others) {
      assert.deepEqual([other.status, /an admin token was made/u.test(other.body.detail)], [401, true]);
    }
  });
});

describe('the API: rate limits', () => {
  const api = forSuite(() =>
    startTestApi({
      limits: { token: { burst: 5, perSecond: 0.001 }, stranger: { burst: 3, perSecond: 0.001 }, bodyWithinMs: 2_000 },
    }),
  );

  it('tells a fast caller when to continue, stops a guesser, and shuts out nobody at the same address', async () => {
    const guesses = [];
    for (let n = 0; n < 5; n += 1) guesses.push(await api.call('GET /config', { token: `osb_guess${n}` }));
    assert.deepEqual(
      guesses.map(({ status }) => status),
      [401, 401, 401, 429, 429],
    );
    const calls = [];
    for (let n = 0; n < 6; n += 1) calls.push(await api.call('GET /config'));
    assert.deepEqual(
      calls.map(({ status }) => status),
      [200, 200, 200, 200, 200, 429],
    );
    for (const { headers, body } of [...guesses, ...calls].filter(({ status }) => status === 429)) {
      assert.match(headers.get('Retry-After') ?? '', /^[1-9]\d*$/u);
      assert.match(body.detail, /Try again in \d+ s/u);
    }
  });
});
