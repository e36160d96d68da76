import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { request as ask } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { lockDataDir } from '../standalone/servers/data-lock.ts';
import { spawnTethered } from '../standalone/servers/tether.ts';
import { startTemporal } from '../standalone/servers/temporal.ts';
import { findKept, freshDataDir, isAlive, keepSomething, kill } from './support/both-servers.ts';
import { eventually } from './support/eventually.ts';
import { freshDatabase, temporalServer } from './support/servers.ts';

const LOCK_TAKER = fileURLToPath(new URL('support/lock-taker.ts', import.meta.url));

describe('embedded servers', () => {
  const dataDir = freshDataDir();

  it('serve the tests: a Temporal with our search attributes, a MongoDB with a database of one’s own', async () => {
    const { client } = await temporalServer();
    assert.equal((await client.workflow.count('OpenSpaceStatus = "scheduled"')).count, 0);
    const database = await freshDatabase();
    await database.db.collection('tweets').insertOne({ text: 'hello' }, { writeConcern: { w: 'majority' } });
    assert.equal(await database.db.collection('tweets').countDocuments(), 1);
    // A replica set's writes get slower with each write: see serverArgs in standalone/servers/mongo.ts.
    assert.equal((await database.db.command({ hello: 1 }))['setName'], undefined);
    await database.drop();
  });

  it('show Temporal’s UI only to this machine, and not under another name that points to it', async () => {
    const server = await startTemporal({ namespace: 'guarded', searchAttributes: {}, uiPort: 0, say: () => {} });
    try {
      const get = (host: string, path = '/api/v1/settings'): Promise<number | undefined> =>
        new Promise((resolve, reject) => {
          const request = ask(`${server.uiUrl}${path}`, { headers: { host } }, (response) => {
            response.resume();
            resolve(response.statusCode);
          });
          request.on('error', reject).end();
        });
      const { host } = new URL(server.uiUrl ?? '');
      for (const foreign of ['evil.example', 'evil.example:8233', '127.0.0.1.evil.example', 'localhost.evil.example'])
        assert.equal(await get(foreign), 403, foreign);
      for (const own of [host, 'localhost:1', '127.0.0.1']) assert.equal(await get(own), 200, own);
      assert.equal(await get(host, '/namespaces/guarded/workflows'), 200);
      const columns = await (await fetch(`${server.uiUrl}/open-spaces`)).text();
      assert.match(columns, /"OpenSpace".*"StartsAt"/u);
      assert.match(columns, /const namespace = "guarded"/u);
    } finally {
      await server.stop();
    }
  });

  it('end with a parent that was killed, and their data can be used again at once', async () => {
    const first = await dataDir.startBoth();
    await keepSomething(first);
    await kill(first.parent);

    const second = await dataDir.startBoth();
    assert.ok(first.pids.every((pid) => !isAlive(pid)));
    const connection = await Connection.connect({ address: second.address });
    const handle = new Client({ connection }).workflow.getHandle('parked');
    assert.equal((await handle.describe()).status.name, 'RUNNING');
    const { events } = await handle.fetchHistory();
    assert.equal(events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name, 'parked');
    await connection.close();
    assert.equal(await findKept(second), 'hello');
  });

  it('leave the first start alone when a second one comes to the same data', async () => {
    const first = await dataDir.startBoth();
    await assert.rejects(
      lockDataDir(dataDir.path, ''),
      new RegExp(`is already running on .*: process ${first.parent.pid}, at http://127.0.0.1:3000`),
    );
    assert.ok(first.pids.every(isAlive));
    await kill(first.parent);
    const lock = await lockDataDir(dataDir.path, '');
    await lock.release();
  });

  it('stay locked by a start in another container on the same volume, with other process ids', async () => {
    const lock = await lockDataDir(dataDir.path, 'http://127.0.0.1:3000');
    const path = join(dataDir.path, 'lock.json');
    const standing = await readFile(path, 'utf8');
    const seenFromThere = JSON.stringify({ ...(JSON.parse(standing) as object), pid: 2 ** 22 + 1 });
    await writeFile(path, seenFromThere);
    await assert.rejects(lockDataDir(dataDir.path, ''), /already running/u);
    assert.equal(await readFile(path, 'utf8'), seenFromThere);
    await writeFile(path, standing);
    await lock.release();
    assert.deepEqual(await readdir(dataDir.path), []);
  });

  it('are free after a second Ctrl+C, which ends the first start without its last steps', async () => {
    const taker = fork(LOCK_TAKER, { execArgv: ['--import', 'tsx'] });
    await once(taker, 'message');
    taker.send(dataDir.path);
    await once(taker, 'message');
    assert.ok((await readdir(dataDir.path)).includes('lock.json'));
    taker.send('exit');
    await once(taker, 'exit');
    assert.deepEqual(await readdir(dataDir.path), []);
  });

  it('are free after a kill where the system tells no start times, even if a new process has the same id', async () => {
    const dead = createServer().listen(join(dataDir.path, 'dead.socket'));
    await once(dead, 'listening');
    await rename(join(dataDir.path, 'dead.socket'), join(dataDir.path, 'left.socket'));
    dead.close();
    const left = { pid: process.pid, startedAt: null, url: '', socket: 'left.socket' };
    await writeFile(join(dataDir.path, 'lock.json'), JSON.stringify(left));
    const lock = await lockDataDir(dataDir.path, '');
    await lock.release();
    assert.deepEqual(await readdir(dataDir.path), []);
  });

  it('belong to one of many starts at the same moment, even after a kill, and stay with it', async () => {
    const takers = await Promise.all(
      [0, 1].map(async () => {
        const taker = fork(LOCK_TAKER, { execArgv: ['--import', 'tsx'] });
        await once(taker, 'message');
        return taker;
      }),
    );
    const tell = async (taker: ChildProcess, message: string): Promise<number> => {
      taker.send(message);
      const [got] = (await once(taker, 'message')) as [number];
      return got;
    };
    const killed = JSON.stringify({ pid: 2 ** 22 + 1, startedAt: 'another boot:1', url: '' });
    try {
      for (let round = 0; round < 50; round += 1) {
        const directory = join(dataDir.path, String(round));
        await mkdir(directory);
        if (round % 2 === 1) await writeFile(join(directory, 'lock.json'), killed);
        const got = await Promise.all(takers.map((taker) => tell(taker, directory)));
        assert.equal((got[0] ?? 0) + (got[1] ?? 0), 1, `round ${round}`);
        const holder = takers[got.indexOf(1)];
        for (const loser of takers) if (loser !== holder) await tell(loser, '');
        const standing = JSON.parse(await readFile(join(directory, 'lock.json'), 'utf8')) as { pid: number };
        assert.equal(standing.pid, holder?.pid);
        await tell(holder ?? assert.fail(), '');
        assert.deepEqual(await readdir(directory), []);
      }
    } finally {
      for (const taker of takers) taker.kill('SIGKILL');
    }
  });

  it('end with all the processes they started themselves', async () => {
    const lines: string[] = [];
    const child = await spawnTethered('sh', ['-c', 'sleep 600 & echo $!; wait'], {
      onLine: (line) => lines.push(line),
    });
    await eventually('it is printed', () => lines.length === 1);
    await child.stop();
    await eventually('it has ended', () => !isAlive(Number(lines[0])));
  });

  it('are ended even if they ignore the signal', async () => {
    const lines: string[] = [];
    const script = 'trap "" TERM; echo ready; while :; do sleep 600; done';
    const child = await spawnTethered('sh', ['-c', script], { graceMs: 100, onLine: (line) => lines.push(line) });
    await eventually('it is printed', () => lines.length === 1);
    await child.stop();
    assert.ok(!isAlive(child.pid));
  });

  it('report in their own words why they did not start', async () => {
    const port = Number((await temporalServer()).address.split(':')[1]);
    const options = { namespace: 'default', dataDir: dataDir.path, say: () => undefined };
    await assert.rejects(
      startTemporal({ ...options, searchAttributes: {}, port }),
      /Port \d+ is in use\.\nSet TEMPORAL_PORT/,
    );
    const unknown = { Room: 'Nonsense' as 'Keyword' };
    await assert.rejects(
      startTemporal({ ...options, searchAttributes: unknown }),
      /ended \(\d+\) before it was ready:\n.*Nonsense/s,
    );
    await assert.rejects(spawnTethered('no-such-command', []), /no-such-command could not be started: .*ENOENT/);
  });
});
