import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { childEnv } from '../config/env.ts';
import { readyMessage } from '../config/log.ts';
import { endWithinMs } from '../config/time-to-end.ts';
import { theBot } from '../core/actor.ts';
import { ourScript } from '../standalone/our-script.ts';
import { spawnTethered } from '../standalone/servers/tether.ts';
import { createStore, type Store } from '../store/store.ts';
import { startMongoProxy } from './support/mongo-proxy.ts';
import { runCommand } from './support/run-command.ts';
import { findFreePort } from '../config/free-port.ts';
import { eventually } from './support/running-bot.ts';
import { freshDatabase, temporalServer, type TestDatabase } from './support/servers.ts';
import { webClient } from './support/web-client.ts';
import { testConfig } from './support/workbench.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

describe('an api process with SLACK=off, and no worker', function () {
  this.timeout(180_000);
  let database: TestDatabase;
  let store: Store;
  let variables: Record<string, string>;
  let url: string;
  let api: ChildProcess;
  let log = '';

  const signIn = (...name: string[]) => runCommand('sign-in', name, variables);

  before(async () => {
    database = await freshDatabase();
    store = createStore(database.db);
    const { address, connection } = await temporalServer();
    // Other tests' workers are in the default one.
    const namespace = `alone-${randomUUID().slice(0, 8)}`;
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: 86_400 } as never,
    });
    const port = await findFreePort(0, 'PORT');
    url = `http://127.0.0.1:${port}`;
    variables = {
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
      MONGODB_URI: database.uri,
      MONGODB_DATABASE: database.name,
      PORT: String(port),
      SLACK: 'off',
    };
    assert.equal((await runCommand('setup', [], variables)).code, 0);
  });
  after(async () => {
    if (api?.exitCode === null) {
      api.kill('SIGTERM');
      await once(api, 'exit');
    }
    await database.drop();
  });

  it('makes no link without an installation or without a name', async () => {
    const none = await signIn('Ana');
    assert.equal(none.code, 1);
    assert.match(none.err, /^error: There is no installation in MONGODB_DATABASE .*\nto do: /u);
    await store.configs.begin(testConfig(), theBot, new Date());
    for (const name of [[], [' '], ['x'.repeat(81)]]) {
      const { code, err } = await signIn(...name);
      assert.equal(code, 1);
      assert.match(err, /^error: .*name.*\nto do: .*npm run sign-in -- /u);
    }
  });

  it('lets each organiser in by a link of their own, once, and shows who decided', async () => {
    api = spawn(process.execPath, ['commands/launch.mjs', 'api'], { cwd: root, env: childEnv(variables) });
    api.stdout?.on('data', (text) => (log += String(text)));
    api.stderr?.on('data', (text) => (log += String(text)));
    await eventually('it answers', () =>
      fetch(`${url}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );

    assert.match(await (await webClient(url).get('/admin/sign-in')).text(), /npm run sign-in -- NAME/u);
    for (const name of ['Ana', 'Bo Berg']) {
      const link = new URL((await signIn(...name.split(' '))).out.trim());
      assert.equal(link.origin, url);
      const token = link.searchParams.get('token') ?? '';
      const client = webClient(url);
      assert.equal((await client.post('/admin/sign-in', { token })).status, 303);
      await client.post('/admin/pause', { paused: name === 'Ana' ? 'yes' : 'no' });
      assert.match(await (await client.get('/admin')).text(), new RegExp(name, 'u'));
      assert.equal((await store.configs.newest())?.by.name, name);

      const again = await webClient(url).post('/admin/sign-in', { token });
      assert.equal(again.status, 401);
      assert.match(await again.text(), /npm run sign-in -- NAME/u);
    }
    const [bo, ana] = await store.configs.history(2);
    assert.notEqual(bo?.by.id, ana?.by.id);
  });

  it("ends in order within npm start's time limit, while MongoDB does not answer", async () => {
    const proxy = await startMongoProxy(database.uri);
    let isReady = false;
    const another = await spawnTethered(process.execPath, ourScript('api/main'), {
      env: childEnv({ ...variables, MONGODB_URI: proxy.uri, PORT: '0' }),
      graceMs: endWithinMs,
      onLine: (line) => (isReady ||= line.includes(readyMessage('api'))),
    });
    try {
      await eventually('it is ready', () => Promise.resolve(isReady), 60);
      proxy.standStill();
      await another.stop();
      assert.equal(await another.exited, '0');
    } finally {
      await another.stop();
      await proxy.close();
    }
  });

  it('raises and logs the alarm that no worker is online', async () => {
    await eventually('the alarm', async () => (await store.alarms.find('worker')) !== null, 90);
    // It is stored before it is logged.
    await eventually('it is logged', async () => /No worker is online/u.test(log));
  });
});
