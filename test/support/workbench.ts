// A worker on the real servers for tests of the workflow: its own namespace and database, a sandbox for X, time that
// can be skipped, and no Slack (its desk is not started here).
import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import type { Db } from 'mongodb';
import { DefaultLogger, NativeConnection, Runtime, type WorkflowBundleOption } from '@temporalio/worker';
import type { Deps } from '../../activities/deps.ts';
import { startOpenSpace, type Announcement } from '../../activities/start-open-space.ts';
import { defaultRules, type Config } from '../../core/config.ts';
import { localDate } from '../../core/local-time.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import type { Verb } from '../../core/request.ts';
import { connectStore, ensureCollections } from '../../store/connect.ts';
import { noCards } from '../../slack/no-cards.ts';
import { createStore, type Store } from '../../store/store.ts';
import { composeDeps } from '../../worker/compose.ts';
import { bundleWorkflows, createWorkers } from '../../worker/create-worker.ts';
import { askOpenSpace, type AskOutcome } from '../../temporal/ask-open-space.ts';
import { createOpenSpaceService, type OpenSpaceService } from '../../temporal/open-space-service.ts';
import {
  deskWorkflowId,
  listenWorkflowId,
  openSpaceWorkflowId,
  stateQuery,
  type OpenSpaceResult,
} from '../../workflows/messages.ts';
import type { XSandboxOptions } from '../../sandbox/x/server.ts';
import type { StreamPace } from '../../x/backoff.ts';
import { createXGateway } from '../../x/gateway.ts';
import { createOwnAccount } from '../../x/own-account.ts';
import { daytimeZone } from './daytime.ts';
import { builtWorkflowBundle, freshDatabase, SEARCH_ATTRIBUTES, temporalServer } from './servers.ts';
import { fastForward, skippedClock, skipToEnd } from './skip-time.ts';
import { startTestX, type TestX } from './x-sandbox.ts';
import { collectedLog } from './collected-log.ts';

export const minute = 60_000;
export const hour = 60 * minute;

/** What the workers have logged as a warning or worse, in order. */
export const workerLog: string[] = [];

let bundle: Promise<WorkflowBundleOption> | undefined;

/**
 * For all workers of this process. Each further connection costs until the process ends: the SDK does not disable the
 * AsyncLocalStorage of a closed one, so every later promise carries one value more.
 */
let native: Promise<NativeConnection> | undefined;

/** Made once for a process, or for the whole run where test files run in parallel. */
export function workflowBundle(): Promise<WorkflowBundleOption> {
  if (bundle === undefined) {
    const logger = new DefaultLogger('WARN', ({ level, message, meta }) => {
      workerLog.push(message);
      if (level === 'ERROR') process.stderr.write(`  worker: ${message} ${String(meta?.error ?? '')}\n`);
    });
    Runtime.install({ logger });
    const built = builtWorkflowBundle();
    bundle = built === undefined ? bundleWorkflows() : Promise.resolve(built);
  }
  return bundle;
}

/** A namespace of its own: what another test left running there stays there. */
export async function freshNamespace(): Promise<string> {
  const { connection } = await temporalServer();
  const namespace = `test-${randomUUID().slice(0, 8)}`;
  const retention = { seconds: 3 * 86_400 };
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: retention as never,
  });
  // Keyword and Datetime in temporal.api.enums.v1.IndexedValueType.
  const types = { Keyword: 2, Datetime: 6 } as const;
  const searchAttributes = Object.fromEntries(
    Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => [name, types[type]]),
  );
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  return namespace;
}

/** A conference from yesterday until in six days, in a zone in which it is day and that is not the machine's. */
export function testConfig(changes: Partial<Config> = {}): Config {
  const day = (offset: number) => localDate(Date.now() + offset * 24 * hour, daytimeZone);
  return {
    ...structuredClone(defaultRules),
    output: 'live',
    keywords: ['pyconopenspaces'],
    reminderMinutes: [15],
    ignoreUsers: [],
    trustUsers: [],
    organisers: ['U0ORG1'],
    slackChannels: { outgoingTweets: 'outgoing_tweets', needReview: 'need_review', eventConflict: 'event_conflict' },
    conference: {
      id: 'testconf',
      name: 'Test Conf',
      timeZone: daytimeZone,
      startDate: day(-1),
      endDate: day(6),
      rooms: ['A103', 'A104', 'A105', 'A106', 'A105+A106', 'B114', 'B115'].map((name) => ({ name, aliases: [] })),
    },
    ...changes,
  };
}

export interface Workbench {
  /** For rows that no part of the bot would write. */
  readonly db: Db;
  /** Of `db`, for commands that are run on it. */
  readonly uri: string;
  readonly deps: Deps;
  /** What pages, API and Slack ask. */
  readonly service: OpenSpaceService;
  readonly store: Store;
  readonly x: TestX;
  readonly client: Client;
  readonly namespace: string;
  config(changes: Partial<Config>): Promise<void>;
  /** Opens an announced open space `inMinutes` from now. */
  announce(
    options?: Partial<Announcement> & {
      room?: string | undefined;
      inMinutes?: number | undefined;
      verdict?: 'schedule' | 'review';
    },
  ): Promise<OpenSpace>;
  ask(id: string, verb: Verb, more?: { by?: string; revision?: number }): Promise<AskOutcome>;
  state(id: string): Promise<OpenSpace>;
  /** Skips every wait from now on, and tells what became of it. */
  finish(id: string): Promise<OpenSpaceResult>;
  /** Lets so much of its time pass, milliseconds. */
  pass(id: string, ms: number): Promise<void>;
  workflowId(id: string): string;
  stopWorker(): Promise<void>;
  startWorker(): Promise<void>;
  stop(): Promise<void>;
}

export interface WorkbenchOptions {
  readonly config?: Partial<Config>;
  readonly settleSeconds?: number;
  /** Real time instead of skipped time. */
  readonly realTime?: boolean;
  /** How its X behaves. */
  readonly x?: Partial<XSandboxOptions>;
  /** What draws in Slack [nothing]. */
  readonly cards?: Deps['cards'];
  /** In place of what the bench composes. */
  readonly deps?: Partial<Deps>;
  /** How fast the stream is tried again [as X asks for]. */
  readonly pace?: Partial<StreamPace>;
  /** Where the bot reaches the store, such as a proxy [the server]. */
  readonly storeUri?: (uri: string) => Promise<string>;
}

/** A busy machine may need so much longer than the bot gives itself. Milliseconds. */
const patienceMs = 20_000;

/**
 * A client that waits longer for answers while the worker runs. Otherwise a request would be kept, and not decided, on
 * a busy machine.
 */
class PatientClient extends Client {
  hasWorker = false;

  override withDeadline<R>(deadline: number | Date, work: () => Promise<R>): Promise<R> {
    return super.withDeadline(Number(deadline) + (this.hasWorker ? patienceMs : 0), work);
  }
}

export async function startWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const { settleSeconds = 60, realTime = false, cards = noCards } = options;
  const [{ address, connection }, database, namespace, x, code] = await Promise.all([
    temporalServer(),
    freshDatabase(),
    freshNamespace(),
    startTestX(options.x),
    workflowBundle(),
  ]);
  const { client: mongo, db } = await connectStore(
    (await options.storeUri?.(database.uri)) ?? database.uri,
    database.name,
  );
  await ensureCollections(db);
  const store = createStore(db);
  const by = { id: 'test', name: 'test', door: 'api' } as const;
  await store.configs.begin(testConfig(options.config), by, new Date());
  const client = new PatientClient({ connection, namespace });
  const clock = realTime ? Date.now : skippedClock;
  let own = createOwnAccount(x.client);
  const composed = composeDeps({
    store,
    client,
    x: createXGateway(x.client, { listen: 'stream', own: () => own(), clock, pace: options.pace ?? {} }),
    cards,
    settleSeconds,
    // Skipped time does not pass while an activity waits for it.
    waitUntil: () => Promise.resolve(),
    log: collectedLog(),
    clock,
  });
  const deps: Deps = { ...composed, ...options.deps };
  native ??= NativeConnection.connect({ address });
  const workersConnection = await native;
  let running: { done: Promise<void>; shutdown(): void } | undefined;
  let tweets = 0;

  const workflowId = (id: string) => openSpaceWorkflowId('testconf', id);
  const bench: Workbench = {
    db,
    uri: database.uri,
    deps,
    service: createOpenSpaceService({ ...deps, client }),
    store,
    x,
    client,
    namespace,
    workflowId,
    async config(changes) {
      const newest = await store.configs.newest();
      if (newest === null) throw new Error('no config');
      await store.configs.save({ ...newest.config, ...changes }, newest._id, by, new Date());
    },
    async announce({ room = 'B114', inMinutes = 120, verdict = 'schedule', ...more } = {}) {
      const tweetId = more.id ?? (await x.tweet('host', `Acro yoga ${tweets++} in ${room} #pyconopenspaces`));
      const startAt = Date.now() + inMinutes * minute;
      const plan = { verdict, startAt, isSure: true, ...(room === undefined ? {} : { room }) };
      const started = await startOpenSpace(
        deps,
        {
          id: tweetId,
          source: {
            tweetId,
            url: `https://x.com/host/status/${tweetId}`,
            host: { id: '7', username: 'host' },
            readAs: plan,
          },
          plan,
          approvedBy: 'config',
          ...more,
        },
        await store.configs.current(),
      );
      return started.space;
    },
    async ask(id, verb, { by: name = 'ana', revision } = {}) {
      const seen = revision ?? (await bench.state(id)).revision;
      const by = { id: name, name, door: 'api' } as const;
      return askOpenSpace(client, 'testconf', { openSpaceId: id, verb, by, revision: seen });
    },
    state: (id) => client.workflow.getHandle(workflowId(id)).query(stateQuery),
    async finish(id) {
      await skipToEnd(client, workflowId(id));
      return client.workflow.getHandle(workflowId(id)).result() as Promise<OpenSpaceResult>;
    },
    pass: async (id, ms) => void (await fastForward(client, workflowId(id), ms)),
    async startWorker() {
      // A new process asks X again.
      own = createOwnAccount(x.client);
      const workers = await createWorkers({ connection: workersConnection, namespace, deps, workflowBundle: code });
      running = { done: workers.run(), shutdown: () => workers.shutdown() };
      client.hasWorker = true;
    },
    async stopWorker() {
      client.hasWorker = false;
      running?.shutdown();
      await running?.done;
      running = undefined;
    },
    async stop() {
      await bench.stopWorker();
      // Where they run, Temporal would try their activities again until the whole run ends. Ten of them took 6 % of a
      // core.
      for (const id of [deskWorkflowId('testconf'), listenWorkflowId('testconf')])
        await client.workflow
          .getHandle(id)
          .terminate()
          .catch(() => undefined);
      await x.close();
      await mongo.close();
      await database.drop();
    },
  };
  await bench.startWorker();
  return bench;
}
