/**
 * The bot of one random run: real worker and api processes, the sandboxes of X and Slack, and what people do to them.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import type { Db } from 'mongodb';
import type { Config } from '../../core/config.ts';
import { bringUpPart, type Part } from '../../standalone/processes.ts';
import type { Store } from '../../store/store.ts';
import { configFromToday, startBotParts } from '../support/bot-parts.ts';
import { findFreePort } from '../../config/free-port.ts';
import type { RunServers } from './servers.ts';
import { signal } from './signal.ts';

export const conferenceId = 'randomconf';
/** No request of ours is waited for longer. Milliseconds. */
const patience = 12_000;

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export interface RunBot {
  readonly store: Store;
  readonly db: Db;
  readonly client: Client;
  readonly namespace: string;
  readonly servers: RunServers;
  /** Of a process as it runs now. */
  pidsOf(name: 'worker' | 'api'): number[];
  /** A control route of X's sandbox. */
  x(method: string, path: string, body?: unknown): Promise<Answer>;
  slack(method: string, path: string, body?: unknown): Promise<Answer>;
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  timeline(): Promise<{ id: string; text: string; arrivedAt: string }[]>;
  stop(): Promise<void>;
}

/** From `npm run build`: plain JavaScript and the bundled workflows, so that a process is back within seconds. */
const built = (role: string) => [
  '--enable-source-maps',
  fileURLToPath(new URL(`../../dist/${role}/main.js`, import.meta.url)),
];

export interface RunOptions {
  /** Worker processes. */
  readonly workers: number;
  readonly rooms: readonly string[];
}

export async function startRunBot(servers: RunServers, dir: string, options: RunOptions): Promise<RunBot> {
  const id = randomUUID().slice(0, 8);
  const namespace = `run-${id}`;
  await servers.makeNamespace(namespace);
  const port = await findFreePort(0, 'PORT');
  const apiToken = `run-${randomUUID()}`;
  const apiUrl = `http://127.0.0.1:${port}`;
  const around = await startBotParts({
    config: runConfig(options.rooms),
    temporalAddress: servers.temporalAddress,
    namespace,
    mongoUri: servers.mongoUri,
    database: `run_${id}`,
    variables: {
      DATA_DIR: dir,
      PORT: String(port),
      PUBLIC_URL: apiUrl,
      API_TOKEN: apiToken,
      X_SETTLE_SECONDS: '2',
    },
    rateLimit: false,
  });
  const { x, slack, store, db, client } = around;
  const say = (): void => undefined;
  const bringUp = async (role: 'worker' | 'api', name: string) => ({
    role,
    part: await bringUpPart(role, around.env, join(dir, `${name}.log`), say, built(role)),
  });
  const parts: { role: 'worker' | 'api'; part: Part }[] = await Promise.all([
    bringUp('api', 'api'),
    ...Array.from({ length: options.workers }, (_, at) => bringUp('worker', `worker-${at + 1}`)),
  ]);
  const stop = async (): Promise<void> => {
    // Nothing of the run is needed any more, so nobody waits for an orderly end.
    for (const { part } of parts) signal(part.pid(), 'SIGCONT');
    const ending = parts.map(({ part }) => part.stop());
    for (const { part } of parts) signal(part.pid(), 'SIGKILL');
    await Promise.all(ending);
    await db.dropDatabase().catch(() => undefined);
    await around.stop();
  };
  try {
    await Promise.all(parts.map(({ part }) => part.ready));
  } catch (error) {
    await stop();
    throw error;
  }
  const asAdmin = { authorization: `Bearer ${apiToken}` };
  return {
    store,
    db,
    client,
    namespace,
    servers,
    pidsOf: (name) => parts.filter(({ role }) => role === name).flatMap(({ part }) => part.pid() ?? []),
    x: (method, path, body) => call(`${x.url}/sandbox/${path}`, method, body),
    slack: (method, path, body) => call(`${slack.url}/sandbox/${path}`, method, body),
    api: (method, path, body, headers) => call(`${apiUrl}/api/v1/${path}`, method, body, { ...asAdmin, ...headers }),
    timeline: async () => (await (await fetch(`${x.url}/sandbox/timeline`)).json()) as never,
    stop,
  };
}

async function call(url: string, method: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    // A connection that was kept open may have been closed by now, and on a busy machine nobody has noticed.
    headers: { connection: 'close', ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    signal: AbortSignal.timeout(patience),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  return { status: answer.status, body: isJson && text !== '' ? (JSON.parse(text) as Answer['body']) : {} };
}

/** Few rooms, starts that clash only when they are near, and two reminders each. */
const runConfig = (rooms: readonly string[]): Config =>
  configFromToday(conferenceId, 3, rooms, {
    keywords: ['pyconopenspaces'],
    reminderMinutes: [2, 1],
    // Each post names the open space and its room, so that the timeline alone says what was posted for what.
    reminderText: 'In {minutes} minutes in {room}: https://x.com/{user}/status/{tweetId}',
    manualReminderText: 'In {minutes} minutes in {room}: {title}',
    undecidedWarningMinutes: 0,
    conflictWindow: { before: 1, after: 1 },
  });
