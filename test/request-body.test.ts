import assert from 'node:assert/strict';
import { connect, type AddressInfo } from 'node:net';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { bodyOf, limitBodyTo } from '../api/request-body.ts';
import { eventually } from './support/running-bot.ts';

describe('a request that a client ends in the middle of its body', () => {
  const outcomes: unknown[] = [];
  let server: ServerType;
  let hangUp: () => void = () => undefined;

  before(async () => {
    const app = new Hono();
    app.onError((error, c) => {
      outcomes.push(error);
      return c.text('', 500);
    });
    app.use('/before', async ({ req }, next) => {
      hangUp();
      await eventually('the client is gone', async () => req.raw.signal.aborted);
      await next();
    });
    app.use(limitBodyTo(1_000, (c) => c.text('too large', 413)));
    app.post('*', async (c) => {
      outcomes.push(await bodyOf(c));
      return c.text('');
    });
    server = createAdaptorServer({ fetch: app.fetch });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.on('request', ({ url }: { url?: string }) => (url === '/while' ? setImmediate(hangUp) : undefined));
  });
  after(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(() => void outcomes.splice(0));

  async function send(path: string, rest: string): Promise<unknown> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined);
    hangUp = () => void socket.destroy();
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${rest}`);
    return eventually('it is answered', async () =>
      outcomes.length === 0 ? undefined : { outcome: outcomes[0] },
    ).then(({ outcome }) => outcome);
  }

  const halves = {
    'a length': 'Content-Length: 9\r\n\r\n{"a":',
    chunks: 'Transfer-Encoding: chunked\r\n\r\n9\r\n{"a":',
  };
  for (const [what, half] of Object.entries(halves)) {
    for (const when of ['before', 'while']) {
      it(`is the client’s fault, with ${what}, ${when} it is read`, async () => {
        const outcome = await send(`/${when}`, half);
        assert.ok(outcome instanceof HTTPException && outcome.status === 400, String(outcome));
      });
    }
  }

  it('is carried out if the body was complete', async () => {
    assert.equal(await send('/before', 'Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n'), '{}');
  });
});
