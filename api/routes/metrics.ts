import type { Hono, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { verdicts } from '../../core/reading/reading.ts';
import { reminderStatuses } from '../../core/reminder.ts';
import { rememberFor } from '../../core/remember-for.ts';
import { describeQueue, parts, type Part } from '../../temporal/readiness.ts';
import { queues } from '../../workflows/messages.ts';
import type { ApiContext } from '../context.ts';
import { statuses } from '../../core/words.ts';

/** How long the numbers are reused for further requests. Milliseconds. */
const sharedForMs = 1_000;

/**
 * Metrics as Prometheus text. Counts from the store are read at each request, so every API process shows the same, and
 * a restart loses nothing. Requests and memory are this process's own.
 */
export function createMetrics(context: ApiContext, findMissing: () => Promise<readonly Part[]>) {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });

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
  const gauge: MakeGauge = (name, help, ...labelNames) => new Gauge({ name, help, labelNames, registers });
  const fromStore = createStoreGauges(gauge);
  const fromTemporal = createQueueGauges(gauge);
  const up = gauge('openspaces_part_up', 'Whether a part that is needed answers and works.', 'part');
  const alarmsHelp = 'Open alarms by cause, as reported in Slack.';
  const alarms = gauge('openspaces_alarms', alarmsHelp, 'cause');

  /** Counts the requests of the machine API. */
  const count: MiddlewareHandler = async (c, next) => {
    const start = performance.now();
    await next();
    const route = matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path ?? 'none';
    // Callers can invent other methods, and every label costs memory.
    const method = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE)$/u.test(c.req.method) ? c.req.method : 'other';
    requests.inc({ method, route, status: String(c.res.status) });
    durations.observe({ route }, (performance.now() - start) / 1000);
  };

  const collect = async (): Promise<string> => {
    const missing = await findMissing();
    for (const part of parts) up.set({ part }, missing.includes(part) ? 0 : 1);
    alarms.reset();
    alarms.set({ cause: 'store' }, missing.includes('MongoDB') ? 1 : 0);
    // Numbers that cannot be read now are left out, because an old one would look like a present one.
    if (missing.includes('MongoDB')) fromStore.forget();
    else {
      await fromStore.read(context);
      for (const [cause, count] of await context.store.alarms.count()) {
        if (cause !== 'store') alarms.set({ cause }, count);
      }
    }
    if (missing.includes('Temporal')) fromTemporal.forget();
    else await fromTemporal.read(context);
    return register.metrics();
  };
  // Counting the collections for each of many requests would slow the organisers down.
  const collectSeldom = rememberFor(sharedForMs, collect, context.clock);

  const addRoute = (app: Hono): void => {
    app.get('/metrics', async (c) =>
      c.text(await collectSeldom(), 200, {
        'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
        'Cache-Control': 'no-store',
      }),
    );
  };
  return { count, addRoute };
}

type MakeGauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) => Gauge<Label>;

function createStoreGauges(gauge: MakeGauge) {
  const openSpaces = gauge('openspaces_open_spaces', 'Open spaces, by status.', 'status');
  const reminders = gauge('openspaces_reminders', 'Reminders, by status.', 'status');
  const tweets = gauge('openspaces_tweets', 'Tweets heard, by verdict; received: not read yet.', 'verdict');
  const spent = gauge('openspaces_spent_dollars_estimate', 'What X is estimated to have cost.');
  const posts = gauge('openspaces_x_posts', 'Posts on X that were counted.');
  const reads = gauge('openspaces_x_reads', 'Reads at X that were counted.');
  const version = gauge('openspaces_config_version', 'The version of the config that is in use.');
  const connected = gauge('openspaces_connected', 'Whether the listener and the desk are connected.', 'work');
  const cap = gauge('openspaces_spending_cap_dollars', 'At how many dollars posting stops; absent without a cap.');
  const connectedSince = gauge('openspaces_connected_since_seconds', 'Since when it is connected, or not.', 'work');
  const lastTweet = gauge('openspaces_last_tweet_seconds', 'When the last tweet was heard.');
  const late = gauge('openspaces_reminder_late_seconds', 'How late the newest 100 reminders went out.', 'quantile');
  const overdue = gauge('openspaces_reminder_oldest_overdue_seconds', 'How long the longest due reminder waits.');
  const cards = gauge('openspaces_cards_waiting', 'Cards that do not show the newest state.');
  const single = [spent, posts, reads, version, cap, lastTweet, overdue, cards];
  const all = [openSpaces, reminders, tweets, connected, connectedSince, late, ...single];

  const forget = (): void => {
    for (const one of all) one.reset();
    for (const one of single) one.remove();
  };

  return {
    forget,
    async read({ store, clock }: ApiContext): Promise<void> {
      const newest = await store.configs.newest();
      forget();
      if (newest === null) return;
      const { id } = newest.config.conference;
      const now = clock();
      const due = { approval: 'approved', pending: true, before: new Date(now) } as const;
      const [byStatus, byReminder, byVerdict, budget, listener, desk, lateness, [longestDue], cardsWaiting] =
        await Promise.all([
          store.openSpaces.countByStatus(id),
          store.reminders.countByStatus(id),
          store.tweets.countByVerdict(id),
          store.budgets.find(id),
          store.health.find('listener'),
          store.health.find('desk'),
          store.reminders.secondsLate(id),
          store.reminders.list(id, due, 1),
          store.openSpaces.countStale(),
        ]);
      for (const status of statuses) openSpaces.set({ status }, byStatus.get(status) ?? 0);
      // Zeros are sent too: if a number first appears as 1, Prometheus sees no change, and the first alert would be
      // missed.
      for (const status of reminderStatuses) reminders.set({ status }, byReminder.get(status) ?? 0);
      for (const verdict of verdicts) tweets.set({ verdict }, byVerdict.get(verdict) ?? 0);
      tweets.set({ verdict: 'received' }, byVerdict.get(null) ?? 0);
      spent.set(budget.spent);
      posts.set(budget.postCount);
      reads.set(budget.readCount);
      version.set(newest._id);
      for (const health of [listener, desk]) {
        if (health === null) continue;
        connected.set({ work: health._id }, health.connected ? 1 : 0);
        if (health.since !== undefined) connectedSince.set({ work: health._id }, health.since.getTime() / 1_000);
      }
      if (newest.config.spendingCap !== null) cap.set(newest.config.spendingCap);
      if (listener?.lastTweetAt !== undefined) lastTweet.set(listener.lastTweetAt.getTime() / 1_000);
      overdue.set((now - (longestDue?.sendAt?.getTime() ?? now)) / 1_000);
      cards.set(cardsWaiting);
      for (const quantile of [0.5, 0.99, 1]) {
        const seconds = lateness[Math.ceil(quantile * lateness.length) - 1];
        if (seconds !== undefined) late.set({ quantile: String(quantile) }, seconds);
      }
    },
  };
}

/** Gauges for the task queues, from Temporal. */
function createQueueGauges(gauge: MakeGauge) {
  const workersHelp = 'Workers that have asked for work of a queue within 75 seconds.';
  const workers = gauge('openspaces_queue_workers', workersHelp, 'queue');
  const backlogHelp = 'Activities that wait in a queue for a worker, approximately.';
  const backlog = gauge('openspaces_queue_backlog', backlogHelp, 'queue');
  const forget = (): void => {
    workers.reset();
    backlog.reset();
  };
  return {
    forget,
    async read({ client, clock }: ApiContext): Promise<void> {
      forget();
      for (const queue of Object.values(queues)) {
        const found = await client
          .withDeadline(Date.now() + 2_000, () => describeQueue(client, queue, clock()))
          .catch(() => undefined);
        if (found === undefined) continue;
        workers.set({ queue }, found.workers);
        backlog.set({ queue }, found.backlog);
      }
    },
  };
}
