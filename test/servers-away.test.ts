import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { Client, type Connection } from '@temporalio/client';
import type { MongoClient } from 'mongodb';
import { createApi } from '../api/app.ts';
import { reminderId } from '../core/reminder.ts';
import { connectStore } from '../store/connect.ts';
import { patient } from '../store/patience.ts';
import { createStore, type Store } from '../store/store.ts';
import { connectTemporal } from '../temporal/connect.ts';
import { createOpenSpaceService } from '../temporal/open-space-service.ts';
import { createOpenSpaceWorkflows } from '../temporal/workflows.ts';
import { apiToken, inMinutes } from './support/api-server.ts';
import { startMongoProxy, type MongoProxy } from './support/mongo-proxy.ts';
import { eventually } from './support/running-bot.ts';
import { mongoServer, temporalServer } from './support/servers.ts';
import { startTemporalProxy, type TemporalProxy } from './support/temporal-proxy.ts';
import { signedIn, type WebClient } from './support/web-client.ts';
import { startWebPages, tomorrow, type TestContext, type WebPages } from './support/web-pages.ts';

/** How often each route is asked at once. */
const copies = 3;

type Ask = () => Promise<Response>;

describe('the API and the pages while a server is down', function () {
  this.timeout(300_000);
  let web: WebPages;
  let context: TestContext;
  let mongo: MongoProxy;
  let temporal: TemporalProxy;
  let client: MongoClient;
  let connection: Connection;
  let server: ServerType;
  let url: string;
  let organiser: WebClient;

  before(async () => {
    web = await startWebPages();
    const { namespace, db: stored } = web.bench;
    mongo = await startMongoProxy((await mongoServer()).uri);
    temporal = await startTemporalProxy((await temporalServer()).address);
    let db;
    ({ client, db } = await connectStore(mongo.uri, stored.databaseName));
    connection = await connectTemporal({ address: temporal.address });
    context = withServers(createStore(patient(db, 5_000)), new Client({ connection, namespace }));
    server = createAdaptorServer({ fetch: createApi(context).fetch });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    organiser = await signedIn({ context: { ...context, publicUrl: url }, url });
  });
  after(async () => {
    for (const proxy of [mongo, temporal]) proxy.goOn();
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await connection.close();
    await client.close(true);
    await temporal.close();
    await mongo.close();
    await web.stop();
  });

  function withServers(store: Store, away: Client): TestContext {
    const { log, clock } = web.context;
    const openSpaces = createOpenSpaceWorkflows(away);
    const service = createOpenSpaceService({ store, client: away, clock, log, openSpaces });
    return { ...web.context, store, client: away, openSpaces: service, apiToken };
  }

  const api = (request: string, body?: unknown) => {
    const [method = '', path = ''] = request.split(' ');
    return fetch(`${url}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${apiToken}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  };

  /** Every route of the machine API, and the pages and forms, each with what it takes. */
  async function everyRequest(): Promise<Record<string, Ask>> {
    const n = heard++;
    const [minutes, room] = [400 + 60 * n, 'A105'];
    const id = await web.hear(`host${n}`, `Yoga tomorrow in ${room} #pyconopenspaces`, { userId: `70${n}` });
    const config: unknown = await (await api('GET /config')).json();
    const where = { place: 'the stairs', startsAt: inMinutes(minutes) };
    const bodies: Readonly<Record<string, unknown>> = {
      'POST /open-spaces': where,
      'PATCH /open-spaces/{id}': { title: 'Chess' },
      'POST /open-spaces/shift': { from: inMinutes(30), minutes: 1 },
      'PATCH /reminders/{id}': { text: 'Come!' },
      'POST /tweets/{id}/stage': where,
      'PATCH /users/{id}': { shouldIgnore: false },
      'PUT /config': config,
      'POST /tokens': { name: 'reads', scope: 'read' },
    };
    const ids: Readonly<Record<string, string>> = { reminders: reminderId(id, '15'), users: `70${n}` };
    const described = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as { paths: Record<string, object> };
    const requests: Record<string, Ask> = {};
    for (const [path, methods] of Object.entries(described.paths)) {
      for (const method of Object.keys(methods).map((name) => name.toUpperCase())) {
        const route = path.replace(/^\/api\/v1/u, '');
        const what = `${method} ${route}`;
        const filled = route.replace('{id}', ids[route.split('/')[1] ?? ''] ?? id).replace('{version}', '1');
        requests[what] = () => api(`${method} ${filled}`, bodies[what] ?? (method === 'POST' ? {} : undefined));
      }
    }
    assert.ok(Object.keys(requests).length > 25);
    for (const path of ['//healthz', '//readyz', '//metrics']) {
      requests[path] = () => fetch(url + path.slice(1), { headers: { Authorization: `Bearer ${apiToken}` } });
    }
    const pages = [
      'enter',
      'open-spaces',
      'reminders',
      'tweets',
      'users',
      'audit',
      'health',
      'config',
      'board',
      'shift',
    ];
    const paths = ['/', '/schedule.json', '/schedule.ics', `/open-spaces/${id}`, '/admin', '/admin/sign-in'];
    for (const path of [...paths, ...[...pages, `open-spaces/${id}`, 'events'].map((page) => `/admin/${page}`)]) {
      requests[path] = () => organiser.get(path);
    }
    const picked = { date: tomorrow, time: '16:00', place: 'the hall', back: '/admin' };
    const decide = (verb: string, more = {}) => ({ verb, revision: '0', back: '/admin', ...more });
    const forms: readonly (readonly [string, Record<string, string>])[] = [
      [`/admin/open-spaces/${id}`, decide('stage', picked)],
      [`/admin/open-spaces/${id}`, decide('deny')],
      ['/admin/approve', { back: '/admin', pick: `${id}:0` }],
      ['/admin/shift', { minutes: '5', targets: `${id}.0` }],
      ['/admin/pause', { paused: 'no', back: '/admin' }],
      ['/admin/enter', { ...picked, title: `Go ${n}`, key: `key${n}` }],
      [`/admin/tweets/${id}/stage`, picked],
      [`/admin/users/70${n}`, { ignore: 'no', back: '/admin' }],
      [`/admin/users/70${n}/deny`, { back: '/admin' }],
    ];
    for (const [path, form] of forms) {
      requests[`form ${path} ${form['verb'] ?? ''}`] = () => organiser.post(path, form);
    }
    return requests;
  }
  let heard = 0;

  /** Asks everything at once. @returns what was asked, each with its status */
  async function askEverything(requests: Record<string, Ask>): Promise<string[]> {
    const asked = Array.from({ length: copies }, () => Object.entries(requests)).flat();
    return Promise.all(
      asked.map(async ([what, ask]) => {
        const response = await ask();
        // The page's events do not end.
        await (what.endsWith('/events') ? response.body?.cancel() : response.text());
        return `${what}: ${response.status}`;
      }),
    );
  }

  async function expectNoFault(breakIt: () => void, goOn: () => void): Promise<void> {
    const requests = await everyRequest();
    const logged = web.logged.length;
    breakIt();
    const answers = await askEverything(requests).finally(goOn);
    const ours = answers.filter((answer) => /: 5(?!03)\d\d$/u.test(answer));
    assert.deepEqual([...new Set(ours)], [], web.logged.slice(logged).join('\n').slice(0, 5_000));
    const isMissed = answers.some((answer) => answer.endsWith(': 503'));
    assert.ok(isMissed, 'nobody has noticed');
    await eventually('it is back', async () => (await api('GET /open-spaces')).status === 200);
    await eventually('decisions are made', async () => {
      const { status } = await api('POST /open-spaces/shift', { from: inMinutes(90_000), minutes: 1 });
      return status === 200;
    });
  }

  for (const after of [0, 60]) {
    it(`MongoDB is killed after ${after} commands`, () =>
      expectNoFault(() => mongo.beforeCommand(after, mongo.cut), mongo.goOn));
    it(`MongoDB stands still after ${after} commands`, () =>
      expectNoFault(() => mongo.beforeCommand(after, mongo.standStill), mongo.goOn));
    it(`MongoDB is told to end after ${after} commands`, () =>
      expectNoFault(() => mongo.beforeCommand(after, mongo.shutDown), mongo.goOn));
  }
  for (const after of [0, 20]) {
    it(`Temporal is killed after ${after} pieces`, () =>
      expectNoFault(() => temporal.beforePiece(after, temporal.cut), temporal.goOn));
    it(`Temporal stands still after ${after} pieces`, () =>
      expectNoFault(() => temporal.beforePiece(after, temporal.standStill), temporal.goOn));
  }

  it('Temporal has lost its namespace with its data', async () => {
    const id = await web.hear('lost', 'Yoga tomorrow in A105 #pyconopenspaces');
    const lost = new Client({ connection: (await temporalServer()).connection, namespace: 'lost' });
    const app = createApi(withServers(web.context.store, lost));
    const headers = { Authorization: `Bearer ${apiToken}` };
    const answer = await app.request(`/api/v1/open-spaces/${id}/approve`, { method: 'POST', headers });
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /Run npm run setup/u);
  });
});
