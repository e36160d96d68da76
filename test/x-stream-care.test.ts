import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { IncomingTweet } from '../x/incoming.ts';
import { delayAfter, X_STREAM_PACE } from '../x/backoff.ts';
import { createXClient } from '../x/client.ts';
import { createOwnAccount } from '../x/own-account.ts';
import { streamRule } from '../core/stream-rule.ts';
import { listenToStream } from '../x/stream.ts';
import { isConnected, KEYWORDS, listen } from './support/listening.ts';
import { eventually, startTestX, X_CREDENTIALS } from './support/x-sandbox.ts';

describe('listening to the stream with care', () => {
  it('tries the gap again until it is filled, and hears meanwhile', async () => {
    const x = await startTestX();
    await x.fault({ route: '/2/tweets/search/recent', times: 1_000, then: 'status', status: 503 });
    await x.tweet('ada', 'missed #pyconopenspaces');
    const listening = listen(x.client);
    const before = listening.through;
    await eventually('two looks failed', () => listening.gaps >= 2);
    await x.tweet('ada', 'live #pyconopenspaces');
    await eventually('the live one', () => listening.heard.length === 1);
    assert.equal(listening.through, before, 'a live tweet must not move the mark past the gap');
    assert.ok(listening.states.some(({ lastError }) => lastError?.includes('search: X answered 503')));
    await x.control('DELETE /sandbox/faults');
    await eventually('the missed one', () => listening.heard.some(({ text }) => text.startsWith('missed')));
    await eventually('the mark', () => listening.through > before);
    await listening.stop();
    await x.close();
  });

  it('ends with the error when a tweet cannot be kept, instead of passing it by', async () => {
    const x = await startTestX();
    const listening = listenToStream(x.client, {
      keywords: KEYWORDS,
      own: { id: '1', username: 'openspacesbot' },
      onTweet: () => Promise.reject(new Error('the store is away')),
      onState: ({ connected }) => void (connected && x.tweet('ada', 'hello #pyconopenspaces')),
      onUnreadable: () => Promise.resolve(),
      heardThrough: () => Promise.resolve(Date.now()),
      onHeardThrough: () => Promise.resolve(),
      signal: new AbortController().signal,
    });
    await assert.rejects(listening, /the store is away/u);
    await eventually(
      'the connection is given back',
      async () => !((await x.control('GET /sandbox/stream')) as { connected: boolean }).connected,
    );
    await x.close();
  });

  it('hands over one at a time, and loses none of a flood', async () => {
    const x = await startTestX();
    let busy = 0;
    let most = 0;
    const texts: string[] = [];
    const onTweet = async ({ text }: IncomingTweet): Promise<void> => {
      most = Math.max(most, ++busy);
      await new Promise((resolve) => setImmediate(resolve));
      texts.push(text);
      busy--;
    };
    // The flood itself keeps this process from the stream for seconds on a busy machine, which is no silence of X.
    const listening = listen(x.client, { onTweet, pace: { silence: 60_000 } });
    await eventually('connected', () => isConnected(listening));
    for (let sent = 0; sent < 1_000; sent += 100) {
      const some = Array.from({ length: 100 }, (_, n) => x.tweet('ada', `flood ${sent + n} 🎉 #pyconopenspaces`));
      await Promise.all(some);
    }
    await eventually('all heard', () => texts.length === 1_000);
    assert.equal(most, 1);
    assert.equal(new Set(texts).size, 1_000);
    await listening.stop();
    await x.close();
  });

  it('leaves a connection that sends no sign of life', async () => {
    const x = await startTestX({ keepAliveMs: 60_000 });
    const listening = listen(x.client, { pace: { silence: 100 } });
    await eventually('a later connection', () => listening.gaps >= 2);
    // On a busy machine, an earlier connection may have been lost for another reason.
    const isSilent = () => listening.states.some(({ lastError }) => lastError?.startsWith('nothing heard'));
    await eventually('a connection that was left', isSilent);
    await listening.stop();
    await x.close();
  });

  it('stops at once while a connection attempt hangs', async () => {
    const server = createTcpServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const listening = listen(createXClient({ apiUrl: addressOf(server), ...X_CREDENTIALS }), {
      pace: { connect: 60_000 },
    });
    await new Promise((resolve) => server.once('connection', resolve));
    server.close();
    await Promise.race([
      listening.stop(),
      new Promise((_, reject) => setTimeout(() => reject(new Error('hangs')), 20_000)),
    ]);
  });

  it('says why it hears nothing while X does not name its account, asks again, and stops at once', async () => {
    const x = await startTestX();
    const own = createOwnAccount(x.client);
    await x.fault({ route: 'GET /2/users/me', times: 2, then: 'status', status: 503 });
    const listening = listen(x.client, { own });
    await eventually('connected', () => isConnected(listening));
    const [first, second] = listening.states;
    assert.match(first?.lastError ?? '', /^own account: X answered 503/u);
    assert.deepEqual([first?.connected, second?.since], [false, first?.since]);
    await x.tweet('ada', 'heard all the same #pyconopenspaces');
    await eventually('the tweet', () => listening.heard.length === 1);
    await listening.stop();

    const waiting = listen(x.client, { own: () => new Promise(() => {}) });
    await waiting.stop();
    await x.close();
  });

  it('storms no server that accepts and closes: only the first return is at once', async () => {
    let streams = 0;
    const server = createServer((request, response) => {
      if (request.url?.startsWith('/2/tweets/search/stream/rules')) {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ data: [{ id: '1', value: streamRule(KEYWORDS, 'openspacesbot') }] }));
        return;
      }
      if (!request.url?.startsWith('/2/tweets/search/stream?')) {
        response.writeHead(503).end();
        return;
      }
      streams++;
      response.writeHead(200);
      response.flushHeaders();
      response.socket?.end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const client = createXClient({ apiUrl: addressOf(server), ...X_CREDENTIALS });
    const listening = listen(client, { pace: { lostStep: 60_000 } });
    await eventually('the second end', () => listening.states.filter(({ connected }) => !connected).length === 2);
    // Room for hundreds of tries of a listener without pauses.
    for (let n = 0; n < 100; n++) await client.app.v2.streamRules();
    assert.equal(streams, 2);
    await listening.stop();
    server.closeAllConnections();
    server.close();
  });

  const tweet = { id: '12', author_id: '3', created_at: new Date().toISOString(), text: 'Tea #pyconopenspaces' };
  const lost = [
    { what: 'came in a line that cannot be read', line: JSON.stringify({ data: tweet }).slice(0, -9), pace: {} },
    { what: 'X does not stream, though it sends signs of life', line: '', pace: { search: 50 } },
  ];
  for (const { what, line, pace } of lost) {
    it(`searches for what ${what}`, async () => {
      let stream: ServerResponse | undefined;
      let isLost = false;
      const server = createServer((request, response) => {
        const path = request.url?.split('?')[0];
        response.setHeader('content-type', 'application/json');
        if (path === '/2/tweets/search/stream') {
          response.flushHeaders();
          stream = response;
          return;
        }
        const rules = { data: [{ id: '1', value: streamRule(KEYWORDS, 'openspacesbot') }] };
        const found = { data: isLost ? [tweet] : [], meta: { result_count: isLost ? 1 : 0 } };
        response.end(JSON.stringify(path?.endsWith('/rules') === true ? rules : found));
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const client = createXClient({ apiUrl: addressOf(server), ...X_CREDENTIALS });
      const listening = listen(client, { pace: { silence: 60_000, ...pace } });
      const before = listening.through;
      await eventually('the gap is filled', () => stream !== undefined && listening.through > before);
      isLost = true;
      stream?.write(`${line}\r\n`);
      await eventually('heard', () => listening.heard.length === 1);
      await eventually('the trouble is over', () => listening.states.at(-1)?.lastError === undefined);
      await listening.stop();
      server.closeAllConnections();
      server.close();
    });
  }

  it("keeps to X's own pauses", () => {
    const pauses = (end: 'lost' | 'refused' | 'limited', tries: number[]): number[] =>
      tries.map((n) => delayAfter(end, n, X_STREAM_PACE));
    assert.deepEqual(pauses('lost', [0, 1, 2, 64, 1_000]), [0, 250, 500, 16_000, 16_000]);
    assert.deepEqual(pauses('refused', [0, 1, 6, 50]), [5_000, 10_000, 320_000, 320_000]);
    assert.deepEqual(pauses('limited', [0, 1, 2]), [60_000, 120_000, 240_000]);
  });
});

function addressOf(server: Pick<Server, 'address'>): string {
  const address = server.address();
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
}
