import { Client, Connection } from '@temporalio/client';
import { makeTelemetryFilterString, NativeConnection, Runtime } from '@temporalio/worker';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { readConferenceFile } from '../config/first-config-file.ts';
import { readEnv, temporalConnection, type Env } from '../config/env.ts';
import { createLog, plainLog } from '../config/log.ts';
import { theBot } from '../core/actor.ts';
import { prepareSeconds } from '../core/reminder.ts';
import { createCardDrawer } from '../slack/draw.ts';
import { connectStore, ensureCollections } from '../store/connect.ts';
import { createStore, type Store } from '../store/store.ts';
import { hasLongRunning, startLongRunning } from '../temporal/workflows.ts';
import { createXClient } from '../x/client.ts';
import { createXGateway } from '../x/gateway.ts';
import type { RateLimitLeft } from '../x/rate-limits.ts';
import { createOwnUsername } from '../x/own-account.ts';
import { composeDeps } from './compose.ts';
import { bundleWorkflows, createWorkers } from './create-worker.ts';
import { noteLimits } from './note-limits.ts';
import { temporalLogger } from './temporal-logger.ts';

/** X's own look again in production; a sandbox has no limits to spare. Milliseconds. */
const sandboxPollMs = 1_000;
/** How soon listening and drawing go on after somebody ended them in the Temporal UI. Milliseconds. */
const longRunningLookMs = 15_000;

await main();

async function main(): Promise<void> {
  const env = readEnv('worker');
  const log = createLog(env.LOG_LEVEL, 'worker');
  Runtime.install({
    logger: temporalLogger(log),
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'WARN' }), forward: {} },
      ...(env.METRICS_PORT === undefined
        ? {}
        : { metrics: { prometheus: { bindAddress: `${env.HOST}:${env.METRICS_PORT}` } } }),
    },
  });
  const { connectionOptions, namespace = 'default' } = temporalConnection();
  const [connection, native, { client: mongo, db }, workflowBundle] = await Promise.all([
    Connection.connect(connectionOptions),
    NativeConnection.connect(connectionOptions),
    connectStore(env.MONGODB_URI ?? '', env.MONGODB_DATABASE),
    bundleWorkflows(),
  ]);
  const client = new Client({ connection, namespace });
  await ensureCollections(db);
  const store = createStore(db);
  await beginConfig(env, store);
  const conferenceId = await waitForConfig(store, log);

  const deps = composeDeps({
    store,
    client,
    x: composeX(env, noteLimits(store.health, plainLog(log))),
    cards: createCardDrawer({ token: env.slack?.SLACK_BOT_TOKEN ?? '', apiUrl: env.SLACK_API_URL, clock: Date.now }),
    settleSeconds: env.X_SETTLE_SECONDS ?? 60,
    prepareSeconds,
    log: plainLog(log),
  });
  const workers = await createWorkers({ connection: native, namespace, deps, workflowBundle });
  const running = workers.run();
  await startLongRunning(client, conferenceId);
  log.info({ conferenceId, namespace }, 'worker ready');
  const ended = new AbortController();
  const keeping = keepLongRunning(client, conferenceId, log, ended.signal);
  await running.finally(() => ended.abort());
  await keeping;
  await Promise.all([connection.close(), native.close(), mongo.close()]);
}

/** Ended by hand, neither would come back, and nobody would be told: the desk that tells is one of them. */
async function keepLongRunning(client: Client, conferenceId: string, log: Logger, signal: AbortSignal): Promise<void> {
  for (;;) {
    await sleep(longRunningLookMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    try {
      if (await hasLongRunning(client, conferenceId)) continue;
      await startLongRunning(client, conferenceId);
      log.warn('listening or drawing had been ended in Temporal: it was started again');
    } catch (error) {
      log.debug({ error: String(error) }, 'Temporal does not say whether anybody listens');
    }
  }
}

function composeX(env: Env, onRateLimit: (left: RateLimitLeft) => void) {
  const keys = env.x ?? never('X keys');
  const xClient = createXClient({
    apiUrl: env.X_API_URL,
    appKey: keys.X_APP_KEY,
    appSecret: keys.X_APP_SECRET,
    accessToken: keys.X_ACCESS_TOKEN,
    accessSecret: keys.X_ACCESS_SECRET,
    bearerToken: keys.X_BEARER_TOKEN,
    onRateLimit,
  });
  return createXGateway(xClient, {
    listen: env.X_LISTEN,
    botUsername: createOwnUsername(xClient),
    ...(env.X_API_URL.startsWith('http://') ? { pollEveryMs: sandboxPollMs } : {}),
  });
}

async function beginConfig(env: Env, store: Store): Promise<void> {
  if (env.CONFERENCE_FILE === undefined || (await store.configs.newest()) !== null) return;
  await store.configs.begin(await readConferenceFile(env.CONFERENCE_FILE, {}), theBot, new Date());
}

/** A worker may be there before anybody said what the conference is. */
async function waitForConfig(store: Store, log: Logger): Promise<string> {
  for (let asked = 0; ; asked++) {
    const newest = await store.configs.newest();
    if (newest !== null) return newest.config.conference.id;
    if (asked % 60 === 0) log.warn('there is no config yet: set CONFERENCE_FILE, or PUT /api/v1/config');
    await sleep(1_000);
  }
}

function never(what: string): never {
  throw new Error(`${what} missing although the environment was checked`);
}
