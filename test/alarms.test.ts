import assert from 'node:assert/strict';
import { createCauseFinder, usualLimits } from '../activities/alarm-causes.ts';
import { lookForChanges } from '../activities/look-for-changes.ts';
import { alarmCauses } from '../store/alarms.ts';
import { milliseconds } from '../temporal/readiness.ts';
import { deskWorkflowId } from '../workflows/messages.ts';
import { alarmCases, always, noFaults } from './support/alarm-cases.ts';
import { startAlarmedBot, type AlarmedBot } from './support/alarmed-bot.ts';
import { eventually } from './support/running-bot.ts';

describe('each alarm is told once in Slack and counted in /metrics, and once more when it is mended:', function () {
  this.timeout(400_000);
  let bot: AlarmedBot;

  before(async () => {
    bot = await startAlarmedBot();
  });
  after(() => bot?.stop());

  it('every cause is made to happen here', () => {
    assert.deepEqual(new Set(alarmCases.map(({ cause }) => cause)), new Set(alarmCauses));
  });

  for (const one of alarmCases) {
    const { cause, when, make, words, mend, mendedWords, missing, isWatched, isToldLater } = one;
    it(`${cause}, when ${when}`, async () => {
      const before = await bot.told();
      const isOld = new Map(before.map((text) => [text, before.filter((same) => same === text).length]));
      const countNew = async (wanted: RegExp): Promise<number> => {
        const now = (await bot.told()).filter((text) => wanted.test(text));
        const known = [...isOld].filter(([text]) => wanted.test(text)).reduce((sum, [, times]) => sum + times, 0);
        return now.length - known;
      };
      const until = async (what: string, look: () => Promise<boolean>): Promise<void> =>
        void (await eventually(
          `${cause}: ${what}`,
          async () => {
            if (isWatched === true) await bot.watch();
            return look();
          },
          100,
        ));
      const isCounted = async (times: number): Promise<boolean> => (await bot.metric(cause)) === times;

      await make(bot);
      await until('it is counted', () => isCounted(1));
      if (isToldLater !== true) await until('organisers read it', async () => (await countNew(words)) === 1);
      if (missing !== undefined) {
        assert.deepEqual((await bot.api.call('GET //readyz')).body.missing, missing);
        assert.equal((await bot.api.call('GET //healthz')).status, 200);
      }
      await mend(bot);
      if (isToldLater === true) await until('organisers read it', async () => (await countNew(words)) === 1);
      if (mendedWords !== undefined) {
        await until('organisers read that it is mended', async () => (await countNew(mendedWords)) === 1);
      }
      if (mendedWords !== undefined) await until('it is counted no more', () => isCounted(0));
      // An alert on a card turns into its own end, and is no message more.
      const expected = mendedWords?.source.startsWith('^Settled') === true ? 0 : 1;
      assert.equal(await countNew(words), expected, 'told once');
    });
  }

  it('overdue: each further reminder is told while the first still is', async () => {
    const before = new Set(await bot.told());
    const told = async () => (await bot.told()).filter((text) => /^⚠.*overdue/u.test(text) && !before.has(text));
    const tells = (words: RegExp) =>
      eventually(String(words), async () => (await told()).some((text) => words.test(text)), 100);
    await bot.bench.x.fault({ ...always, route: 'POST /2/tweets', then: 'drop' });
    await bot.dueNow('B118');
    await tells(/ A reminder is overdue: B118 /u);
    await bot.dueNow('B119');
    await tells(/ 2 reminders are overdue: B119 .*; B118 /u);
    await noFaults(bot);
    await eventually('it is mended', async () => (await bot.metric('overdue')) === 0, 100);
    assert.equal((await told()).length, 2);
  });

  it('gap: X answers no look-up of posts, so nobody would notice that one is deleted', async () => {
    const { bench } = bot;
    const { id } = await bot.announce({ room: 'B117', inMinutes: 400 });
    const look = async (inMs: number): Promise<void> => {
      const deps = { ...bench.deps, clock: () => Date.now() + inMs };
      await lookForChanges(deps, [await bench.state(id)], await bench.store.configs.current());
    };
    const told = (words: RegExp) =>
      eventually(String(words), async () => (await bot.told()).some((text) => words.test(text)), 100);
    const words = /^⚠ The bot does not notice when posts are deleted: X answered 503/u;
    await bench.x.fault({ ...always, route: 'GET /2/tweets', status: 503 });
    await look(0);
    // One look may fail.
    const causes = await createCauseFinder(bench.deps, usualLimits)(await bench.store.configs.current());
    assert.ok(causes.every(({ _id }) => _id !== 'gap:look-ups'));
    await look(3 * 60_000);
    await told(words);
    assert.equal(await bot.metric('gap'), 1);
    await noFaults(bot);
    await look(6 * 60_000);
    await told(/^✓ X answers again whether posts were deleted/u);
    await eventually('it is counted no more', async () => (await bot.metric('gap')) === 0);
  });

  it('clock is no alarm of what the desk’s last worker said long ago', async () => {
    const { bench } = bot;
    await bench.stopWorker();
    const stoppedAt = Date.now();
    await bench.startWorker();
    const desk = bench.client.workflow.getHandle(deskWorkflowId('testconf'));
    await eventually('another worker has the desk', async () => {
      const { lastStartedTime } = (await desk.describe()).raw.pendingActivities?.[0] ?? {};
      return milliseconds(lastStartedTime) > stoppedAt;
    });
    // Its first heartbeat comes seconds later.
    assert.ok(((await bench.deps.openSpaces.deskHeartbeatAt('testconf')) ?? 0) > stoppedAt);
  });

  it('nothing is over because Temporal does not answer', async () => {
    const { bench } = bot;
    await bench.stopWorker();
    for (const _id of ['workflows', 'clock'] as const) {
      await bench.store.alarms.raise({ _id, words: 'It is so.', mendedWords: 'It was so.' }, new Date());
    }
    const away = () => Promise.reject(new Error('Temporal is away'));
    const openSpaces = { ...bench.deps.openSpaces, listProblems: away, deskHeartbeatAt: away };
    const find = createCauseFinder({ ...bench.deps, openSpaces }, usualLimits);
    const causes = await find(await bench.store.configs.current());
    assert.deepEqual(
      causes.filter(({ words }) => words === 'It is so.').map(({ _id }) => _id),
      ['workflows', 'clock'],
    );
  });
});
