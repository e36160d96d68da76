import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { dateAndTime, eventually, startBot, type RunningBot } from '../support/running-bot.ts';
import { peopleAt, secondsSince, startSpareWorker, tellFigure, workerPids, workerReadyAfter } from './support.ts';

/** A killed worker's reminder is out within this, with the sandbox's usual wait before the look. Seconds. */
const recovered = 60;

describe('a worker that is killed', function () {
  this.timeout(400_000);
  let bot: RunningBot;
  let people: ReturnType<typeof peopleAt>;

  before(async () => {
    // The sandbox's own settle time.
    bot = await startBot({ X_SETTLE_SECONDS: '15' });
    people = peopleAt(bot);
  });
  after(() => bot.stop());

  const newWorker = (killed: number) => `a new worker was ready ${workerReadyAfter(bot, killed)} s after the kill`;
  const killWorkers = (): void => workerPids(bot).forEach((pid) => process.kill(pid, 'SIGKILL'));

  it('while it prepares a reminder, before the intent, posts it once soon after its time', async function () {
    const { id, due } = await people.approvedAndDue('early', 'A103', 12);
    // It is prepared from five seconds before its time on.
    await sleep(due - 3_000 - Date.now());
    killWorkers();
    const killed = Date.now();
    await people.isStatus(id, 'sent');
    const [post] = await people.postsOf(id);
    const late = (Date.parse(post?.arrivedAt ?? '') - due) / 1000;
    tellFigure(this, `posted ${late.toFixed(1)} s after its time; ${newWorker(killed)}`);
    assert.equal((await people.postsOf(id)).length, 1);
    assert.ok(late < recovered, `${late} s late`);
  });

  for (const accept of [false, true]) {
    it(`while X ${accept ? 'has' : 'has not'} taken the post, has it on X once`, async function () {
      await bot.fault({ route: 'POST /2/tweets', times: 1, accept, then: 'hang' });
      const host = accept ? 'taken' : 'untaken';
      const { id } = await people.approvedAndDue(host, accept ? 'A104' : 'A105', 7);
      await eventually('X was asked', async () => (await bot.faults()).length === 0, 60);
      killWorkers();
      const killed = Date.now();
      await people.isStatus(id, 'sent');
      tellFigure(this, `sent ${secondsSince(killed)} s after the kill; ${newWorker(killed)}`);
      assert.equal((await people.postsOf(id)).length, 1);
      assert.ok(secondsSince(killed) < recovered, `${secondsSince(killed)} s`);
    });
  }
});

describe('24 reminders that are due at once', function () {
  this.timeout(600_000);

  it('go out once each through four kills of workers', async function () {
    const rooms = Array.from({ length: 24 }, (_, at) => ({ name: `R${100 + at}`, aliases: [] }));
    const bot = await startBot({ X_SETTLE_SECONDS: '15' });
    let spare;
    try {
      const { body } = await bot.api('GET', 'config');
      const config = (body['config'] ?? body) as { conference: object };
      const saved = await bot.api('PUT', 'config', { ...config, conference: { ...config.conference, rooms } });
      assert.equal(saved.status, 200, JSON.stringify(saved.body));
      spare = await startSpareWorker(bot);
      const startsAt = new Date(Date.now() + 60 * 60_000).toISOString();
      const ids = await Promise.all(
        rooms.map(async ({ name }) => {
          const entered = await bot.api('POST', 'open-spaces', { room: name, startsAt, title: `Session ${name}` });
          assert.equal(entered.status, 201, JSON.stringify(entered.body));
          return String(entered.body['id']);
        }),
      );
      const due = Date.now() + 20_000;
      const sendAt = new Date(due).toISOString();
      for (const id of ids) {
        const moved = await bot.api('PATCH', `reminders/${id}-15`, { sendAt });
        assert.equal(moved.status, 200, JSON.stringify(moved.body));
      }
      await sleep(Math.max(0, due - 2_000 - Date.now()));
      for (let kill = 0; kill < 4; kill += 1) {
        const pids = workerPids(bot);
        const victim = pids[kill % pids.length];
        if (victim !== undefined) process.kill(victim, 'SIGKILL');
        await sleep(1_500);
      }
      const posts = await eventually(
        'all are out',
        async () => {
          const all = await bot.timeline();
          return all.length >= ids.length ? all : undefined;
        },
        240,
      );
      const people = peopleAt(bot);
      await Promise.all(ids.map((id) => people.isStatus(id, 'sent', 240)));
      const last = Math.max(...posts.map(({ arrivedAt }) => Date.parse(arrivedAt)));
      tellFigure(this, `24 posts, the last ${((last - due) / 1000).toFixed(0)} s after their time`);
      const texts = (await bot.timeline()).map(({ text }) => text);
      assert.equal(texts.length, ids.length, `with ${dateAndTime(60)}`);
      for (const { name } of rooms) assert.equal(texts.filter((text) => text.includes(name)).length, 1, name);
    } finally {
      await spare?.stop();
      await bot.stop();
    }
  });
});
