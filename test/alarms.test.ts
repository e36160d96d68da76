import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { createCauseFinder, usualLimits } from '../activities/alarm-causes.ts';
import { raiseAlarm, watchAlarms } from '../activities/alarms.ts';
import { lookForChanges, watchForChanges } from '../activities/look-for-changes.ts';
import { createPartsWatch } from '../api/watch-parts.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { gapNotFilled, ruleLost } from '../core/words.ts';
import { alarmCauses, type AlarmId } from '../store/alarms.ts';
import { findMissing, milliseconds } from '../temporal/readiness.ts';
import { deskWorkflowId } from '../workflows/messages.ts';
import { always, noFaults } from './support/alarm-case.ts';
import { startAlarmedBot, type AlarmedBot } from './support/alarmed-bot.ts';
import { collectedLog } from './support/collected-log.ts';
import { forSuite } from './support/for-tests.ts';
import { listeningAlarms } from './support/listening-alarms.ts';
import { partsAlarms } from './support/parts-alarms.ts';
import { postingAlarms } from './support/posting-alarms.ts';
import { eventually } from './support/running-bot.ts';
import { minute } from './support/workbench.ts';

const alarmCases = [...postingAlarms, ...listeningAlarms, ...partsAlarms];

/** Looks up the posts of one open space, at a time in epoch milliseconds. */
async function lookAt({ deps, store }: AlarmedBot['bench'], space: OpenSpace, at: number): Promise<void> {
  await lookForChanges({ ...deps, clock: () => at }, [space], await store.configs.current());
}

describe('each alarm is told once in Slack and counted in /metrics, and once more when it is mended:', function () {
  this.timeout(400_000);
  const bot = forSuite(startAlarmedBot);
  // A case that failed leaves no fault to the next one.
  afterEach(() => noFaults(bot));

  it('every cause has a case here', () => {
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
      try {
        await until('it is counted', () => isCounted(1));
        if (isToldLater !== true) await until('organisers read it', async () => (await countNew(words)) === 1);
        if (missing !== undefined) {
          const readMissing = async () => (await bot.api.call('GET //readyz')).body.missing;
          await until('/readyz names it', async () => isDeepStrictEqual(await readMissing(), missing));
          assert.equal((await bot.api.call('GET //healthz')).status, 200);
        }
      } finally {
        await mend(bot);
      }
      if (isToldLater === true) await until('organisers read it', async () => (await countNew(words)) === 1);
      if (mendedWords !== undefined) {
        await until('organisers read that it is mended', async () => (await countNew(mendedWords)) === 1);
      }
      if (mendedWords !== undefined) await until('it is counted no more', () => isCounted(0));
      // An alert on a card turns into its own end, and is no message more.
      const expected = mendedWords?.source.startsWith('^Done') === true ? 0 : 1;
      assert.equal(await countNew(words), expected, 'told once');
    });
  }

  it('x-account: of two workers with different keys X refuses one, and organisers are told that alone', async () => {
    const { health } = bot.bench.store;
    const newlyTold = await bot.sinceNow(/X/u);
    // Ahead, so that they count as in use until the end of this test.
    const now = Date.now() + 10 * minute;
    // A worker was started with new keys, and the one with the earlier keys goes on.
    for (const [mark, at] of [
      ['old', now],
      ['new', now + 1],
      ['old', now + 20_000],
    ] as const)
      await health.noteKeys(mark, new Date(at));
    const words = /^⚠ The workers have different X keys/u;
    await eventually('they read it', async () => (await newlyTold()).some((text) => words.test(text)), 100);
    await bot.bench.x.fault({ ...always, route: 'POST /2/tweets', status: 401, times: 1 });
    const { id } = await bot.dueNow('B117');
    await eventually('it is held', async () => (await bot.bench.state(id)).reminders[0]?.held !== undefined);
    await bot.nextMinute(id);
    await eventually('it is sent', async () => (await bot.bench.state(id)).reminders[0]?.state.status === 'sent');
    // The metrics of a moment ago may be answered once more.
    await eventually('it is counted', async () => (await bot.metric('x-account')) === 1);
    // The keys of a worker that runs no more do not count.
    await health.noteKeys('new', new Date(now + 2 * minute));
    await eventually('it is over', async () => (await bot.metric('x-account')) === 0);
    // The alarm ends in the store a moment before Slack has the message.
    await eventually('they read it', async () => (await newlyTold()).some((text) => text.startsWith('✓')));
    assert.deepEqual(
      (await newlyTold()).map((text) => text.slice(0, 30)),
      ['⚠ The workers have different X', '✓ All workers have the same X '],
    );
  });

  it('overdue: each further reminder is reported while the first is still overdue', async () => {
    const told = await bot.sinceNow(/^⚠.*overdue/u);
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

  it('gap: X answers no look-up of posts, so nobody would notice a deletion', async () => {
    const { bench } = bot;
    const { id } = await bot.announce({ room: 'B117', inMinutes: 400 });
    const space = await bench.state(id);
    const told = (words: RegExp) =>
      eventually(String(words), async () => (await bot.told()).some((text) => words.test(text)), 100);
    const words = /^⚠ The bot does not notice when posts are deleted: X answered 503/u;
    await bench.x.fault({ ...always, route: 'GET /2/tweets', status: 503 });
    // The running desk may look as well, so what is said here is never of a later time than what it says.
    await lookAt(bench, space, Date.now() - 3 * 60_000);
    await lookAt(bench, space, Date.now());
    await told(words);
    await eventually('it is counted', async () => (await bot.metric('gap')) === 1);
    await noFaults(bot);
    await lookAt(bench, space, Date.now());
    await told(/^✓ X answers look-ups of posts again/u);
    await eventually('it is counted no more', async () => (await bot.metric('gap')) === 0);
  });

  it('clock: an old heartbeat of the desk’s last worker raises no alarm', async () => {
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

  it('worker: stays on while one api process does not reach Temporal, though another one does', async () => {
    await eventually('all parts work', async () => (await findMissing(bot.api.context)).length === 0);
    const other = createPartsWatch({ ...bot.bench.deps, client: bot.bench.client });
    for (const watch of [other, bot.watch]) await watch();
    const told = await bot.sinceNow(/^[⚠✓] Temporal/u);
    bot.setTemporalAway(true);
    for (let look = 0; look < 4; look += 1) for (const watch of [bot.watch, other]) await watch();
    assert.ok((await bot.bench.store.alarms.find('worker:temporal')) !== null);
    bot.setTemporalAway(false);
    for (const watch of [other, bot.watch]) await watch();
    assert.equal(await bot.bench.store.alarms.find('worker:temporal'), null);
    await eventually('organisers read it', async () => (await told()).length >= 2, 100);
    assert.equal((await told()).length, 2, 'once that it is on, and once that it is over');
  });

  it('store: is told once, even if Slack’s answer is lost', async () => {
    const told = await bot.sinceNow(/The disk is full|MongoDB takes/u);
    bot.setStoreFull(true);
    await bot.loseAnswer();
    for (let look = 0; look < 5; look += 1) await bot.watch();
    assert.equal((await told()).length, 1);
    bot.setStoreFull(false);
    await bot.loseAnswer();
    for (let look = 0; look < 2; look += 1) await bot.watch();
    assert.equal((await told()).length, 2);
  });

  it('worker: is over a minute later if the api process that raised it is gone', async () => {
    const { bench } = bot;
    await eventually('all parts work', async () => (await findMissing(bot.api.context)).length === 0);
    const look = createPartsWatch({ ...bench.deps, client: bench.client });
    await look();
    for (const [seenAgo, isStillOn] of [
      [0, true],
      [2 * minute, false],
    ] as const) {
      const other = { ...bench.deps, clock: () => Date.now() - seenAgo };
      await raiseAlarm(other, { _id: 'worker', words: 'No worker is online.', mendedWords: 'One is online.' });
      await look();
      assert.equal((await bench.store.alarms.find('worker')) !== null, isStillOn);
    }
  });

  it('gap: one look-up without an answer raises no alarm, and the first answer ends it', async () => {
    const { bench } = bot;
    const { id } = await bot.announce({ room: 'B117', inMinutes: 500 });
    const space = await bench.state(id);
    // No desk looks meanwhile.
    await bench.stopWorker();
    const config = await bench.store.configs.current();
    let at = Date.now();
    const look = watchForChanges({ ...bench.deps, stopwatch: () => at });
    const isAlarm = async (): Promise<boolean> => {
      const causes = await createCauseFinder(bench.deps, usualLimits)(config);
      return causes.some(({ _id }) => _id === 'gap:look-ups');
    };
    await look(config);
    await bench.x.fault({ ...always, route: 'GET /2/tweets', status: 503 });
    await lookAt(bench, space, Date.now() - 3 * 60_000);
    assert.equal(await isAlarm(), false);
    await lookAt(bench, space, Date.now());
    assert.equal(await isAlarm(), true);
    await noFaults(bot);
    // No session begins within the hour, and all were looked up less than an hour ago.
    await bench.db.collection('openSpaces').deleteMany({ _id: { $ne: id as never } });
    at += 3 * 60_000;
    await look(config);
    assert.equal(await isAlarm(), false);
  });

  it('slack: stays on if another worker takes over the desk while Slack is down', async () => {
    const { bench } = bot;
    await bench.stopWorker();
    const config = await bench.store.configs.current();
    let at = Date.now();
    const askSlack = () => Promise.reject(new Error('no route to Slack'));
    // Each call stands for a new worker, which has never asked Slack.
    const isAlarm = async (): Promise<boolean> => {
      const causes = await createCauseFinder({ ...bench.deps, askSlack, clock: () => at }, usualLimits)(config);
      return causes.some(({ _id }) => _id === 'slack');
    };
    assert.equal(await isAlarm(), false);
    at += usualLimits.graceMs;
    assert.equal(await isAlarm(), true);
  });

  it('stream, rule, gap: stay on over a restart, until the bot is connected and has searched', async () => {
    const { bench } = bot;
    await bench.stopWorker();
    const { alarms, health } = bench.store;
    const config = await bench.store.configs.current();
    for (const _id of ['stream', 'rule', 'gap'] as const) {
      await alarms.raise({ _id, words: 'It is so.', mendedWords: 'It was so.' }, new Date());
    }
    const find = createCauseFinder(bench.deps, usualLimits);
    const on = async (state: object, since = Date.now()): Promise<string[]> => {
      await health.say('listener', { connected: false, lostAt: [], since: new Date(since), ...state }, new Date());
      const ids = (await find(config)).map(({ _id }) => _id);
      return ['stream', 'rule', 'gap'].filter((id) => ids.includes(id as AlarmId));
    };
    const all = ['stream', 'rule', 'gap'];
    assert.deepEqual(await on({}), all, 'the worker was stopped');
    const lastError = 'X answered 401: Unauthorized';
    assert.deepEqual(await on({ lastError }), all, 'the next one has just begun');
    const longAgo = Date.now() - usualLimits.graceMs;
    assert.deepEqual(await on({ lastError }, longAgo), all, 'X still refuses');
    assert.deepEqual(await on({ connected: true }), ['rule', 'gap'], 'it is connected, and searches');
    for (const trouble of [`${gapNotFilled}: X answered 503`, `${ruleLost}; it is back`, 'X sent something else']) {
      assert.deepEqual(await on({ connected: true, lastError: trouble }, longAgo), ['rule', 'gap'], trouble);
    }
    assert.deepEqual(await on({ connected: true }, longAgo), []);
  });

  it('x-account: is in the log of a worker that starts again while it is on', async () => {
    const { bench } = bot;
    await bench.stopWorker();
    const words = 'X refuses the keys.';
    await bench.store.alarms.raise({ _id: 'x-account', words, mendedWords: 'X takes them.' }, new Date());
    const lines: string[] = [];
    const log = collectedLog(lines);
    const ended = new AbortController();
    const watching = watchAlarms({ ...bench.deps, log }, ended.signal);
    await eventually('the log names it', () => lines.some((line) => line.includes(words)));
    ended.abort();
    await watching;
  });

  it('no alarm ends because Temporal does not answer', async () => {
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
