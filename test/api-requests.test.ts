import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { forSuite } from './support/for-tests.ts';
import { inMinutes, startTestApi, apiToken, type TestApi } from './support/api-server.ts';
import { eventually } from './support/running-bot.ts';

describe('the API and malformed requests', () => {
  const api = forSuite(() => startTestApi());
  afterEach(() => assert.deepEqual(api.logged, [], 'nothing failed inside'));

  const expectProblem = async (status: number, request: string, options: Parameters<TestApi['call']>[1] = {}) => {
    const answered = await api.call(request, options);
    assert.equal(answered.status, status, `${request}: ${answered.text.slice(0, 300)}`);
    assert.match(answered.headers.get('Content-Type') ?? '', /^application\/problem\+json/u);
    assert.equal(answered.body.status, status);
    assert.ok(!/node_modules|\.ts:\d|at \w+ \(/u.test(answered.text), 'no stack');
    return answered;
  };

  it('answers 400 to unknown, repeated and nested parameters, and to operators of the database', async () => {
    for (const query of [
      'colour=red',
      'status=approved&status=denied',
      'status[$ne]=approved',
      'q[$regex]=.*',
      '__proto__=1',
      '__proto__[x]=1',
      'constructor=1',
      'limit=0',
      'limit=201',
      'limit=1e2',
      'limit=-1',
      'limit=',
      'from=yesterday',
      'from=2026-05-19T17:00:00',
      'status=fine',
      'approval=maybe',
      `q=${'x'.repeat(101)}`,
      'q=%00',
    ]) {
      const { body } = await expectProblem(400, `GET /open-spaces?${query}`);
      assert.ok(body.errors.length > 0, query);
    }
    for (const request of ['GET /open-spaces/manual-1', 'POST /open-spaces/manual-1/approve', 'GET /config']) {
      await expectProblem(400, `${request}?colour=red`);
    }
    for (const raw of ['{"room":{"$ne":1}}', '{"$where":"1"}', '{"__proto__":{"admin":true},"room":"B114"}']) {
      await expectProblem(400, 'POST /open-spaces', { raw });
    }
    await expectProblem(422, 'POST /open-spaces', { raw: '{"constructor":{"prototype":{"admin":true}}}' });
    assert.equal(({} as { admin?: boolean }).admin, undefined);
  });

  it('answers 400 to foreign cursors', async () => {
    const own = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const list of ['open-spaces', 'reminders', 'tweets', 'users', 'config/history', 'audit', 'tokens']) {
      for (const cursor of [
        'x',
        '%00',
        own({}),
        own({ list: `/api/v1/${list}`, at: { $gt: 0 }, id: 'x' }),
        own({ list: `/api/v1/${list}`, at: 1e99, id: 'x' }),
        own({ list: '/api/v1/none', at: null, id: 'x' }),
        own(null),
        own([]),
      ]) {
        const { body } = await expectProblem(400, `GET /${list}?cursor=${cursor}`);
        assert.equal(body.errors[0].path, 'cursor');
      }
    }
  });

  it('answers 404 to paths with `..`, and to malformed ids', async () => {
    for (const path of [
      '/open-spaces/..%2f..%2fetc%2fpasswd',
      '/open-spaces/%2e%2e',
      '/open-spaces/%00',
      '/open-spaces/[object%20Object]',
      '/tweets/..%2fconfig',
      '/users/1%20OR%201=1',
      '/config/history/..%2f',
      '/config/history/0',
      '/nothing',
      '/open-spaces/manual-1/promote',
    ]) {
      await expectProblem(404, `GET ${path}`);
    }
    const climbing = await rawRequest(api.url, 'GET /api/v1/open-spaces/../../../etc/passwd HTTP/1.1');
    assert.match(climbing, /^HTTP\/1\.1 404 /u);
  });

  it('answers 400 to bad JSON, 415 to other content types, and 406 if the client accepts no JSON', async () => {
    for (const raw of ['{', '{"a":1}x', '\u0000', '[1,2', '['.repeat(100_000), `${'['.repeat(50)}${']'.repeat(50)}`]) {
      await expectProblem(400, 'POST /open-spaces', { raw });
    }
    await expectProblem(400, 'POST /open-spaces', { raw: String.raw`{"title":"\ud800"}` });
    for (const raw of ['null', '[]', '"x"', '7', '{}']) await expectProblem(422, 'POST /open-spaces', { raw });
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/html',
    ]) {
      await expectProblem(415, 'POST /open-spaces', { raw: '{}', headers: { 'Content-Type': type } });
    }
    await expectProblem(406, 'GET /open-spaces', { headers: { Accept: 'text/html' } });
    await expectProblem(406, 'GET /open-spaces', { headers: { Accept: 'application/json;q=0, image/png' } });
    assert.equal((await api.call('GET /open-spaces', { headers: { Accept: 'text/html, */*;q=0.1' } })).status, 200);
  });

  it('takes a decision without a body, with any content type', async () => {
    for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain']) {
      const { body } = await api.call('POST /open-spaces', {
        body: { place: 'by the stairs', startsAt: inMinutes(120), title: type, approval: 'needs_action' },
      });
      const approved = await api.call(`POST /open-spaces/${body.id}/approve`, { headers: { 'Content-Type': type } });
      assert.equal(approved.status, 200, `${type}: ${approved.text}`);
    }
    await expectProblem(422, 'POST /open-spaces', { raw: '', headers: { 'Content-Type': 'application/json' } });
  });

  it('answers 405 to other methods, and names the allowed ones', async () => {
    const { headers } = await expectProblem(405, 'DELETE /open-spaces');
    assert.equal(headers.get('Allow'), 'GET, HEAD, POST');
    const shift = await expectProblem(405, 'PUT /open-spaces/shift');
    assert.equal(shift.headers.get('Allow'), 'POST');
    for (const request of ['PUT /open-spaces/manual-1', 'GET /open-spaces/manual-1/approve', 'PATCH /config']) {
      await expectProblem(405, request);
    }
    assert.match(await rawRequest(api.url, 'TRACE /api/v1/open-spaces HTTP/1.1'), /^HTTP\/1\.1 4\d\d /u);
    assert.match(await rawRequest(api.url, 'GET /api/v1/open-spaces/%zz HTTP/1.1'), /^HTTP\/1\.1 4\d\d /u);
  });

  it('answers 413 to a body of 100 MB without reading it, with or without its length', async () => {
    for (const headers of [{ 'Content-Length': '100000000' }, { 'Transfer-Encoding': 'chunked' }]) {
      const { status, sent } = await flood(api.url, headers);
      assert.equal(status, 413);
      assert.ok(sent < 20_000_000, `${sent} bytes were taken`);
    }
  });

  it('answers the next request on the connection after a 413', async () => {
    const first = `POST /api/v1/open-spaces HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${apiToken}`;
    const headers = 'Content-Type: application/json\r\nContent-Length: 1200000';
    const next = 'GET /healthz HTTP/1.1';
    const answers = await rawRequest(api.url, `${first}\r\n${headers}\r\n\r\n${'x'.repeat(1_200_000)}${next}`);
    assert.deepEqual(answers.match(/(?<=HTTP\/1\.1 )\d+/gu), ['413', '200']);
  });

  it('takes a time without seconds, and a plus that the address does not escape', async () => {
    const startsAt = inMinutes(100).replace(/:\d\d(?:\.\d+)?(?=Z$|[+-])/u, '');
    const entered = await api.call('POST /open-spaces', { body: { place: 'the roof', startsAt } });
    assert.equal(entered.status, 201, entered.text);
    const found = await api.call('GET /open-spaces?q=roof&from=2017-05-19T00:00+02:00&to=2999-01-01T00:00:00+02:00');
    assert.equal(found.status, 200, found.text);
    assert.deepEqual(
      found.body.items.map((one: { id: string }) => one.id),
      [entered.body.id],
    );
  });

  it('does not count a client that hangs up in the middle of its body as its own fault', async () => {
    const { hostname, port } = new URL(api.url);
    const badOnes = async () => {
      const { text } = await api.call('GET //metrics');
      const line =
        /^openspaces_api_requests_total\{method="POST",route="\/api\/v1\/open-spaces",status="400"\} (\d+)/mu;
      return Number(line.exec(text)?.[1] ?? 0);
    };
    const head = `POST /api/v1/open-spaces HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${apiToken}\r\n`;
    for (const body of ['Content-Length: 900\r\n\r\n{"room":', 'Transfer-Encoding: chunked\r\n\r\n9\r\n{"room":']) {
      const before = await badOnes();
      const socket = connect(Number(port), hostname);
      socket.write(`${head}Content-Type: application/json\r\n${body}`, () => socket.destroy());
      await eventually('it is counted', async () => (await badOnes()) === before + 1);
      assert.deepEqual(api.logged, []);
    }
  });

  it('answers 408 to a body that does not come', async () => {
    const headers = 'Content-Type: application/json\r\nContent-Length: 100';
    const answer = await rawRequest(api.url, 'POST /api/v1/open-spaces HTTP/1.1', headers, '{"room":');
    assert.match(answer, /^HTTP\/1\.1 408 /u);
    assert.match(answer, /did not come within 2 s/u);
  });

  it('keeps HTML in names and titles as text that no browser runs', async () => {
    const title = '<img src=x onerror=alert(1)> <!channel> & "quotes"';
    const entered = await api.call('POST /open-spaces', { body: { room: 'A103', startsAt: inMinutes(100), title } });
    assert.equal(entered.status, 201, entered.text);
    assert.equal(entered.body.title, title);
    assert.match(entered.headers.get('Content-Type') ?? '', /^application\/json/u);
    for (const [name, value] of [
      ['Cache-Control', /^no-store$/u],
      ['X-Content-Type-Options', /^nosniff$/u],
      ['Content-Security-Policy', /default-src 'none'.*frame-ancestors 'none'/u],
      ['Referrer-Policy', /^no-referrer$/u],
    ] as const) {
      assert.match(entered.headers.get(name) ?? '', value);
    }
    await expectProblem(422, 'POST /open-spaces', {
      body: { room: 'A103', startsAt: inMinutes(100), title: 'a\r\nb\u001b[31m' },
    });
  });

  it('refuses long and hostile texts quickly', async function () {
    this.timeout(30_000);
    for (const text of ['a'.repeat(200_000), ' '.repeat(200_000), '\n'.repeat(100_000), 'é'.repeat(100_000)]) {
      const body = { room: text, startsAt: text, title: text, tweetUrl: text };
      await expectProblem(422, 'POST /open-spaces', { body });
    }
  });
});

/** Sends a body that never ends, as fast as it is taken. */
function flood(url: string, headers: Record<string, string>): Promise<{ status: number; sent: number }> {
  return new Promise((resolve, reject) => {
    const chunk = Buffer.alloc(1_000_000, 0x20);
    let sent = 0;
    let status: number | undefined;
    const outgoing = httpRequest(`${url}/api/v1/open-spaces`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${apiToken}`, 'Content-Type': 'application/json', ...headers },
    });
    outgoing.on('response', (response) => {
      status = response.statusCode ?? 0;
      response.resume();
      outgoing.destroy();
      resolve({ status, sent });
    });
    outgoing.on('error', (error) => (status === undefined ? reject(error) : undefined));
    const more = () => {
      if (status !== undefined || sent >= 100_000_000) return;
      sent += chunk.length;
      if (outgoing.write(chunk)) setImmediate(more);
    };
    outgoing.on('drain', more);
    more();
  });
}

/** What a client that does not tidy up addresses and methods gets. */
function rawRequest(url: string, line: string, headers = 'Accept: */*', start = ''): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (data: string) => void (text += data));
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
    socket.write(
      `${line}\r\nHost: x\r\nAuthorization: Bearer ${apiToken}\r\n${headers}\r\nConnection: close\r\n\r\n${start}`,
    );
  });
}
