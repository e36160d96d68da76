import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttp2Server } from 'node:http2';
import { connect as connectTo, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, MongoServerError } from 'mongodb';
import { registerSearchAttributes } from '../commands/register-search-attributes.ts';
import { temporalConnection, type Env } from '../config/env.ts';
import { staleConferenceFile } from '../config/first-config-file.ts';
import { waitForServer } from '../config/wait-for-server.ts';
import { firstConfig } from '../core/first-config.ts';
import { prepareStore } from '../standalone/prepare-store.ts';
import { sandboxWorkspace } from '../standalone/sandboxes.ts';
import { findFreePort } from '../config/free-port.ts';
import { startMongo } from '../standalone/servers/mongo.ts';
import { waitForStore } from '../store/connect.ts';
import { createStore } from '../store/store.ts';
import { waitForTemporal } from '../temporal/connect.ts';
import { runCommand } from './support/run-command.ts';
import { freshDatabase, temporalServer } from './support/servers.ts';

const realX = { X_APP_KEY: 'k', X_APP_SECRET: 's', X_ACCESS_TOKEN: 't', X_ACCESS_SECRET: 'u', X_BEARER_TOKEN: 'b' };

describe('a start', function () {
  this.timeout(300_000);
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'open-spaces-test-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  /** What it prints before it ends by itself. */
  async function start(role: string, changes: Record<string, string>) {
    const ports = { PORT: '0', SANDBOX_X_PORT: '0', SANDBOX_SLACK_PORT: '0' };
    const { code, err } = await runCommand(role, [], { DATA_DIR: directory, ...ports, ...changes });
    return { code, err: err.trim().split('\n') };
  }

  it('that cannot succeed ends with two lines: the problem, with the variable, and the remedy', async () => {
    const elsewhere = { TEMPORAL_ADDRESS: '127.0.0.1:1', MONGODB_URI: 'mongodb://127.0.0.1:1/', SLACK: 'off' };
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const taken = String((other.address() as AddressInfo).port);
    const wrong = [
      ['standalone', { PORT: '70000' }, /^error: PORT is above 65535/u],
      ['standalone', { DATA_DIR: '/dev/null/data' }, /^error: DATA_DIR \/dev\/null\/data cannot be written/u],
      ['standalone', { DATA_DIR: '/dev/null' }, /^error: DATA_DIR \/dev\/null is a file, not a directory\./u],
      ['api', { ...elsewhere, TEMPORAL_ADDRESS: '' }, /^error: TEMPORAL_ADDRESS is not set/u],
      ['worker', { ...elsewhere, ...realX, X_BEARER_TOKEN: '' }, /^error: X_BEARER_TOKEN is not set/u],
      [
        'worker',
        { ...elsewhere, ...realX, METRICS_PORT: taken },
        new RegExp(`^error: Port ${taken} is in use`, 'u'),
        /^to do: Set METRICS_PORT to another one/u,
      ],
    ] as const;
    for (const [role, changes, what, cure = /^to do: [A-Z]/u] of wrong) {
      const { code, err } = await start(role, changes);
      assert.equal(code, 1);
      assert.equal(err.length, 2, err.join('\n'));
      assert.match(err[0] ?? '', what);
      assert.match(err[1] ?? '', /^to do: [A-Z].*\.$/u);
      assert.match(err[1] ?? '', cure);
    }
    other.close();
    const { err } = await start('standalone', { PORT: '70000', LOG_LEVEL: 'debug' });
    assert.match(err.join('\n'), /\n +at readEnv/u);
  });

  it('on damaged data names it, and what to do about it', async () => {
    const folder = join(directory, 'temporal');
    await mkdir(folder);
    await writeFile(join(folder, 'temporal.db'), 'no database'.repeat(500));
    const { code, err } = await start('standalone', { MONGODB_URI: 'mongodb://127.0.0.1:1/' });
    assert.equal(code, 1);
    assert.match(err[0] ?? '', /^error: Temporal does not start\. .* ended \(1\) .*file is not a database/u);
    assert.match(err[1] ?? '', new RegExp(`^to do: .* If its data is damaged, move ${folder} away`, 'u'));
  });

  it('says that a conference file no longer counts once the config differs from it', async () => {
    const path = join(directory, 'conference.json');
    const conference = {
      id: 'conf',
      name: 'Conf',
      timeZone: 'Europe/Berlin',
      startDate: '2027-05-14',
      endDate: '2027-05-16',
      rooms: ['A103'],
    };
    await writeFile(path, JSON.stringify(conference));
    const config = firstConfig(conference, {});
    assert.equal(await staleConferenceFile(path, config, 1), undefined);
    await writeFile(path, JSON.stringify({ ...conference, rooms: ['A103', 'A104'] }));
    assert.match((await staleConferenceFile(path, config, 3)) ?? '', /is not used any more: version 3 of the config/u);
  });

  it('with the example file uses the channels of Slack’s sandbox, and says what it has read', async () => {
    const text = await readFile(new URL('../deploy/conference.example.json', import.meta.url), 'utf8');
    const example = join(directory, 'conference.json');
    await writeFile(example, text.replaceAll('2027-0', '2020-0'));
    const { uri, name, db, drop } = await freshDatabase();
    const env = { MONGODB_DATABASE: name, CONFERENCE_FILE: example } as Env;
    const said: string[] = [];
    const options = { env, uri, url: '', sandboxedX: true, sandboxWorkspace, say: (line: string) => said.push(line) };
    try {
      await prepareStore(options);
      const { organisers, slackChannels } = await createStore(db).configs.current();
      assert.deepEqual({ organisers, slackChannels }, sandboxWorkspace);
      assert.match(said.join(), /names Slack ids that the Slack sandbox does not have/u);
      const lines = [
        'ExampleConf 2027, 2020-05-14 to 2020-05-16 (America/Los_Angeles), ' +
          'keywords: exampleconfopenspaces, exampleconfopenspace',
        'Today is not one of its days, so posts go to review. Its days are on the page "Config".',
      ];
      assert.deepEqual(said.slice(1), lines);
      said.length = 0;
      await prepareStore(options);
      assert.deepEqual(said, lines);
    } finally {
      await drop();
    }
  });

  it('names the variable of a foreign address, a missing profile, and a bad connection string', async () => {
    await assert.rejects(
      findFreePort(0, 'PORT', '192.0.2.1'),
      /^StartError: HOST 192\.0\.2\.1 is not an address .*\nSet HOST/u,
    );
    assert.throws(
      () => temporalConnection({ TEMPORAL_PROFILE: 'none' }),
      /^StartError: TEMPORAL_\* .*\n.*TEMPORAL_PROFILE/u,
    );
    for (const uri of ['mongodb://user:hunter2@', 'mongodb://user:hunter2@one,two:x/', 'mongodb://db/?nonsense=1']) {
      const connect = () => MongoClient.connect(uri);
      const waiting = waitForServer({ server: 'MongoDB', variable: 'MONGODB_URI', connect, say: () => undefined });
      await assert.rejects(waiting, (error: Error) => {
        assert.match(error.message, /^MONGODB_URI cannot be used/u);
        return !error.message.includes('hunter2');
      });
    }
    for (const address of ['http://127.0.0.1:7233', 'https://conf.tmprl.example:7233', ':7233']) {
      const waiting = waitForTemporal({ address }, 'default', { say: () => undefined });
      await assert.rejects(waiting, /^StartError: TEMPORAL_ADDRESS cannot be used \(Invalid address/u);
    }
    await assert.rejects(
      waitForStore('mongodb://user:p%zz@db/', 'openspaces', { say: () => undefined }),
      /^StartError: MONGODB_URI cannot be used/u,
    );
    // As Atlas says it.
    const connect = () => Promise.reject(new MongoServerError({ message: 'bad auth', code: 8000 }));
    const waiting = waitForServer({ server: 'MongoDB', variable: 'MONGODB_URI', connect, say: () => undefined });
    await assert.rejects(waiting, /MongoDB refuses the user, password or key \(bad auth\)/u);
  });

  it('does not wait for a Temporal that refuses the key, and names what to correct', async () => {
    const server = createHttp2Server();
    server.on('stream', (stream) => {
      const refusal = { 'grpc-status': '16', 'grpc-message': 'Request unauthorized' };
      stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...refusal }, { endStream: true });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const waiting = waitForTemporal({ address }, 'default', { say: () => undefined, limitMs: 0 });
    await assert.rejects(waiting, /^StartError: Temporal refuses .*Request unauthorized[^]*TEMPORAL_API_KEY/u);
    server.close();
  });

  it('waits for a Temporal namespace that is not made or not set up yet, and names what to do', async () => {
    const { address, connection } = await temporalServer();
    const namespace = `bare-${randomUUID().slice(0, 8)}`;
    const wait = (name: string) => waitForTemporal({ address }, name, { say: () => undefined, limitMs: 0 });
    // Of another name: Temporal remembers for a while that it does not know one.
    await assert.rejects(wait('mistyped'), /^StartError: Temporal does not know the namespace [^]*TEMPORAL_NAMESPACE/u);
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: 86_400 } as never,
    });
    await assert.rejects(wait(namespace), /^StartError: Namespace .* lacks search attributes[^]*npm run setup/u);
    const later = waitForTemporal({ address }, namespace, { say: () => undefined });
    await registerSearchAttributes(connection, namespace);
    await (await later).close();
  });

  it('continues if Temporal answers, but not its list', async () => {
    const { address } = await temporalServer();
    const [host, port] = address.split(':');
    const proxy = createServer((socket) => {
      const temporal = connectTo(Number(port), host);
      socket.on('data', (bytes) => {
        // The query of the list.
        if (!bytes.includes('IS NULL')) temporal.write(bytes);
      });
      temporal.pipe(socket);
      socket.on('error', () => temporal.destroy()).on('close', () => temporal.destroy());
    });
    await once(proxy.listen(0, '127.0.0.1'), 'listening');
    const near = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const connection = await waitForTemporal({ address: near }, 'default', { say: () => undefined });
    await connection.close();
    proxy.close();
  });

  it('waits for a server that comes up later', async () => {
    const port = await findFreePort(0, 'MONGODB_PORT');
    const said: string[] = [];
    let tries = 0;
    let another: () => void;
    const secondTry = new Promise<void>((resolve) => (another = resolve));
    const connecting = waitForServer({
      server: 'MongoDB',
      variable: 'MONGODB_URI',
      connect: () => {
        if (++tries === 2) another();
        return MongoClient.connect(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
          serverSelectionTimeoutMS: 500,
        });
      },
      say: (line) => said.push(line),
    });
    await secondTry;
    const server = await startMongo({ port, say: () => undefined });
    const client = await connecting;
    assert.equal((await client.db('admin').command({ ping: 1 }))['ok'], 1);
    await client.close();
    await server.stop();
    for (const line of said) assert.match(line, /^waiting for MongoDB \(MONGODB_URI\), \d+ s so far: /u);
  });
});
