import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { startOpenSpace, type Starter } from '../../activities/start-open-space.ts';
import type { Config } from '../../core/config.ts';
import type { SlackSandbox } from '../../sandbox/slack/start.ts';
import type { XSandbox } from '../../sandbox/x/server.ts';
import { ourScript } from '../../standalone/our-script.ts';
import { bringUpPart, type Part } from '../../standalone/processes.ts';
import { searchAttributeTypes } from '../../standalone/search-attribute-types.ts';
import { findFreePort } from '../../config/free-port.ts';
import { startMongo } from '../../standalone/servers/mongo.ts';
import { startTemporal } from '../../standalone/servers/temporal.ts';
import type { Store } from '../../store/store.ts';
import { configFromToday, startBotParts } from '../../test/support/bot-parts.ts';
import { createOpenSpaceWorkflows } from '../../temporal/workflows.ts';
import { processorMs, until } from './figures.ts';

const minute = 60_000;
export const keyword = 'benchspaces';

export type BenchPart = 'Temporal' | 'store' | 'worker' | 'bare worker' | 'sandboxes';

/** The bot as `npm start` sets it up, without the API, and a bare worker beside it on the same Temporal. */
export interface BenchBot {
  readonly client: Client;
  readonly store: Store;
  readonly x: XSandbox;
  readonly worker: Part;
  readonly slack: SlackSandbox;
  readonly temporalPid: number;
  /**
   * Processor time that each part has used so far, milliseconds; `sandboxes`: this process, with X, Slack, and who
   * asks.
   */
  processorMs(): Readonly<Record<BenchPart, number>>;
  /** Waits until all parts together want so little that they are idle. */
  quiet(): Promise<void>;
  /** A tweet by anybody; what it says decides whether the bot hears it. Its id. */
  tweet(username: string, text: string): Promise<string>;
  /** When each of the bot's posts came to X, epoch milliseconds, by the id of the tweet that it links to. */
  arrivals(): Promise<Map<string, number>>;
  /**
   * An open space, approved unless told otherwise, as if its tweet had been heard.
   *
   * @param due when its reminder is due, epoch milliseconds
   * @returns its id
   */
  openSpaceDue(due: number, options?: { readonly approved?: boolean }): Promise<string>;
  stop(): Promise<void>;
}

export interface BenchBotOptions {
  readonly rooms?: number;
  /** Whether the bare worker runs too [true]. */
  readonly bare?: boolean;
  /** Whether the process with Slack's buttons runs too [false]. */
  readonly api?: boolean;
}

export async function startBenchBot({ rooms = 50, bare = true, api = false }: BenchBotOptions = {}): Promise<BenchBot> {
  const dataDir = await mkdtemp(join(tmpdir(), 'open-spaces-bench-'));
  const quiet = (): void => undefined;
  const [temporal, mongo] = await Promise.all([
    startTemporal({
      dataDir: join(dataDir, 'temporal'),
      namespace: 'default',
      searchAttributes: searchAttributeTypes,
      say: quiet,
    }),
    startMongo({ dataDir: join(dataDir, 'mongodb'), say: quiet }),
  ]);
  const config = benchConfig(rooms);
  const around = await startBotParts({
    config,
    temporalAddress: temporal.address,
    namespace: 'default',
    mongoUri: mongo.uri,
    database: 'openspaces',
    variables: { DATA_DIR: dataDir, PORT: String(await findFreePort(0, 'PORT')), X_SETTLE_SECONDS: '15' },
    stateDir: dataDir,
  });
  const { client, store, x, slack } = around;
  const bringUp = (name: string, script: string): Promise<Part> =>
    bringUpPart(name, around.env, join(dataDir, `${name}.log`), console.error, ourScript(script));
  const parts = await Promise.all([
    bringUp('worker', 'worker/main'),
    ...(bare ? [bringUp('bare', 'bench/support/bare-worker')] : []),
    ...(api ? [bringUp('api', 'api/main')] : []),
  ]);
  await Promise.all(parts.map(({ ready }) => ready));
  const [worker, bareWorker] = parts;
  if (worker === undefined) throw new Error('no worker');

  const starter: Starter = { store, clock: Date.now, openSpaces: createOpenSpaceWorkflows(client) };
  const bot: BenchBot = {
    client,
    store,
    x,
    slack,
    worker,
    temporalPid: temporal.pid,
    processorMs: () => ({
      Temporal: processorMs(temporal.pid),
      store: processorMs(mongo.pid),
      worker: processorMs(worker.pid() ?? 0),
      'bare worker': bare ? processorMs(bareWorker?.pid() ?? 0) : 0,
      sandboxes: Object.values(process.cpuUsage()).reduce((sum, microseconds) => sum + microseconds / 1000, 0),
    }),
    async quiet() {
      const used = (): number => Object.values(bot.processorMs()).reduce((sum, ms) => sum + ms, 0);
      const isQuiet = async (): Promise<true | undefined> => {
        const [from, before] = [performance.now(), used()];
        await sleep(1_000);
        return used() - before < (performance.now() - from) / 7 ? true : undefined;
      };
      await until('nothing more to do', isQuiet, 1_200);
    },
    async tweet(username, text) {
      const answer = await fetch(`${x.url}/sandbox/tweets`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username, text }),
      });
      if (!answer.ok) throw new Error(`the sandbox refused a tweet: ${await answer.text()}`);
      return ((await answer.json()) as { id: string }).id;
    },
    async arrivals() {
      const posts = (await (await fetch(`${x.url}/sandbox/timeline`)).json()) as { text: string; arrivedAt: string }[];
      const arrivals = new Map<string, number>();
      for (const { text, arrivedAt } of posts) {
        const id = /status\/(\d+)/u.exec(text)?.[1] ?? '';
        if (arrivals.has(id)) throw new Error(`the reminder for ${id} was posted twice`);
        arrivals.set(id, Date.parse(arrivedAt));
      }
      return arrivals;
    },
    async openSpaceDue(due, { approved = true } = {}) {
      // Without the keyword: the listener must not hear it, for it is opened here.
      const id = await bot.tweet('host', `Bench ${Math.random()} in the lobby`);
      const url = `https://x.com/host/status/${id}`;
      const startAt = due + 15 * minute;
      const source = {
        tweetId: id,
        url,
        host: { id: '7', username: 'host' },
        readAs: { verdict: 'schedule' as const, startAt },
      };
      const started = await startOpenSpace(
        starter,
        {
          id,
          source,
          place: `bench ${id}`,
          plan: { verdict: 'schedule' as const, startAt },
          approvedBy: approved ? { id: 'bench', name: 'bench', door: 'api' } : 'nobody',
        },
        { ...config, autoSend: false },
      );
      if (started.kind !== 'started') throw new Error(`open space ${id} was not started: ${started.kind}`);
      return id;
    },
    async stop() {
      for (const part of parts) await part.stop();
      await around.stop();
      await Promise.all([temporal.stop(), mongo.stop()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return bot;
}

const benchConfig = (rooms: number): Config =>
  configFromToday(
    'bench',
    7,
    Array.from({ length: rooms }, (_, index) => `R${100 + index}`),
    { autoSend: true, keywords: [keyword] },
  );
