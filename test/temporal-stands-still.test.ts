import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type Connection } from '@temporalio/client';
import { childEnv } from '../config/env.ts';
import { findFreePort } from '../config/free-port.ts';
import { theBot } from '../core/actor.ts';
import { bringUpPart } from '../standalone/processes.ts';
import { createStore } from '../store/store.ts';
import { connectTemporal } from '../temporal/connect.ts';
import { createOpenSpaceService } from '../temporal/open-space-service.ts';
import { createOpenSpaceWorkflows } from '../temporal/workflows.ts';
import { inMinutes, startTestApi, type Caller, type TestApi } from './support/api-server.ts';
import { forEachTest } from './support/for-tests.ts';
import { eventually } from './support/running-bot.ts';
import { freshDatabase, temporalServer } from './support/servers.ts';
import { startTemporalProxy, type TemporalProxy } from './support/temporal-proxy.ts';
import { freshNamespace, testConfig } from './support/workbench.ts';

describe('the API while Temporal is down', () => {
  let api: TestApi;
  let call: Caller;
  let proxy: TemporalProxy;
  let connection: Connection;

  before(async () => {
    api = await startTestApi();
    proxy = await startTemporalProxy((await temporalServer()).address);
    connection = await connectTemporal({ address: proxy.address });
    const client = new Client({ connection, namespace: api.bench.namespace });
    const openSpaces = createOpenSpaceWorkflows(client);
    call = await api.serveWith({
      client,
      openSpaces: createOpenSpaceService({ ...api.bench.deps, client, openSpaces }),
    });
  });
  after(async () => {
    await proxy.close();
    await connection.close();
    await api.stop();
  });

  it('says what is wrong after a decision, and stores an entry, while Temporal does not answer', async () => {
    const known = await call('POST /open-spaces', { body: { place: 'the stairs', startsAt: inMinutes(200) } });
    assert.equal(known.status, 201, known.text);
    proxy.standStill();
    const [changed, entered] = await Promise.all([
      call(`PATCH /open-spaces/${known.body.id}`, { body: { title: 'Chess' } }),
      call('POST /open-spaces', { body: { place: 'the hall', startsAt: inMinutes(200) } }),
    ]);
    assert.equal(changed.status, 503, changed.text);
    assert.match(changed.body.detail, /Temporal does not answer/u);
    assert.equal(entered.status, 201, entered.text);
    assert.equal((await api.bench.store.openSpaces.find(entered.body.id))?.space.place, 'the hall');
  });

  it('asks a killed Temporal only once for a decision: a second request would take as long again', async () => {
    proxy.goOn();
    const known = await call('POST /open-spaces', { body: { place: 'the stairs', startsAt: inMinutes(200) } });
    proxy.cut();
    api.logged.length = 0;
    const denied = await call(`POST /open-spaces/${known.body.id}/deny`);
    assert.equal(denied.status, 503, denied.text);
    assert.match(denied.body.detail, /Temporal does not answer/u);
    assert.match(api.logged.join(), /Workflow Update failed/u);
  });
});

describe('a worker while Temporal does not answer', function () {
  this.timeout(180_000);

  /** A worker, as `npm start` runs it. `said` is what it printed besides its log. */
  const running = forEachTest(async () => {
    const proxy = await startTemporalProxy((await temporalServer()).address);
    const database = await freshDatabase();
    await createStore(database.db).configs.begin(testConfig(), theBot, new Date());
    const directory = await mkdtemp(join(tmpdir(), 'open-spaces-test-'));
    const log = join(directory, 'worker.log');
    const port = await findFreePort(0, 'METRICS_PORT');
    const env = childEnv({
      METRICS_PORT: String(port),
      TEMPORAL_ADDRESS: proxy.address,
      TEMPORAL_NAMESPACE: await freshNamespace(),
      MONGODB_URI: database.uri,
      MONGODB_DATABASE: database.name,
      SLACK: 'off',
      X_API_URL: 'http://127.0.0.1:1',
      ...Object.fromEntries(
        ['X_APP_KEY', 'X_APP_SECRET', 'X_ACCESS_TOKEN', 'X_ACCESS_SECRET', 'X_BEARER_TOKEN'].map((key) => [key, 'k']),
      ),
    });
    const worker = await bringUpPart('worker', env, log, () => undefined);
    await worker.ready;
    return {
      proxy,
      port,
      worker,
      said: async () => (await readFile(log, 'utf8')).split('\n').filter((line) => !line.startsWith('{')),
      async stop() {
        await worker.stop();
        await proxy.close();
        await database.drop();
        await rm(directory, { recursive: true });
      },
    };
  });

  it('ends when it is told to, and says that it did not finish', async () => {
    const { proxy, worker, said } = running;
    proxy.standStill();
    await worker.stop();
    await eventually('it says why it stopped', async () =>
      /^error: The worker was told to end.*\nto do: Check that Temporal [^\n]*\n$/u.test((await said()).join('\n')),
    );
  });

  it('leaves its metrics port to the next worker as soon as it is told to end', async () => {
    const { proxy, worker, port, said } = running;
    proxy.standStill();
    const stopped = worker.stop();
    await eventually('the port is free', () => findFreePort(port, 'METRICS_PORT').then(Boolean, () => false));
    proxy.goOn();
    await stopped;
    assert.doesNotMatch((await said()).join('\n'), /did not finish/u, 'the port was free before it had to give up');
  });
});
