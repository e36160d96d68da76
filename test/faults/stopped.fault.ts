import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { dateAndTime, eventually, startBot, type RunningBot } from '../support/running-bot.ts';
import { peopleAt, secondsSince, tellFigure, workerPids } from './support.ts';

/** Longer than the 20 s that Temporal gives an attempt to post. Milliseconds. */
const stoppedMs = 25_000;

describe('a stopped process (SIGSTOP, SIGCONT)', function () {
  this.timeout(400_000);
  let bot: RunningBot;
  let people: ReturnType<typeof peopleAt>;

  before(async () => {
    bot = await startBot();
    people = peopleAt(bot);
  });
  after(() => bot.stop());

  /** Stops processes for a while. They go on whatever happens meanwhile. */
  async function stop(pids: readonly number[], ms: number): Promise<void> {
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    await sleep(ms);
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  }

  it('the worker between intent and post, past the time of its attempt: the post stands once', async function () {
    const { id, due } = await people.approvedAndDue('stalled', 'A103', 12);
    // The text is frozen a second before its time, and posted at it.
    await sleep(due - 500 - Date.now());
    await stop(workerPids(bot), stoppedMs);
    const goesOn = Date.now();
    await people.isStatus(id, 'sent');
    tellFigure(this, `sent ${secondsSince(goesOn)} s after it went on`);
    // What stood still has had time to post as well.
    await sleep(5_000);
    assert.equal((await people.postsOf(id)).length, 1);
  });

  it('the api: who pressed meanwhile sees that nobody answered, and the next press counts', async function () {
    const id = await bot.tweet('pressed', `Pressed @ ${dateAndTime(60)} in A104 #pyconopenspaces`);
    const card = await eventually('its card', async () => (await people.told(/@pressed/u))[0], 60);
    const standing = stop([bot.pidOf('api')], 5_000);
    await bot.press(card, 'approve');
    await standing;
    const goesOn = Date.now();
    const isApproved = async () => (await people.view(id))['status'] === 'approved';
    await eventually(
      'it is approved',
      async () => (await isApproved()) || ((await bot.press(card, 'approve')) && (await sleep(2_000, false))),
      60,
    );
    tellFigure(this, `approved ${secondsSince(goesOn)} s after it went on`);
    const { decisions } = await people.view(id);
    assert.equal((decisions as unknown[]).length, 1);
  });

  it('Temporal while a reminder is due: it goes out once afterwards', async function () {
    const { id, due } = await people.approvedAndDue('timeless', 'A105', 10);
    await sleep(due - 3_000 - Date.now());
    await stop([bot.pidOf('Temporal')], 15_000);
    await people.isStatus(id, 'sent');
    await sleep(3_000);
    const posts = await people.postsOf(id);
    tellFigure(this, `posted ${((Date.parse(posts[0]?.arrivedAt ?? '') - due) / 1000).toFixed(1)} s after its time`);
    assert.equal(posts.length, 1);
  });

  it('MongoDB around the intent: nothing is posted without one, and the reminder goes out once', async function () {
    const { id, due } = await people.approvedAndDue('storeless', 'A106', 10);
    await sleep(due - 2_000 - Date.now());
    const standing = stop([bot.pidOf('MongoDB')], 20_000);
    await sleep(17_000);
    assert.deepEqual(await people.postsOf(id), []);
    await standing;
    await people.isStatus(id, 'sent');
    await sleep(3_000);
    const posts = await people.postsOf(id);
    tellFigure(this, `posted ${((Date.parse(posts[0]?.arrivedAt ?? '') - due) / 1000).toFixed(1)} s after its time`);
    assert.equal(posts.length, 1);
  });

  it('Temporal while a host edits, and the worker dies: the edit counts, not what was approved', async function () {
    const words = (room: string, minutes: number) => `Acro yoga @ ${dateAndTime(minutes)} in ${room} #pyconopenspaces`;
    const id = await bot.tweet('editor', words('B114', 60));
    await people.isStatus(id, 'needs_action');
    assert.equal((await bot.api('POST', `open-spaces/${id}/approve`, {})).status, 200);
    const temporal = bot.pidOf('Temporal');
    const workers = workerPids(bot);
    process.kill(temporal, 'SIGSTOP');
    let killed = 0;
    try {
      const edit = await bot.tweet('editor', words('B115', 120), { editOf: id });
      await eventually('the edit is stored', async () => {
        const { body } = await bot.api('GET', `tweets/${id}`);
        return JSON.stringify(body).includes(edit);
      });
      for (const pid of workers) process.kill(pid, 'SIGKILL');
      killed = Date.now();
    } finally {
      process.kill(temporal, 'SIGCONT');
    }
    await eventually('the edit is known', async () => (await people.view(id))['room'] === 'B115', 120);
    tellFigure(this, `known ${secondsSince(killed)} s after the kill`);
    await people.isStatus(id, 'needs_action');
    assert.deepEqual(await people.postsOf(id), []);
  });
});
