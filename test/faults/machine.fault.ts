import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, startBot, type RunningBot } from '../support/running-bot.ts';
import { fillDisk, peopleAt, secondsSince, startSpareWorker, tellFigure, workerPids } from './support.ts';

/** Where Debian and others put it. */
const faketime = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/local/lib/faketime/libfaketime.so.1',
].find((file) => existsSync(file));

describe('a disk that is full', function () {
  this.timeout(400_000);
  let disk: string;

  before(async function () {
    disk = await mkdtemp(join(tmpdir(), 'open-spaces-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=500m', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      process.stderr.write('  SKIPPED: only root can mount a small disk to fill\n');
      this.skip();
    }
  });
  after(async () => {
    try {
      execFileSync('umount', ['-l', disk], { stdio: 'ignore' });
    } catch {
      // It was never mounted.
    }
    await rm(disk, { recursive: true, force: true });
  });

  it('ends nothing: the bot is not ready, posts nothing unrecorded, and goes on by itself', async function () {
    const bot = await startBot({ DATA_DIR: join(disk, 'data') });
    try {
      const people = peopleAt(bot);
      const ready = async () => (await fetch(`${bot.urls.api}/readyz`)).status;
      const { id } = await people.approvedAndDue('crammed', 'A103', 25);
      const filler = fillDisk(disk);
      await eventually('it is not ready', async () => (await ready()) === 503, 90);
      // Over the time of the reminder.
      await sleep(30_000);
      const during = (await people.postsOf(id)).length;
      await rm(filler);
      const began = Date.now();
      await people.isStatus(id, 'sent', 200);
      tellFigure(this, `${during} posts while full; sent, and ready, ${secondsSince(began)} s after there was space`);
      await eventually('it is ready', async () => (await ready()) === 200, 120);
      assert.equal((await people.postsOf(id)).length, 1);
      await eventually('organisers are told', async () => (await people.told(/disk|MongoDB does not take/iu))[0], 90);
    } finally {
      await bot.stop();
    }
  });
});

describe('a worker whose clock is ten minutes ahead', function () {
  this.timeout(400_000);
  let bot: RunningBot | undefined;

  before(function () {
    if (faketime !== undefined) return;
    process.stderr.write('  SKIPPED: libfaketime is not installed (Debian: apt-get install faketime)\n');
    this.skip();
  });
  after(() => bot?.stop());

  it('posts nothing before its time, and organisers are told of the clock', async function () {
    bot = await startBot();
    const people = peopleAt(bot);
    const [honest] = workerPids(bot);
    assert.ok(honest !== undefined && faketime !== undefined);
    const skewed = await startSpareWorker(bot, {
      LD_PRELOAD: faketime,
      FAKETIME: '+10m',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    });
    const { id, due } = await people.approvedAndDue('hasty', 'A103', 60, 120);
    // Alone from now on: the other one stands still. X lets the stream go only some time after that.
    process.kill(honest, 'SIGSTOP');
    try {
      await eventually('organisers are told', async () => (await people.told(/clock is/iu))[0], 90);
      // X takes no signature of another time: the reminder waits, and says why.
      const held = async () => /set the clock/u.test(JSON.stringify((await people.view(id))['reminders']));
      await eventually('the reminder waits for the clock', held, 150);
      tellFigure(this, `told of the clock; its status said why it waits ${secondsSince(due)} s after its time`);
      assert.deepEqual(await people.postsOf(id), []);
    } finally {
      process.kill(honest, 'SIGCONT');
      await skewed.stop();
    }
  });
});
