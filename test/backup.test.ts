import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { BSON, type Db } from 'mongodb';
import { childEnv, type Env } from '../config/env.ts';
import { theBot } from '../core/actor.ts';
import { lockDataDir } from '../standalone/servers/data-lock.ts';
import { noteServers } from '../standalone/servers/noted-servers.ts';
import { prepareStore } from '../standalone/prepare-store.ts';
import { dumpStore } from '../store/backup.ts';
import { ensureCollections } from '../store/connect.ts';
import { rememberOrigin } from '../store/installation.ts';
import { createStore } from '../store/store.ts';
import { runCommand } from './support/run-command.ts';
import { dateAndTime, eventually, startBot, type RunningBot } from './support/running-bot.ts';
import { freshDatabase, type TestDatabase } from './support/servers.ts';
import { testConfig } from './support/workbench.ts';

describe('a backup', function () {
  this.timeout(300_000);
  let directory: string;
  let bot: RunningBot | undefined;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'open-spaces-test-'));
  });
  afterEach(async () => {
    await bot?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  type Place = { DATA_DIR: string } | { MONGODB_URI: string; MONGODB_DATABASE: string };
  const run = async (command: string, file: string, at: string | Place) => {
    const { code, out, err } = await runCommand(command, [file], typeof at === 'string' ? { DATA_DIR: at } : at);
    return { code, text: out + err };
  };
  const status = async (id: string) => (await bot?.api('GET', `open-spaces/${id}`))?.body['status'];
  const isSoon = (id: string, wanted: string) =>
    eventually(`${id} is ${wanted}`, async () => (await status(id)) === wanted, 60);
  const approve = async (id: string): Promise<void> => {
    await isSoon(id, 'needs_action');
    await bot?.api('POST', `open-spaces/${id}/approve`, {});
    await isSoon(id, 'approved');
  };

  /** A copy of a store whose server the command starts, which a supervisor ends. */
  const endsInOrder = async (dataDir: string): Promise<void> => {
    const before = await readdir(dataDir);
    const env = childEnv({ DATA_DIR: dataDir });
    const child = spawn(process.execPath, ['commands/launch.mjs', 'backup', join(directory, 'ended')], { env });
    const ended = once(child, 'exit');
    await eventually('it has the data', async () => (await readdir(dataDir)).includes('lock.json'));
    child.kill('SIGTERM');
    assert.deepEqual(await ended, [1, null]);
    assert.deepEqual(await readdir(dataDir), before);
    assert.ok(!(await readdir(directory)).some((name) => name.startsWith('ended')));
  };

  it('made while the bot runs can be restored elsewhere, and posts nothing that was due meanwhile', async () => {
    bot = await startBot();
    const later = await bot.tweet('yogi', `Acro yoga @ ${dateAndTime(90)} in B114 #pyconopenspaces`);
    const due = await bot.tweet('knitter', `Knitting @ ${dateAndTime(60)} in A103 #pyconopenspaces`);
    await approve(later);
    await approve(due);
    const file = join(directory, 'copy.ndjson.gz');
    const copied = await run('backup', file, bot.dataDir);
    assert.equal(copied.code, 0, copied.text);
    const link = await run('sign-in', 'Ana', bot.dataDir);
    assert.ok(link.text.startsWith(`${bot.urls.api}/admin/sign-in?token=`), `${link.text} is not at ${bot.urls.api}`);
    // A busy machine may need longer than these seconds. Then a later time is tried.
    const sendAt = await eventually('it is due soon', async () => {
      const at = new Date(Date.now() + 5_000).toISOString();
      return (await bot?.api('PATCH', `reminders/${due}-15`, { sendAt: at }))?.status === 200 && at;
    });
    await isSoon(due, 'sent');
    const posted = await bot.timeline();
    assert.equal(posted.length, 1);
    const world = join(directory, 'sandbox-x.jsonl');
    await copyFile(join(bot.dataDir, 'sandbox-x.jsonl'), world);
    await bot.stop();

    // As if the copy had been made with this time already: what a restore finds is a reminder that is due.
    const lines = gunzipSync(await readFile(file)).toString();
    const plain = join(directory, 'copy.ndjson');
    await writeFile(plain, lines.replaceAll(dueTime(lines, due), String(Date.parse(sendAt))));
    const dataDir = join(directory, 'data');
    const restored = await run('restore', plain, dataDir);
    assert.equal(restored.code, 0, restored.text);
    assert.match(restored.text, new RegExp(`now unconfirmed; check whether X has them: \\S+ · .* \\(${due}\\)`, 'u'));
    assert.match((await run('restore', plain, dataDir)).text, /^error: .* is not empty/mu);
    await endsInOrder(dataDir);
    // X goes on while the bot is restored: it has the tweets still, and the post.
    await copyFile(world, join(dataDir, 'sandbox-x.jsonl'));

    bot = await startBot({ DATA_DIR: dataDir });
    await isSoon(due, 'unconfirmed');
    // It may have been denied since the copy was made, so it is asked for again.
    await isSoon(later, 'needs_action');
    // Decided by its workflow, which was started from the view, and the room is held.
    const rival = await bot.tweet('rival', `Chess @ ${dateAndTime(90)} in B114 #pyconopenspaces`);
    await isSoon(rival, 'conflict');
    const deny = () => bot?.api('POST', `open-spaces/${later}/deny`, {});
    await eventually('it can be denied', async () => (await deny())?.status === 200, 90).catch(async (error) => {
      throw new Error(JSON.stringify((await deny())?.body), { cause: error });
    });
    assert.deepEqual(await bot.timeline(), posted);
  });

  it('that is incomplete is refused, and nothing is changed', async () => {
    const cut = join(directory, 'cut.ndjson');
    const header = { format: 'open-spaces-bot-backup', version: 1, copiedAt: new Date().toISOString() };
    await writeFile(cut, `${JSON.stringify(header)}\n`);
    const dataDir = join(directory, 'data');
    for (const [file, why] of [
      [cut, /cut off/u],
      ['package.json', /line 1 is not JSON/u],
    ] as const) {
      const { code, text } = await run('restore', file, dataDir);
      assert.equal(code, 1);
      assert.match(text, /^error: .* cannot be restored: /u);
      assert.match(text, why);
    }
  });

  it('and other commands create nothing in a wrong DATA_DIR', async () => {
    for (const command of ['backup', 'sign-in']) {
      const { code, text } = await run(command, join(directory, 'copy'), join(directory, 'mistyped'));
      assert.equal(code, 1);
      assert.match(text, /^error: There is no installation in DATA_DIR \S+\.\nto do: Set DATA_DIR/u);
    }
    assert.deepEqual(await readdir(directory), []);
  });

  it('leaves nothing behind if Ctrl+C, a supervisor or a closed terminal ends it', async () => {
    // A store that never answers.
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const env = childEnv({ MONGODB_URI: `mongodb://127.0.0.1:${port}/` });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      const child = spawn(process.execPath, ['commands/launch.mjs', 'backup', join(directory, 'copy')], { env });
      const ended = once(child, 'exit');
      await eventually('it has begun', async () => (await readdir(directory)).length > 0);
      child.kill(signal);
      assert.deepEqual(await ended, [1, null], signal);
      assert.deepEqual(await readdir(directory), [], signal);
    }
    silent.close();
  });

  it('into no file, or where none can be made, is refused before a server starts', async () => {
    for (const [file, why] of [
      [directory, /^error: \S+ is there already, and is not a file\.\nto do: /u],
      ['/dev/null', /^error: \/dev\/null is there already, and is not a file\./u],
      [join(directory, 'mistyped', 'copy'), /^error: \S+\/mistyped\/copy cannot be opened: there is no such/u],
    ] as const) {
      const { code, text } = await run('backup', file, join(directory, 'data'));
      assert.equal(code, 1);
      assert.match(text, why);
    }
  });

  describe('into another database', () => {
    const databases: TestDatabase[] = [];

    afterEach(async () => {
      for (const database of databases.splice(0)) await database.drop();
    });

    async function fresh(): Promise<{ db: Db; at: Place }> {
      const database = await freshDatabase();
      databases.push(database);
      const { uri, name, db } = database;
      return { db, at: { MONGODB_URI: uri, MONGODB_DATABASE: name } };
    }

    /** Of an installation with a token that works and one that was revoked, as lines. */
    async function copy(): Promise<string[]> {
      const { db } = await fresh();
      await ensureCollections(db);
      const store = createStore(db);
      await rememberOrigin(db, { x: 'sandbox', slack: undefined });
      await store.configs.begin(testConfig({ output: 'live' }), theBot, new Date());
      await store.users.see({ id: '42', username: 'yogi', name: 'Y' }, new Date());
      const token = { scope: 'read', createdAt: new Date(), createdBy: theBot } as const;
      await store.apiTokens.add({ ...token, _id: 'a', hash: 'a', name: 'hallway board' });
      await store.apiTokens.add({ ...token, _id: 'b', hash: 'b', name: 'stolen', revokedAt: new Date() });
      const lines: string[] = [];
      for await (const line of dumpStore(db, new Date())) lines.push(line);
      return lines;
    }

    /** A document in it once more, and counted, as the end of the file says. */
    const withAgain = (lines: string[], line: string): string[] => {
      const [end = ''] = lines.slice(-1);
      const { in: name } = JSON.parse(line) as { in: string };
      const counts = (JSON.parse(end) as { end: Record<string, number> }).end;
      return [...lines.slice(0, -1), line, JSON.stringify({ end: { ...counts, [name]: (counts[name] ?? 0) + 1 } })];
    };
    const write = async (lines: string[]): Promise<string> => {
      const file = join(directory, 'copy.ndjson');
      await writeFile(file, lines.map((line) => `${line}\n`).join(''));
      return file;
    };

    it('can be restored after a failed start, and the restore lists what comes back and what is lost', async () => {
      const { db, at } = await fresh();
      // As a start with a wrong CONFERENCE_FILE leaves it.
      await rememberOrigin(db, { x: 'real', slack: 'real' });
      // An installation that had been restored itself said so in its copies, until now.
      const earlier = { _id: 'latest', copiedAt: new Date(0), restoredAt: new Date(0) };
      const lines = withAgain(await copy(), BSON.EJSON.stringify({ in: 'restores', document: earlier }));
      const old = JSON.stringify({ ...JSON.parse(lines[0] ?? ''), copiedAt: '2026-05-01T00:00:00.000Z' });
      const { code, text } = await run('restore', await write([old, ...lines.slice(1)]), at);
      assert.equal(code, 0, text);
      const store = createStore(db);
      assert.equal((await store.configs.newest())?.config.output, 'live');
      assert.equal((await store.users.find('42'))?.username, 'yogi');
      assert.deepEqual(await rememberOrigin(db, { x: undefined, slack: undefined }), {
        x: 'sandbox',
        slack: undefined,
      });
      assert.equal((await store.restores.latest())?.copiedAt, Date.parse('2026-05-01T00:00:00Z'));
      assert.match(text, /these API tokens work again, also those revoked since then: hallway board \(read\)$/mu);
      assert.match(text, /X only finds posts of the last 7 days/u);
      assert.match(text, /check its output \(live\)/u);
      assert.equal((await run('backup', join(directory, 'next.ndjson'), at)).code, 0);
    });

    it('that is damaged is refused before anything is stored', async () => {
      const { db, at } = await fresh();
      const lines = await copy();
      const damaged = (from: RegExp, to: string) => lines.map((line) => line.replace(from, to));
      const withBadDate = damaged(/("in":"users".*"\$numberLong":")\d/u, '$1x');
      const withBadZone = damaged(/("timeZone":"\w+\/\w)\w/u, '$1_');
      for (const [wrong, why] of [
        [withBadDate, /cannot be restored: line \d+ is not JSON/u],
        [withBadZone, /cannot be restored: its newest config is damaged/u],
      ] as const) {
        assert.notDeepEqual(wrong, lines);
        const { code, text } = await run('restore', await write(wrong), at);
        assert.equal(code, 1, text);
        assert.match(text, why);
        assert.match(text, /Nothing was changed/u);
      }
      // It can be restored into the same place once the right file is found, whatever that file is called.
      const file = await write(lines);
      await writeFile(file, gzipSync(await readFile(file)));
      const { code, text } = await run('restore', file, at);
      assert.equal(code, 0, text);
      assert.equal((await createStore(db).users.find('42'))?.username, 'yogi');
    });

    it('that stops halfway during the restore leaves a store that no process opens', async () => {
      const { db, at } = await fresh();
      const lines = await copy();
      const user = lines.find((line) => line.startsWith('{"in":"users"')) ?? assert.fail();
      const file = await write(withAgain(lines, user));
      const stopped = await run('restore', file, at);
      assert.equal(stopped.code, 1);
      assert.match(stopped.text, /^error: .* is only partly restored \(.*E11000/mu);
      assert.match(stopped.text, /^to do: Set DATA_DIR to a new directory, .* restore again/mu);
      assert.equal(await createStore(db).configs.newest(), null);
      const unfinished = /^error: A restore into this store was begun and not finished/mu;
      for (const command of ['restore', 'backup']) {
        const { code, text } = await run(command, file, at);
        assert.equal(code, 1);
        assert.match(text, unfinished);
      }
      const { MONGODB_URI: uri, MONGODB_DATABASE } = at as Extract<Place, { MONGODB_URI: string }>;
      const env = { MONGODB_DATABASE } as Env;
      const starting = { env, uri, url: '', sandboxedX: true, sandboxWorkspace: undefined, say: () => undefined };
      await assert.rejects(prepareStore(starting), { name: 'StartError', message: /not finished/u });
    });

    it('has its npm start, with a port of its own: a sign-in link leads there, and to no other bot', async () => {
      const { db, at } = await fresh();
      await createStore(db).configs.begin(testConfig({}), theBot, new Date());
      const { MONGODB_URI: uri } = at as Extract<Place, { MONGODB_URI: string }>;
      const lock = await lockDataDir(directory, 'this test');
      const linkOf = async (mongodbUri: string): Promise<string> => {
        await noteServers(directory, { mongodbUri, publicUrl: 'http://127.0.0.1:3456' });
        const { out } = await runCommand('sign-in', ['Ana'], { ...at, DATA_DIR: directory });
        return out.split('/admin')[0] ?? '';
      };
      assert.equal(await linkOf(uri), 'http://127.0.0.1:3456');
      assert.equal(await linkOf('mongodb://127.0.0.1:1/'), 'http://127.0.0.1:3000');
      await lock.release();
    });

    it('must contain an installation: a store or a file without one is refused, and the old file stays', async () => {
      const { at, db } = await fresh();
      const file = await write(['the copy of an hour ago']);
      const { code, text } = await run('backup', file, at);
      assert.equal(code, 1);
      assert.match(text, /^error: There is no installation in MONGODB_DATABASE test_\w+\./mu);
      assert.deepEqual(await db.listCollections().toArray(), []);
      assert.equal(await readFile(file, 'utf8'), 'the copy of an hour ago\n');
      const [header = ''] = await copy();
      const nothing = await run('restore', await write([header, '{"end":{"configs":0,"tweets":0}}']), at);
      assert.equal(nothing.code, 1);
      assert.match(nothing.text, /^error: .* it holds no config/mu);
    });
  });
});

/** When the open space's reminder goes out, as the backup's line of its view says it. */
function dueTime(lines: string, id: string): string {
  const view = lines
    .split('\n')
    .find((line) => line.startsWith(`{"in":"openSpaces"`) && line.includes(`"_id":"${id}"`));
  return /"sendAt":\{"\$number\w+":"(\d+)(?:\.0)?"\}/u.exec(view ?? '')?.[1] ?? 'no time';
}
