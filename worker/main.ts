import { Client } from '@temporalio/client';
import { makeTelemetryFilterString, NativeConnection, Runtime } from '@temporalio/worker';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { readArguments } from '../config/command-line.ts';
import { endOnUnexpectedErrors, endWithError, problemWithListening } from '../config/end-with-error.ts';
import { outdatedProblems } from '../core/config.ts';
import { readConferenceFile, staleConferenceFile } from '../config/first-config-file.ts';
import { endAtSignal } from '../config/end-at-signal.ts';
import { readEnv, servicesOf, temporalConnection, type Env } from '../config/env.ts';
import { findFreePort } from '../config/free-port.ts';
import { announceReady, createLog, plainLog } from '../config/log.ts';
import { assertSameServices } from '../config/same-services.ts';
import { StartError } from '../config/start-error.ts';
import { endWithinMs } from '../config/time-to-end.ts';
import { usages } from '../config/usages.ts';
import { theBot } from '../core/actor.ts';
import { rememberFor } from '../core/remember-for.ts';
import { createCardDrawer } from '../slack/draw.ts';
import { noCards } from '../slack/no-cards.ts';
import { createSlackCheck } from '../slack/slack-answers.ts';
import { waitForStore } from '../store/connect.ts';
import { rememberOrigin } from '../store/installation.ts';
import { createStore, type Store } from '../store/store.ts';
import { waitForTemporal } from '../temporal/connect.ts';
import { findMissing } from '../temporal/readiness.ts';
import { startLongRunning } from '../temporal/workflows.ts';
import { createXClient } from '../x/client.ts';
import { createXGateway } from '../x/gateway.ts';
import type { RateLimitLeft } from '../x/rate-limits.ts';
import { createOwnAccount } from '../x/own-account.ts';
import { composeDeps } from './compose.ts';
import { createWorkers, findWorkflowBundle } from './create-worker.ts';
import { keepLongRunning } from './keep-long-running.ts';
import { serveMetrics } from './metrics-server.ts';
import { noteKeys } from './note-keys.ts';
import { noteLimits } from './note-limits.ts';
import { temporalLogger } from './temporal-logger.ts';

/**
 * How often to poll the sandbox; in production, X's own interval counts. A sandbox's limits need not be saved.
 * Milliseconds.
 */
const sandboxPollMs = 1_000;

const tooLate = {
  what: `The worker was told to end. It did not finish within ${endWithinMs / 1_000} s, so it stopped anyway.`,
  remedy: 'Check that Temporal and MongoDB answer. Nothing is lost: the next worker continues.',
};

readArguments(...usages.worker);
endOnUnexpectedErrors();
await main().catch(endWithError);
// A request that X does not answer would keep the process for 15 s more.
process.exit(0);

async function main(): Promise<void> {
  const env = readEnv('worker');
  const log = createLog(env.LOG_LEVEL, 'worker');
  const metricsPort = env.METRICS_PORT === undefined ? undefined : await findFreePort(0, 'METRICS_PORT');
  Runtime.install({
    logger: temporalLogger(log),
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'WARN' }), forward: {} },
      ...(metricsPort === undefined ? {} : { metrics: { prometheus: { bindAddress: `127.0.0.1:${metricsPort}` } } }),
    },
  });
  const goOnAtSignals = endAtSignals();
  let findMissingNow: (() => Promise<readonly string[]>) | undefined;
  const metrics =
    env.METRICS_PORT === undefined
      ? undefined
      : await serveMetrics({
          host: env.HOST,
          port: env.METRICS_PORT,
          sdkUrl: `http://127.0.0.1:${metricsPort}/metrics`,
          findMissing: async () => (await findMissingNow?.()) ?? ['start'],
        }).catch((error: unknown) => {
          const problem = problemWithListening(error, 'METRICS_PORT');
          throw problem === undefined ? error : new StartError(problem, { cause: error });
        });
  const { connectionOptions, namespace = 'default' } = temporalConnection();
  // Before anything is connected: making the bundle blocks this thread for seconds, and drivers would give up
  // meanwhile.
  const workflowBundle = await findWorkflowBundle();
  const say = (line: string): void => log.warn(line);
  const [connection, { client: mongo, db }] = await Promise.all([
    waitForTemporal(connectionOptions, namespace, { say }),
    waitForStore(env.MONGODB_URI ?? '', env.MONGODB_DATABASE, { say }),
  ]);
  const native = await NativeConnection.connect(connectionOptions);
  const client = new Client({ connection, namespace });
  assertSameServices(env, await rememberOrigin(db, servicesOf(env)));
  const store = createStore(db);
  await beginConfig(env, store, say);
  const conferenceId = await waitForConfig(store, log);

  const askSlack = env.slack && createSlackCheck(env.slack.SLACK_BOT_TOKEN, env.SLACK_API_URL);
  const deps = composeDeps({
    store,
    client,
    workerClient: new Client({ connection: native, namespace }),
    x: composeX(env, noteLimits(store.health, plainLog(log))),
    cards:
      env.slack === undefined
        ? noCards
        : createCardDrawer({
            token: env.slack.SLACK_BOT_TOKEN,
            apiUrl: env.SLACK_API_URL,
            clock: Date.now,
            links: {
              admin: env.PUBLIC_URL,
              temporal: env.TEMPORAL_UI_URL === undefined ? undefined : { url: env.TEMPORAL_UI_URL, namespace },
            },
          }),
    settleSeconds: env.X_SETTLE_SECONDS ?? 60,
    dataDir: env.DATA_DIR,
    askSlack,
    log: plainLog(log),
  });
  const workers = await createWorkers({ connection: native, namespace, deps, workflowBundle });
  goOnAtSignals(() => metrics?.close());
  const running = workers.run();
  await startLongRunning(client, conferenceId);
  findMissingNow = rememberFor(
    2_000,
    () => findMissing({ store, client, askSlack, freeDiskSpace: deps.freeDiskSpace }),
    Date.now,
  );
  announceReady(log, 'worker', { conferenceId, namespace });
  const ended = new AbortController();
  if (env.x !== undefined) void noteKeys({ store, keys: env.x, log: plainLog(log) }, ended.signal);
  // The end does not wait for it: while Temporal does not answer, its calls do not return.
  void keepLongRunning({ client, store, log: plainLog(log) }, ended.signal);
  await running.finally(() => ended.abort());
  await Promise.all([connection.close(), native.close(), mongo.close()]);
}

/**
 * Ends the process at a signal. The SDK handles these signals too, but it only stops its workers. So while no worker
 * runs yet, for example while the process waits for servers, the process would not end. While Temporal does not answer,
 * it would not end either, because workers report their work to Temporal.
 *
 * @returns a function that lets the workers end first. It takes what is to be done at the signal: the next worker must
 *   get the metrics port at once, also if this one needs long to end
 */
function endAtSignals(): (atSignal: () => void) => void {
  const end = (): never => process.exit(0);
  const signals = ['SIGTERM', 'SIGINT'] as const;
  for (const signal of signals) process.on(signal, end);
  return (atSignal) => {
    for (const signal of signals) process.off(signal, end);
    endAtSignal(signals, () => {
      atSignal();
      setTimeout(() => endWithError(new StartError(tooLate)), endWithinMs);
    });
  };
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
    own: createOwnAccount(xClient),
    ...(env.X_API_URL.startsWith('http://') ? { pollEveryMs: sandboxPollMs } : {}),
  });
}

async function beginConfig(env: Env, store: Store, say: (line: string) => void): Promise<void> {
  if (env.CONFERENCE_FILE === undefined) return;
  const newest = await store.configs.newest();
  if (newest === null) {
    await store.configs.begin(await readConferenceFile(env.CONFERENCE_FILE, {}), theBot, new Date());
    return;
  }
  const stale = await staleConferenceFile(env.CONFERENCE_FILE, newest.config, newest._id);
  if (stale !== undefined) say(stale);
}

/** The worker may start before there is a config. */
async function waitForConfig(store: Store, log: Logger): Promise<string> {
  for (let asked = 0; ; asked++) {
    const newest = await store.configs.newest();
    if (newest !== null) {
      const problems = outdatedProblems(newest.config);
      // Health shows this too.
      if (problems !== undefined) log.warn(`the config could not be saved as it is: ${problems}`);
      return newest.config.conference.id;
    }
    if (asked % 60 === 0) log.warn('there is no config yet: set CONFERENCE_FILE, or PUT /api/v1/config');
    await sleep(1_000);
  }
}

function never(what: string): never {
  throw new Error(`${what} missing although the environment was checked`);
}
