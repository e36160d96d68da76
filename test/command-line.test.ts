import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataDir } from '../standalone/servers/data-lock.ts';
import { findFreePort } from '../config/free-port.ts';
import { usages } from '../config/usages.ts';
import { noteServers } from '../standalone/servers/noted-servers.ts';
import { runCommand, type Ended } from './support/run-command.ts';

describe('a command line', function () {
  this.timeout(300_000);
  let directory: string;

  before(() => (directory = mkdtempSync(join(tmpdir(), 'open-spaces-test-'))));
  after(() => {
    // A command that had begun would have written here.
    assert.deepEqual(readdirSync(directory), []);
    rmSync(directory, { recursive: true });
  });

  /** Nothing answers at these addresses: a command that looks for the servers waits for half a minute, then fails. */
  const run = (name: string, ...args: string[]): Promise<Ended> =>
    runCommand(name, args, {
      DATA_DIR: directory,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      MONGODB_URI: 'mongodb://127.0.0.1:1/',
    });

  it('is known of everything that launch.mjs runs', () => {
    const launched = [...readFileSync('package.json', 'utf8').matchAll(/commands\/launch\.mjs ([\w-]+)/gu)];
    const names = new Set([...launched.map(([, name]) => name), 'fetch-servers', 'check-health']);
    assert.deepEqual(names, new Set(Object.keys(usages)));
  });

  // The launcher checks all of them in the same way. An @ alone names nobody.
  for (const [name, needed, wrong] of [
    ['standalone', '', '--helpp'],
    ['backup', 'FILE', '@'],
    ['sign-in', 'NAME', '--helpp'],
  ] as const) {
    it(`of ${name} is checked first: --help says what it takes, and a wrong one is refused`, async () => {
      const [help, refused] = await Promise.all([run(name, '--help'), run(name, wrong)]);
      assert.equal(help.code, 0, help.err);
      assert.match(help.out, new RegExp(`^usage: .*${needed}.*\n$`, 'u'));
      assert.equal(help.err, '');
      const usage = help.out.slice('usage: '.length);

      assert.equal(refused.code, 1, refused.err);
      assert.match(refused.err, /^error: .+\n/u);
      assert.ok(refused.err.endsWith(`to do: ${usage}`), refused.err);
      assert.equal(refused.out, '');
    });
  }
});

/** The scripts that run from the sources; `launch.mjs` runs the others. */
const scripts = [...readFileSync('package.json', 'utf8').matchAll(/"([\w-]+)": "node --import tsx (\S+\.ts)"/gu)];

describe('a script of package.json', function () {
  this.timeout(300_000);

  for (const [, name = '', file = ''] of scripts) {
    it(`${name} checks its command line with what all others use`, () => {
      const code = readFileSync(file, 'utf8');
      const [, usage] = /^\s*(?:.*= )?readArguments\((?:usage|'(.+?)')[,)]/mu.exec(code) ?? assert.fail(file);
      const given = usage ?? /^const usage =\s+'(.+)'/mu.exec(code)?.[1] ?? '';
      assert.match(given, new RegExp(`^npm run (?:--silent )?${name}\\b`, 'u'));
    });
  }

  // What these show holds for all: each of these starts takes a second or two. A run of no minutes would find nothing
  // wrong.
  for (const [file, options, problem, remedy] of [
    ['test/random-runs/soak.ts', ['--minutes', '0'], '--minutes must be a number greater than 0.', /^npm run soak /u],
    ['commands/faults.ts', ['999'], 'There is no fault 999.', /^Give one of these: 1, 2, /u],
    ['bench/run.ts', ['lateness', 'nope'], 'There is no case nope.', /^Give one of these: 90 at once/u],
    ['bench/run.ts', ['--helpp'], "Unknown option '--helpp'.", /^npm run bench /u],
  ] as const) {
    it(`refuses ${[file, ...options].join(' ')} before it starts anything`, () => {
      const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', file, ...options], {
        encoding: 'utf8',
      });
      const [error = '', toDo = ''] = stderr.trim().split('\n');
      assert.equal(status, 1, stderr);
      assert.ok(error.startsWith(`error: ${problem}`), error);
      assert.match(toDo.replace('to do: ', ''), remedy);
    });
  }
});

describe('npm run case', function () {
  this.timeout(60_000);

  it('names the options that are missing or wrong', async () => {
    const missing = await runCommand('case', ['--conference', 'x'], {});
    assert.equal(missing.code, 1);
    assert.match(
      missing.err,
      /^error: These are missing or wrong: --posted-at \(such as .*\), TEXT\.\nto do: npm run case /u,
    );
    const wrong = await runCommand('case', ['--conference', 'x', '--posted-at', '5pm', 'Yoga B114'], {});
    assert.match(wrong.err, /^error: These are missing or wrong: --posted-at \(such as .*\)\.\nto do: npm run case /u);
  });
});

describe('npm run rehearse', function () {
  this.timeout(60_000);

  it('names the line and the fields that are wrong', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'open-spaces-test-'));
    try {
      const file = join(directory, 'posts.jsonl');
      writeFileSync(file, '{"postedAt":"5pm","username":"ana"}\n');
      const { err } = await runCommand('rehearse', [file], {});
      assert.ok(
        err.startsWith(`error: Line 1 of ${file} has no valid postedAt, text.\nto do: Each line is JSON: {`),
        err,
      );
      writeFileSync(file, 'yoga at 5pm\n');
      const { err: noJson } = await runCommand('rehearse', [file], {});
      assert.ok(noJson.startsWith(`error: Line 1 of ${file} is not JSON.\n`), noJson);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe('a file that a person names', function () {
  this.timeout(120_000);

  it('and that cannot be opened is named, with the remedy', async () => {
    const absent = join(tmpdir(), 'nobody-made-this.jsonl');
    for (const name of ['rehearse', 'restore', 'read']) {
      const { code, out, err } = await runCommand(name, [absent], {});
      assert.deepEqual([code, out], [1, ''], name);
      assert.equal(
        err,
        `error: ${absent} cannot be opened: there is no such file or folder.\n` +
          'to do: Correct the path, or its permissions.\n',
      );
    }
  });

  it('may begin with the byte order mark that some editors write', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'open-spaces-test-'));
    try {
      const file = join(directory, 'last-year.jsonl');
      writeFileSync(file, '\uFEFF{"postedAt":"2026-05-15T15:00:00Z","text":"Acro yoga @ 5pm in B114"}\r\n');
      const { err } = await runCommand('rehearse', [file], { DATA_DIR: directory });
      assert.match(err, /^error: No bot runs on DATA_DIR/u, 'the file was read before');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe('npm run faults', function () {
  this.timeout(120_000);

  it('takes the options of its random runs', () => {
    const options = ['--seeds', 'none', '--lanes', '2', '--results', '/dev/null', '--keep'];
    const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'commands/faults.ts', ...options]);
    assert.deepEqual([status, String(stdout)], [1, 'Say which seeds: --seeds 1-200\n']);
  });
});

describe('a command that does not exist', () => {
  it('is named', async () => {
    const { code, err } = await runCommand('bakup', ['FILE'], {});
    assert.equal(code, 1);
    assert.match(err, /^error: There is no command bakup\./u);
  });
});

describe('a copy of the sources without packages', () => {
  it('says what to install', () => {
    const root = mkdtempSync(join(tmpdir(), 'open-spaces-test-'));
    try {
      for (const name of ['launch.mjs', 'backup.ts']) {
        cpSync(join('commands', name), join(root, 'commands', name));
      }
      const { status, stderr } = spawnSync(process.execPath, [join(root, 'commands', 'launch.mjs'), 'backup']);
      assert.equal(String(stderr), 'error: The packages are not installed.\nto do: Run npm ci in this folder.\n');
      assert.equal(status, 1);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

describe('npm start --scenario', function () {
  this.timeout(120_000);

  it('is refused before anything starts if the name is unknown, or if X is real', async () => {
    const x = ['X_APP_KEY', 'X_APP_SECRET', 'X_ACCESS_TOKEN', 'X_ACCESS_SECRET', 'X_BEARER_TOKEN'];
    const real = { ...Object.fromEntries(x.map((name) => [name, 'k'])), SLACK: 'off' };
    const refused = [
      [{}, 'night', /^error: There is no scenario night\.\nto do: Give one of these: day\.\n$/u],
      [{}, 'constructor', /^error: There is no scenario constructor\./u],
      [real, 'day', /^error: A scenario needs the X sandbox/u],
    ] as const;
    for (const [variables, name, error] of refused) {
      // A directory that cannot be made: a start that went on would say so.
      const { code, out, err } = await runCommand('standalone', ['--scenario', name], {
        DATA_DIR: '/dev/null/data',
        ...variables,
      });
      assert.deepEqual([code, out], [1, '']);
      assert.match(err, error);
    }
  });
});

describe('the health check of a container', function () {
  this.timeout(120_000);

  it('asks the worker only if no npm start runs; with npm start, the api must be ready', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'open-spaces-test-'));
    const worker = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
    await once(worker, 'listening');
    const { port } = worker.address() as AddressInfo;
    const lockFile = join(directory, 'lock.json');
    const api = await findFreePort(0, 'PORT');
    const check = () =>
      runCommand('check-health', [], { PORT: String(api), METRICS_PORT: String(port), DATA_DIR: directory });
    try {
      assert.equal((await check()).code, 0);
      const start = await lockDataDir(directory, 'npm start');
      const text = readFileSync(lockFile, 'utf8');
      await noteServers(directory, { mongodbUri: 'mongodb://127.0.0.1:1/' });
      const { code, err } = await check();
      assert.equal(code, 1);
      assert.match(err, new RegExp(`^http://127.0.0.1:${api}/readyz: .*\n$`, 'u'));

      // As a power cut leaves it: both files are there, and no process has this id.
      await start.release();
      writeFileSync(lockFile, text.replace(`"pid":${process.pid}`, `"pid":${2 ** 22 + 1}`));
      assert.equal((await check()).code, 0);
      const command = await lockDataDir(directory, 'a command');
      assert.equal((await check()).code, 0);
      await command.release();
    } finally {
      worker.close();
      rmSync(directory, { recursive: true });
    }
  });
});
