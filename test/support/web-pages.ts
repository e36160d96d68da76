// The organisers' and the public pages on a real server, over a real worker, for tests in a browser and without one.
import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { hearTweet } from '../../activities/hear-tweet.ts';
import type { ApiContext } from '../../api/context.ts';
import { createApi } from '../../api/app.ts';
import type { Config } from '../../core/config.ts';
import { localDate, localTime } from '../../core/local-time.ts';
import type { Store } from '../../store/store.ts';
import { daytimeZone } from './daytime.ts';
import { startWorkbench, testConfig, type Workbench } from './workbench.ts';
import { collectedLog } from './collected-log.ts';

/** The id of an account at X: each handle is an account of its own. */
export const accountOf = (handle: string): string => String(90_000_000_000 + crc32(handle));

/** Tests look at the whole store, also at what is stored under a room's earlier name. */
export type TestContext = ApiContext & { readonly store: Store };

export interface WebPages {
  readonly url: string;
  readonly context: TestContext;
  readonly bench: Workbench;
  /** Another process of the same installation. */
  readonly second: { readonly url: string };
  /** What the pages had to say to operators. */
  readonly logged: readonly string[];
  /** Lets the bot hear a tweet, through the real reader. @returns the open space's id */
  hear(username: string, text: string, more?: { userId?: string; name?: string; postedAt?: number }): Promise<string>;
  stop(): Promise<void>;
}

/** Local dates at the conference. */
export const today = localDate(Date.now(), daytimeZone);
export const tomorrow = new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10);

/** The local time so many minutes from now. */
export const soon = (minutes: number): string => localTime(Date.now() + minutes * 60_000, daytimeZone);

export const webConference: Config['conference'] = { ...testConfig().conference, startDate: today };

export async function startWebPages(
  options: {
    readonly config?: Partial<Config>;
    readonly context?: (context: ApiContext) => Partial<ApiContext>;
  } = {},
): Promise<WebPages> {
  const bench = await startWorkbench({ realTime: true, config: { conference: webConference, ...options.config } });
  const { store, client, deps } = bench;
  const servers: ServerType[] = [];
  const logged: string[] = [];

  async function serve(): Promise<{ url: string; context: TestContext }> {
    let fetch: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
    const server = createAdaptorServer({
      fetch: (request, env) => (fetch as (...all: unknown[]) => Promise<Response>)(request, env),
    });
    // A client that keeps a connection must not find it closed in the moment of its next request.
    if ('keepAliveTimeout' in server) server.keepAliveTimeout = 60_000;
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    servers.push(server);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const base: TestContext = {
      store,
      openSpaces: bench.service,
      client,
      clock: Date.now,
      publicUrl: url,
      apiToken: undefined,
      temporalUi: { url: 'http://127.0.0.1:8233', namespace: bench.namespace },
      slackSignIn: undefined,
      log: collectedLog(logged),
    };
    const changed = { ...base, ...options.context?.(base) };
    const app = createApi(changed);
    fetch = (request, ...env: unknown[]) => (app.fetch as (...all: unknown[]) => Promise<Response>)(request, ...env);
    return { url, context: { ...changed, store } };
  }

  const first = await serve();
  const second = await serve();
  let heard = 0;
  return {
    ...first,
    second,
    bench,
    logged,
    async hear(username, text, { userId = accountOf(username), name = username, postedAt = Date.now() } = {}) {
      heard += 1;
      const id = String(BigInt(Date.now()) * 1000n + BigInt(heard));
      await hearTweet(deps, {
        id,
        firstId: id,
        text,
        postedAt,
        author: { id: userId, username, name },
        isRetweet: false,
        mentionedUsernames: [],
        url: `https://x.com/${username}/status/${id}`,
      });
      return id;
    },
    async stop() {
      for (const server of servers) {
        if ('closeAllConnections' in server) server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      await bench.stop();
    },
  };
}
