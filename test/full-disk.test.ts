import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeDiskSpace } from '../config/free-disk-space.ts';
import { openJournal } from '../sandbox/slack/journal.ts';
import { Journal } from '../sandbox/x/journal.ts';
import { keepUp } from '../standalone/servers/keep-up.ts';
import { startMongo } from '../standalone/servers/mongo.ts';
import { openStore } from '../store/connect.ts';
import { createStore } from '../store/store.ts';
import { findMissing } from '../temporal/readiness.ts';
import { findFreePort } from '../config/free-port.ts';
import { temporalServer } from './support/servers.ts';
import { eventually } from './support/x-sandbox.ts';

describe('a full disk', function () {
  const dir = mkdtempSync(join(tmpdir(), 'open-spaces-disk-'));
  let isMounted = false;

  before(function () {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=120m', 'tmpfs', dir], { stdio: 'ignore' });
      isMounted = true;
    } catch {
      process.stderr.write('  SKIPPED: only root can mount the small disk that this test fills\n');
      this.skip();
    }
  });

  after(() => {
    if (isMounted) execFileSync('umount', ['-l', dir]);
    rmSync(dir, { recursive: true, force: true });
  });

  it('leaves the files of the sandboxes readable: a line is written as a whole, or not at all', () => {
    const filler = join(dir, 'filler');
    const path = (name: string): string => join(dir, name);
    const open = () => [new Journal<string>(path('x')), openJournal(path('slack')).table<string>('t', 100)] as const;
    const [x, slack] = open();
    const write = (text: string): void => (x.append(text), slack.set('a', text));
    write('before');
    const { bavail, bsize } = statfsSync(dir);
    writeFileSync(filler, Buffer.alloc((bavail - 3) * bsize));
    const long = 'y'.repeat(20_000);
    assert.throws(() => x.append(long), { code: 'ENOSPC' });
    assert.throws(() => slack.set('b', long), { code: 'ENOSPC' });
    rmSync(filler);
    write('after');
    const [again, table] = open();
    assert.deepEqual(again.read(String), ['before', 'after']);
    assert.equal(table.get('a'), 'after');
  });

  it('is named by /readyz, and the store is back by itself, with all its data, when there is space', async () => {
    const { client } = await temporalServer();
    const said: string[] = [];
    // It comes back on the same port, so no other program may get this port meanwhile.
    const port = await findFreePort(0, 'MONGODB_PORT');
    const server = await startMongo({ dataDir: dir, port, say: () => undefined });
    const stop = keepUp('MongoDB', server, {
      restart: () => startMongo({ dataDir: dir, port, say: () => undefined }),
      hasSpace: async () => (await freeDiskSpace(dir)) > 30e6,
      say: (line) => void said.push(line),
    });
    const { client: mongo, db } = await openStore(server.uri, 'bot');
    try {
      const options = { store: createStore(db), client, freeDiskSpace: () => freeDiskSpace(dir) };
      const missing = async () => (await findMissing(options)).filter((part) => part === 'disk' || part === 'MongoDB');
      assert.deepEqual(await missing(), []);
      await db.collection('kept').insertOne({ text: 'hello' });

      const filler = join(dir, 'filler');
      const { bavail, bsize } = statfsSync(dir);
      writeFileSync(filler, Buffer.alloc(bavail * bsize));
      const line = { text: 'x'.repeat(20_000) };
      const { store } = options;
      await eventually('the store takes no writes', async () => {
        const written = await Promise.allSettled(
          Array.from({ length: 20 }, async () => db.collection('lines').insertOne({ ...line })),
        );
        if (written.every(({ status }) => status === 'fulfilled')) return false;
        return store.probe().then(
          () => false,
          () => true,
        );
      });
      assert.deepEqual(await missing(), ['disk', 'MongoDB']);

      rmSync(filler);
      await eventually('all is well again', async () => (await missing()).length === 0);
      assert.equal(await db.collection('kept').countDocuments({ text: 'hello' }), 1);
    } finally {
      await mongo.close();
      await stop();
    }
  });
});
