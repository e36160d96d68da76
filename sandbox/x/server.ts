import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { XCredentials } from '../../x/client.ts';
import { apiRoutes } from './api.ts';
import { controlRoutes } from './control.ts';
import type { Dialect } from './dialect.ts';
import { applyFaults, Faults } from './faults.ts';
import { hashtagIn, pageRoutes } from './page.ts';
import { RateLimits } from './rate-limits.ts';
import { StreamHub } from './stream-hub.ts';
import { World } from './world.ts';

export interface XSandboxOptions {
  /** 0 for a free one. */
  readonly port: number;
  /** A loopback address [127.0.0.1]. */
  readonly host?: string;
  /** The journal with all data; undefined: in memory only. */
  readonly stateFile: string | undefined;
  /** The keys that requests are checked against. */
  readonly credentials: XCredentials;
  /** The account of the user keys. */
  readonly bot?: { readonly username: string; readonly name: string };
  /** The names that X uses [tweet]. */
  readonly dialect?: Dialect;
  /** The end of a line of the stream [`\r\n`, as at X]. */
  readonly lineEnd?: '\r\n' | '\n';
  /** How long search does not find a new tweet, milliseconds [0]. */
  readonly searchLagMs?: number;
  readonly clock?: () => number;
  /** The interval of signs of life on the stream, milliseconds [5000; at X up to 20000]. */
  readonly keepAliveMs?: number;
  /** Requests in 15 minutes, such as `{'POST /2/tweets user': 3}`. These limits are enforced. */
  readonly rateLimits?: Readonly<Record<string, number>>;
  /** How long posts are not in the timeline, milliseconds [0]. */
  readonly timelineLagMs?: number;
  /** Called by `POST /sandbox/scenarios/:name`. If given, the page shows its button. */
  readonly onScenario?: (name: string) => void;
}

export interface XSandbox {
  /** The address for `X_API_URL`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly botUsername: string;
  /** The hashtag that the bot listens for; undefined while it has no rule on the stream. */
  readonly hashtag: () => string | undefined;
  /** Cuts all connections and frees the port. */
  close(): Promise<void>;
}

const BOT = { username: 'openspacesbot', name: 'Open Spaces Bot' };

/** A sandbox of X on loopback: API v2 for the bot, control routes for tests, a page for people. */
export async function startXSandbox(options: XSandboxOptions): Promise<XSandbox> {
  const { host = '127.0.0.1', clock = Date.now, credentials, onScenario } = options;
  if (!/^(?:127\.\d+\.\d+\.\d+|localhost|::1)$/u.test(host))
    throw new Error(`the X sandbox stays on this machine: ${host} is no loopback address`);
  const world = new World(options.stateFile, options.bot ?? BOT, clock);
  const hub = new StreamHub(world, options.keepAliveMs ?? 5_000, options.lineEnd ?? '\r\n');
  const faults = new Faults();
  const limits = new RateLimits(options.rateLimits ?? {}, clock);

  const { dialect = 'tweet', searchLagMs = 0, timelineLagMs = 0 } = options;
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use('/2/*', applyFaults(faults, clock));
  app.route('/', apiRoutes({ world, hub, limits, credentials, clock, dialect, searchLagMs, timelineLagMs }));
  app.route('/', pageRoutes({ world, hub, canPlay: onScenario !== undefined, clock }));
  app.route('/', controlRoutes({ world, hub, faults, onScenario }));

  const handle = getRequestListener(app.fetch);
  const server = createServer((request, response) => void handle(request, response));
  const port = await listen(server, options.port, host);
  const authority = host === '::1' ? `[::1]:${port}` : `${host}:${port}`;
  return {
    url: `http://${authority}`,
    port,
    botUsername: world.bot.username,
    hashtag: () => hashtagIn(world.rules),
    close: () =>
      new Promise((resolve) => {
        hub.disconnect();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening TCP server has a port
      resolve((server.address() as AddressInfo).port);
    });
  });
}
