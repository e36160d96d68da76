import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { describeError } from '../config/end-with-error.ts';
import { childEnv, pathVariable, userCacheDir } from '../config/env.ts';
import { findFreePort } from '../config/free-port.ts';
import { noteServer, waitForEarlierServer } from '../standalone/servers/earlier-server.ts';
import { engineIn } from '../standalone/servers/engines.ts';
import { findMongo } from '../standalone/servers/find-mongo.ts';
import { startMongo } from '../standalone/servers/mongo.ts';
import { resolveProgram, type Launch } from '../standalone/servers/resolve.ts';
import { findKept, freshDataDir, keepSomething, kill } from './support/both-servers.ts';
import { runCommand } from './support/run-command.ts';

describe('the data of embedded servers', function () {
  this.timeout(300_000);
  const dataDir = freshDataDir();

  /** The environment after an upgrade: no choice is remembered. Somebody has installed this as `mongod`. */
  async function withMongod(lines: readonly string[]): Promise<NodeJS.ProcessEnv> {
    const cache = join(dataDir.path, 'open-spaces-bot');
    await mkdir(cache);
    for (const name of await readdir(userCacheDir())) {
      if (!/^mongodb-.*\.json$/u.test(name)) await symlink(join(userCacheDir(), name), join(cache, name));
    }
    const bin = join(cache, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'mongod'), ['#!/bin/bash', ...lines, ''].join('\n'), { mode: 0o755 });
    return childEnv({ XDG_CACHE_HOME: dataDir.path, PATH: [bin, pathVariable()].join(delimiter) });
  }

  it('are opened with the engine that made them, also if another one is found later', async () => {
    const first = await dataDir.startBoth();
    await keepSomething(first);
    await kill(first.parent);
    const second = await dataDir.startBoth(await withMongod(['[ "$1" = --version ] || echo "it knows nothing"']));
    assert.equal(await findKept(second), 'hello');
  });

  it('are made with the next engine if one is found that does not run', async () => {
    const both = await dataDir.startBoth(
      await withMongod(['echo "error while loading shared libraries" >&2', 'exit 127']),
    );
    await keepSomething(both);
    assert.equal(await findKept(both), 'hello');
  });

  it('are not those of another server that has taken the port', async () => {
    const { command, leadingArgs, from } = await findMongo(() => undefined);
    const inFolder = from === 'wheel' ? '--storage-path' : '--dbpath';
    const serve = `${[command, ...leadingArgs].join(' ')} --port $port ${inFolder}`;
    const other = join(dataDir.path, 'other');
    await mkdir(other);
    const env = await withMongod([
      '[ "$1" = --version ] && exit 0',
      'while [ $# -gt 0 ]; do case $1 in --port) port=$2;; --dbpath) path=$2;; esac; shift; done',
      `setsid ${serve} ${other} > ${other}.log 2>&1 & echo $! > ${other}.pid`,
      'until (echo > /dev/tcp/127.0.0.1/$port) 2> /dev/null; do sleep 0.1; done',
      `exec ${serve} $path`,
    ]);
    try {
      await assert.rejects(dataDir.startBoth(env), /ended \(\d+\) before it was ready/u);
    } finally {
      process.kill(Number(await readFile(`${other}.pid`, 'utf8')), 'SIGKILL');
    }
  });

  it('name the engine that can open them, if it is not there', async () => {
    const file = join(dataDir.path, 'mongodb', 'secantusdb', 'WiredTiger.turtle');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, '');
    // The Python of this environment was removed.
    const wheels = await readFile('standalone/servers/requirements/mongodb.txt');
    const digest = createHash('sha256').update(wheels).digest('hex').slice(0, 12);
    const bin = join(dataDir.path, 'open-spaces-bot', `mongodb-${digest}`, 'bin');
    await mkdir(bin, { recursive: true });
    await symlink('/nobody/has/python3', join(bin, 'python'));
    const { err } = await runCommand('backup', [join(dataDir.path, 'copy')], {
      DATA_DIR: dataDir.path,
      XDG_CACHE_HOME: dataDir.path,
      PATH: bin,
    });
    const [what = '', remedy = ''] = err.trim().split('\n').slice(-2);
    assert.match(what, /^error: No MongoDB server was found\. Tried: [^;]*secantusdb [^;]*no Python 3\.10 to 3\.13/u);
    assert.match(remedy, /^to do: Install Python [^]*only secantusdb can open the data in .*secantusdb\. .*DATA_DIR/u);
  });

  it('belong to the engine that was used last, and not to one that could not start', async () => {
    assert.equal(await engineIn(dataDir.path), undefined);
    for (const engine of ['mongod', 'secantusdb'] as const) await mkdir(join(dataDir.path, engine));
    await writeFile(join(dataDir.path, 'mongod', 'mongod.lock'), '');
    assert.equal(await engineIn(dataDir.path), undefined);
    await writeFile(join(dataDir.path, 'secantusdb', 'WiredTiger.turtle'), '');
    assert.equal(await engineIn(dataDir.path), 'secantusdb');
  });

  it('are opened when the server of an earlier start has ended', async () => {
    const first = await startMongo({ dataDir: dataDir.path, say: () => undefined });
    const say = (line: string): unknown => /of an earlier start/u.test(line) && first.stop();
    const second = await startMongo({ dataDir: dataDir.path, say });
    await second.stop();
  });

  it('are used by one server only: the next one waits for it, and names it if it goes on', async () => {
    const said: string[] = [];
    const wait = () => waitForEarlierServer('MongoDB', dataDir.path, (line) => said.push(line), 0);
    await wait();
    assert.deepEqual(said, []);
    await noteServer(dataDir.path, process.pid);
    const its = `MongoDB of an earlier start, process ${process.pid}`;
    await assert.rejects(wait(), new RegExp(`^StartError: The ${its}, still uses .*\\nEnd it \\(kill`, 'u'));
    assert.deepEqual(said, [`waiting for the ${its}, to end`]);
    // Another process got its id.
    const note = join(dataDir.path, 'process.json');
    await writeFile(note, (await readFile(note, 'utf8')).replace(/:\d+"\}$/u, ':1"}'));
    await wait();
  });
});

describe('a server', () => {
  let cacheDir: string;

  beforeEach(async () => {
    cacheDir = await mkdtemp(join(tmpdir(), 'open-spaces-test-'));
  });
  afterEach(() => rm(cacheDir, { recursive: true }));

  it('is searched for once, and the error says what to install if none is found', async () => {
    const said: string[] = [];
    let looks = 0;
    const found: Launch = { command: process.execPath, leadingArgs: [], from: 'path' };
    const options = { program: 'Sample', memo: 'sample', cacheDir, say: (line: string) => said.push(line) };
    const candidates = [
      { name: 'a download', find: () => Promise.reject(new Error('no network')) },
      { name: 'sample on the PATH', find: () => Promise.resolve(((looks += 1), found)) },
    ];
    const none = { ...options, remedy: 'Install sample.', candidates: candidates.slice(0, 1) };
    await assert.rejects(resolveProgram(none), /Tried: a download \(no network\)\.\nInstall sample\./);
    for (const _ of [1, 2]) await resolveProgram({ ...options, remedy: '', candidates });
    assert.equal(looks, 1);
    const [trying, chosen = '', again = '', ...more] = said;
    assert.deepEqual([trying, more], ['Sample: trying sample on the PATH', []]);
    assert.match(chosen, /^Sample: sample on the PATH, .*; tried before: a download \(no network\)$/u);
    assert.match(again, /^Sample: .* \(as last time\)$/u);
  });

  it('is looked for again if it does not run any more', async () => {
    const flag = join(cacheDir, 'runs');
    const proof = ['-e', `require('node:fs').readFileSync(${JSON.stringify(flag)})`];
    const first: Launch = { command: process.execPath, leadingArgs: [], proof, from: 'path' };
    const second: Launch = { command: process.execPath, leadingArgs: ['second'], from: 'wheel' };
    const candidates = [first, second].map((one) => ({ name: one.from, find: () => Promise.resolve(one) }));
    const find = () => resolveProgram({ program: 'Sample', memo: 'sample', cacheDir, remedy: '', candidates, say });
    const say = (): void => undefined;
    await writeFile(flag, '');
    for (const _ of [1, 2]) assert.deepEqual(await find(), first);
    await rm(flag);
    assert.deepEqual(await find(), second);
  });

  it('that could not start is named with its last words', () => {
    const error = new Error('MongoDB ended (1) before it was ready:\nTraceback:\n  OSError: No space left on device\n');
    const [what] = describeError(error);
    assert.equal(what, 'error: MongoDB ended (1) before it was ready: OSError: No space left on device');
  });

  it('gets a port that no outgoing connection can take before it listens', async () => {
    const range = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => '32768 60999');
    const [first = 0, last = 0] = range.trim().split(/\s+/u).map(Number);
    for (let n = 0; n < 20; n++) {
      const port = await findFreePort(0, 'PORT');
      assert.ok(port < first || last < port, String(port));
    }
  });
});
