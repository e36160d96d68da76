import assert from 'node:assert/strict';
import { forSuite } from './support/for-tests.ts';
import { inMinutes, startTestApi } from './support/api-server.ts';
import { findMissing } from '../temporal/readiness.ts';
import { startLongRunning } from '../temporal/workflows.ts';
import { hear } from './support/tweets-heard.ts';
import { eventually } from './support/x-sandbox.ts';

interface DescribedOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly security: unknown;
  readonly responses: object;
}

describe('the API: health, metrics and reference', () => {
  const api = forSuite(() => startTestApi());
  before(async () => {
    await startLongRunning(api.bench.client, 'testconf');
    await eventually('the listener and the desk are held', async () => (await findMissing(api.context)).length === 0);
  });

  it('is up and ready', async () => {
    const up = await api.call('GET //healthz', { token: null });
    assert.deepEqual([up.status, up.body], [200, { status: 'up' }]);
    const ready = await api.call('GET //readyz', { token: null });
    assert.deepEqual([ready.status, ready.body], [200, { status: 'ready' }]);
  });

  it('is up but not ready without Temporal or MongoDB, and names what is missing', async () => {
    const gone = () => Promise.reject(new Error('connection refused at mongodb://user:secret@db'));
    const store = { ...api.context.store, probe: gone };
    const client = Object.assign(Object.create(api.context.client) as typeof api.context.client, {
      withDeadline: gone,
    });
    for (const [context, missing] of [
      [{ store }, ['MongoDB']],
      [{ client }, ['Temporal']],
      [{ store, client }, ['MongoDB', 'Temporal']],
    ] as const) {
      const call = await api.serveWith({ ...context, areMetricsPublic: true });
      const ready = await call('GET //readyz', { token: null });
      assert.deepEqual([ready.status, ready.body], [503, { status: 'not ready', missing }]);
      assert.equal((await call('GET //healthz', { token: null })).status, 200);
      assert.ok(!ready.text.includes('secret'));
      const metrics = await call('GET //metrics');
      assert.equal(metrics.status, 200);
      for (const part of missing)
        assert.match(metrics.text, new RegExp(`openspaces_part_up\\{part="${part}"\\} 0`, 'u'));
    }
  });

  it('is not ready if Slack does not answer, no worker runs, or nobody listens', async () => {
    const away = await api.serveWith({ askSlack: () => Promise.reject(new Error('no route to slack')) });
    assert.deepEqual((await away('GET //readyz', { token: null })).body.missing, ['Slack']);

    await api.bench.stopWorker();
    try {
      // Nobody answers for the activities any more; a poll that was open counts for another minute.
      await eventually('the listener is missed', async () => (await findMissing(api.context)).includes('listener'));
      const later = { ...api.context, clock: () => Date.now() + 80_000 };
      assert.deepEqual(await findMissing(later), ['worker', 'posting', 'listener', 'desk']);
      const gone = await api.serveWith({ clock: later.clock });
      const { text } = await gone('GET //metrics');
      for (const part of ['worker', 'listener']) assert.match(text, new RegExp(`part_up\\{part="${part}"\\} 0`, 'u'));
      assert.match(text, /openspaces_queue_workers\{queue="openspaces"\} 0/u);
    } finally {
      await api.bench.startWorker();
    }
  });

  it('shows how late reminders go out, which are overdue, and when the last tweet was heard', async () => {
    const at = Date.now();
    const row = (name: string, status: string, sendAt: number, sentAt?: number) => ({
      _id: `${name}-15` as never,
      conferenceId: 'testconf',
      openSpaceId: name,
      approval: 'approved',
      status,
      sendAt: new Date(sendAt),
      ...(sentAt === undefined ? { dueAt: new Date(sendAt) } : { sentAt: new Date(sentAt) }),
    });
    const reminders = api.bench.db.collection('reminders');
    await reminders.insertMany([
      row('late', 'sent', at - 60_000, at - 57_500),
      row('punctual', 'sent', at - 50_000, at - 50_000),
      row('waiting', 'approved', at - 30_000),
    ]);
    await api.context.store.health.say('listener', { lastTweetAt: new Date(at) }, new Date(at));
    const { text } = await (await api.serveWith({}))('GET //metrics');
    await reminders.deleteMany({ openSpaceId: { $in: ['late', 'punctual', 'waiting'] } });
    assert.match(text, /openspaces_reminder_late_seconds\{quantile="0.5"\} 0\n/u);
    assert.match(text, /openspaces_reminder_late_seconds\{quantile="1"\} 2\.5\n/u);
    assert.match(text, /openspaces_reminder_oldest_overdue_seconds 3\d(\.\d+)?\n/u);
    assert.ok(text.includes(`openspaces_last_tweet_seconds ${at / 1000}\n`));
  });

  it('answers 503 while the database is down, and reveals nothing internal', async () => {
    const gone = () =>
      Promise.reject(Object.assign(new Error('mongodb://user:secret@db'), { name: 'MongoNetworkError' }));
    const configs = { ...api.context.store.configs, current: gone };
    const call = await api.serveWith({ store: { ...api.context.store, configs } });
    const away = await call('GET /open-spaces');
    assert.equal(away.status, 503);
    assert.match(away.body.detail, /^MongoDB does not answer/u);
    assert.ok(!away.text.includes('secret'));
    assert.notEqual(away.headers.get('Retry-After'), null);
  });

  it('shows its numbers only with a token, and reads them once for many requests', async () => {
    for (const token of [null, 'osb_guess']) assert.equal((await api.call('GET //metrics', { token })).status, 401);
    let counted = 0;
    const { store } = api.context;
    const openSpaces = {
      ...store.openSpaces,
      countByStatus: async (id: string) => ((counted += 1), store.openSpaces.countByStatus(id)),
    };
    const call = await api.serveWith({ store: { ...store, openSpaces } });
    const answers = await Promise.all(Array.from({ length: 100 }, () => call('GET //metrics')));
    assert.ok(answers.every(({ status }) => status === 200));
    assert.ok(counted < 20, String(counted));
  });

  it('counts open spaces by status, tweets by verdict, requests and what it cost', async () => {
    const body = { room: 'B114', startsAt: inMinutes(300), title: 'Acro yoga' };
    const { body: entered } = await api.call('POST /open-spaces', { body });
    await hear(api.bench, 'Loving it #pyconopenspaces');
    await api.context.store.budgets.spend('testconf', 0.215, { posts: 2 });
    await api.call(`GET /open-spaces/${entered.id}`);
    await api.call('GET /nothing');
    const { text, headers } = await api.call('GET //metrics');
    assert.match(headers.get('Content-Type') ?? '', /^text\/plain; version=0\.0\.4/u);
    for (const line of [
      'openspaces_open_spaces{status="approved"} 1',
      'openspaces_open_spaces{status="sent"} 0',
      'openspaces_reminders{status="approved"} 1',
      'openspaces_tweets{verdict="ignore"} 1',
      'openspaces_spent_dollars_estimate 0.215',
      'openspaces_x_posts 2',
      'openspaces_part_up{part="MongoDB"} 1',
      'openspaces_config_version 1',
      'openspaces_api_requests_total{method="GET",route="/api/v1/open-spaces/:id",status="200"} 1',
    ]) {
      assert.ok(
        text.split('\n').includes(line),
        `${line}\n${text
          .split('\n')
          .filter((one) => one.startsWith('openspaces'))
          .join('\n')}`,
      );
    }
    assert.ok(!text.includes('/nothing'));
  });

  it('describes every route with a summary, examples, errors and the token', async () => {
    const { body: document } = await api.call('GET /openapi.json', { token: null });
    assert.equal(document.openapi, '3.1.0');
    const operations = Object.values<Record<string, DescribedOperation>>(document.paths).flatMap((methods) =>
      Object.values(methods),
    );
    assert.equal(operations.length, 28);
    for (const operation of operations) {
      assert.ok(operation.summary.length > 5);
      assert.deepEqual(operation.security, [{ bearer: [] }]);
      for (const status of ['400', '401', '403', '429'])
        assert.ok(status in operation.responses, operation.operationId);
    }
    assert.equal(new Set(operations.map(({ operationId }) => operationId)).size, operations.length);
    assert.equal(document.components.securitySchemes.bearer.scheme, 'bearer');
    assert.ok(!JSON.stringify(document).includes('/u"'), 'no pattern in JavaScript’s own writing');
  });

  it('has a reference page of every route that needs no script and no third party', async () => {
    const page = await api.call('GET /reference', { token: null });
    assert.equal(page.status, 200);
    assert.match(page.headers.get('Content-Type') ?? '', /^text\/html/u);
    assert.match(page.headers.get('Content-Security-Policy') ?? '', /style-src 'self'/u);
    assert.ok(!/<script|style=|https?:\/\/(?!x\.com|HOST|twitter\.com)/u.test(page.text));
    const { body: document } = await api.call('GET /openapi.json', { token: null });
    for (const path of Object.keys(document.paths)) assert.ok(page.text.includes(`/api/v1${path}`), path);
    for (const name of Object.keys(document.components.schemas))
      assert.ok(page.text.includes(`id="schema-${name}"`), name);
    const style = await api.call('GET /reference.css', { token: null });
    assert.match(style.headers.get('Content-Type') ?? '', /^text\/css/u);
    for (const [, target] of page.text.matchAll(/href="#([^"]+)"/gu))
      assert.ok(page.text.includes(`id="${target}"`), target);
  });
});
