import type { Hono, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { statuses } from '../../core/status.ts';
import type { ApiContext } from '../context.ts';
import { findMissing } from './health.ts';

export interface Metrics {
  /** Counts the requests of the machine API. */
  readonly count: MiddlewareHandler;
  readonly addRoute: (app: Hono) => void;
}

/** How long one reading of the numbers serves everybody who asks. Milliseconds. */
const sharedForMs = 1_000;

/**
 * Prometheus text. What is counted in the store is read when it is asked for, so every API process says the same, and a
 * restart loses nothing; requests and memory are this process's own.
 */
export function createMetrics(context: ApiContext): Metrics {
  const registers = [new Registry()];
  const [register] = registers;
  collectDefaultMetrics(register === undefined ? {} : { register });

  const requests = new Counter({
    name: 'openspaces_api_requests_total',
    help: 'Requests to /api/v1, by route and status.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'openspaces_api_request_seconds',
    help: 'How long requests to /api/v1 took.',
    labelNames: ['route'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2.5],
    registers,
  });
  const fromStore = createStoreGauges(registers);
  const up = new Gauge({
    name: 'openspaces_part_up',
    help: 'Whether a part that is needed answers.',
    labelNames: ['part'],
    registers,
  });

  const count: MiddlewareHandler = async (c, next) => {
    const start = performance.now();
    await next();
    const route = matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path ?? 'none';
    // Any other method is somebody's invention, and every label costs memory.
    const method = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE)$/u.test(c.req.method) ? c.req.method : 'other';
    requests.inc({ method, route, status: String(c.res.status) });
    durations.observe({ route }, (performance.now() - start) / 1000);
  };

  const render = async (): Promise<string> => {
    const missing = await findMissing(context);
    for (const part of ['MongoDB', 'Temporal']) up.set({ part }, missing.includes(part) ? 0 : 1);
    // Numbers that cannot be read now are left out: an old one would look like a true one.
    if (missing.includes('MongoDB')) fromStore.forget();
    else await fromStore.read(context);
    return (await Promise.all(registers.map((one) => one.metrics()))).join('\n');
  };
  // Counting the collections anew for each of many requests would keep organisers waiting.
  const rendered = shareFor(sharedForMs, render);

  const addRoute = (app: Hono): void => {
    app.get('/metrics', async (c) =>
      c.text(await rendered(), 200, {
        'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
        'Cache-Control': 'no-store',
      }),
    );
  };
  return { count, addRoute };
}

/** One result for all who ask while it is made, and for `ms` after. A failure is shared, and not kept. */
function shareFor<T>(ms: number, make: () => Promise<T>): () => Promise<T> {
  let shared: Promise<T> | undefined;
  const forget = (): void => void (shared = undefined);
  return () =>
    (shared ??= make().finally(() => {
      setTimeout(forget, ms).unref();
    }));
}

function createStoreGauges(registers: Registry[]) {
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name, help, labelNames, registers });
  const openSpaces = gauge('openspaces_open_spaces', 'Open spaces, by status.', 'status');
  const reminders = gauge('openspaces_reminders', 'Reminders, by status.', 'status');
  const tweets = gauge('openspaces_tweets', 'Tweets heard, by verdict; received: not read yet.', 'verdict');
  const spent = gauge('openspaces_spent_dollars_estimate', 'What X is estimated to have cost.');
  const posts = gauge('openspaces_x_posts', 'Posts on X that were counted.');
  const reads = gauge('openspaces_x_reads', 'Reads at X that were counted.');
  const version = gauge('openspaces_config_version', 'The config that rules.');
  const connected = gauge('openspaces_connected', 'Whether the listener and the desk are connected.', 'work');
  const all = [openSpaces, reminders, tweets, spent, posts, reads, version, connected];

  const forget = (): void => {
    for (const one of all) one.reset();
    for (const one of [spent, posts, reads, version]) one.remove();
  };

  return {
    forget,
    async read({ store }: ApiContext): Promise<void> {
      const newest = await store.configs.newest();
      forget();
      if (newest === null) return;
      const { id } = newest.config.conference;
      const [byStatus, byReminder, byVerdict, budget, listener, desk] = await Promise.all([
        store.openSpaces.countByStatus(id),
        store.reminders.countByStatus(id),
        store.tweets.countByVerdict(id),
        store.budgets.find(id),
        store.health.find('listener'),
        store.health.find('desk'),
      ]);
      for (const status of statuses) openSpaces.set({ status }, byStatus.get(status) ?? 0);
      for (const [status, n] of byReminder) reminders.set({ status }, n);
      for (const [verdict, n] of byVerdict) tweets.set({ verdict }, n);
      spent.set(budget.spent);
      posts.set(budget.postCount);
      reads.set(budget.readCount);
      version.set(newest._id);
      for (const health of [listener, desk]) {
        if (health !== null) connected.set({ work: health._id }, health.connected ? 1 : 0);
      }
    },
  };
}
