import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from '../standalone/rotating-log.ts';
import { eventually } from './support/x-sandbox.ts';

describe('the log of npm start', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'open-spaces-log-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  it('takes twice its limit at most, and keeps the newest lines', async () => {
    const file = join(dir, 'worker.log');
    const log = openLog(file, () => undefined, 1_000);
    for (let line = 1; line <= 80; line++) {
      log.write(`line ${line} ${'x'.repeat(40)}`);
      await eventually(`line ${line}`, async () =>
        (await readFile(file, 'utf8').catch(() => '')).includes(`line ${line} `),
      );
    }
    log.end();
    assert.deepEqual(await readdir(dir), ['worker.log', 'worker.log.1']);
    for (const name of await readdir(dir)) assert.ok((await stat(join(dir, name))).size < 1_100, name);
  });

  it('loses only lines if it cannot be written, and reports this once', async () => {
    const said: string[] = [];
    const file = join(dir, 'full.log');
    // Nobody can write a directory, as nobody can write a file on a full disk; both can be renamed.
    await mkdir(file);
    const log = openLog(file, (line) => void said.push(line), 10_000);
    for (let line = 1; line <= 5; line++) log.write(`line ${line}`);
    await eventually('it is said', () => said.length > 0);
    // More than its limit, a few at a time: what is lost takes no space.
    for (let turn = 1; turn <= 30; turn++) {
      for (let line = 1; line <= 3; line++) log.write('x'.repeat(200));
      await stat(file);
    }
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', /full\.log cannot be written, so its lines are lost/u);
    assert.ok((await readdir(dir)).includes('full.log'), 'what stood there stays');
    await rm(file, { recursive: true });
    await eventually('it goes on once it can be written', async () => {
      log.write('again');
      return (await readFile(file, 'utf8').catch(() => '')).includes('again');
    });
    log.end();
    assert.equal(said.length, 1);
  });
});
