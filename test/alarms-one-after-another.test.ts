import assert from 'node:assert/strict';
import { mendAlarm } from '../activities/alarms.ts';
import { findMissing } from '../temporal/readiness.ts';
import { openSpaceWorkflowId, queues } from '../workflows/messages.ts';
import { always, noFaults } from './support/alarm-case.ts';
import { startAlarmedBot } from './support/alarmed-bot.ts';
import { collectedLog } from './support/collected-log.ts';
import { forSuite } from './support/for-tests.ts';
import { deskActivity } from './support/parts-alarms.ts';
import { eventually } from './support/running-bot.ts';
import { minute } from './support/workbench.ts';

const ana = { id: 'ana', name: 'Ana', door: 'api' } as const;

describe('while an alarm is on', function () {
  this.timeout(200_000);
  const bot = forSuite(startAlarmedBot);
  afterEach(async () => {
    await noFaults(bot);
    await bot.bench.config({ throttle: null, reminderMinutes: [15] });
  });

  /** @returns a function that waits until organisers were told of one thing more, which begins like this */
  async function telling(words: RegExp) {
    const told = await bot.sinceNow(words);
    const begins: string[] = [];
    return async (beginning: string, look: () => Promise<void> = async () => {}): Promise<void> => {
      begins.push(beginning);
      await eventually(beginning, async () => (await look(), (await told()).length >= begins.length), 100);
      assert.deepEqual(
        (await told()).map((text, at) => text.slice(0, begins[at]?.length)),
        begins,
      );
    };
  }

  /** In Slack too, if nobody was told before the reason was known. */
  const saysOverdue = (ending: string) =>
    eventually(`Health says ${ending}`, async () => {
      const alarm = await bot.bench.store.alarms.find('overdue');
      return alarm !== null && alarm.words.endsWith(ending);
    });

  it('too-many: it lasts as long as reminders wait, and those that are late are named with the reason', async () => {
    const { bench } = bot;
    const tells = await telling(/are due from|too many/u);
    await bench.config({ throttle: 1 });
    for (const room of ['B116', 'B117']) await bot.announce({ room, inMinutes: 15.2, approvedBy: ana });
    await tells('⚠ 2 reminders are due from ');
    await saysOverdue('(the limit of 1 reminders an hour).');
    assert.equal(await bot.metric('too-many'), 1);
    const rows = await bench.store.reminders.list('testconf', { pending: true, approval: 'approved' }, 10);
    assert.equal(rows.length, 1);
    await bot.ask(rows[0]?.openSpaceId ?? '', { verb: 'cancel' });
    await tells('✓ There are no longer too many reminders due at once.');
  });

  it('x-account: organisers are told if X accepts the new keys, and then wants credits', async () => {
    const tells = await telling(/Posting has stopped|X takes posts/u);
    const refuse = async (status: number) => {
      await noFaults(bot);
      await bot.bench.x.fault({ ...always, route: 'POST /2/tweets', status });
    };
    await refuse(401);
    const { id } = await bot.dueNow('A103');
    await tells('⚠ Posting has stopped: X does not accept the keys');
    await refuse(402);
    await bot.nextMinute(id);
    await tells('⚠ Posting has stopped: the X account has no credits left');
    // Neither is news.
    for (const status of [401, 402]) {
      await refuse(status);
      await bot.nextMinute(id);
      const words = new RegExp(`\\(${status}\\)`, 'u');
      const isOn = async () => words.test((await bot.bench.store.alarms.find('x-account'))?.words ?? '');
      await eventually('it is refused again', isOn);
    }
    await noFaults(bot);
    await bot.nextMinute(id);
    await tells('✓ X takes posts again.');
  });

  it('stream: organisers are told if X is down, and then wants credits', async () => {
    const tells = await telling(/Tweets are (not )?heard/u);
    const route = 'GET /2/tweets/search/stream';
    await bot.bench.x.fault({ ...always, route, status: 503 });
    await bot.bench.x.control('POST /sandbox/stream/disconnect');
    await tells('⚠ Tweets are not heard: X answered 503');
    await noFaults(bot);
    await bot.bench.x.fault({ ...always, route, status: 402 });
    await tells('⚠ Tweets are not heard: X answered 402');
    await noFaults(bot);
    await tells('✓ Tweets are heard again.');
  });

  it('workflows: organisers are told of each further one that is stuck', async () => {
    const tells = await telling(/stuck/u);
    const handleOf = (id: string) => bot.bench.client.workflow.getHandle(openSpaceWorkflowId('testconf', id));
    for (const [id, words] of [
      ['broken1', '⚠ A workflow is stuck'],
      ['broken2', '⚠ 2 workflows are stuck'],
    ] as const) {
      const workflowId = openSpaceWorkflowId('testconf', id);
      await bot.bench.client.workflow.start('openSpace', { taskQueue: queues.openSpaces, workflowId, args: [{}] });
      await tells(words);
    }
    for (const id of ['broken1', 'broken2']) await handleOf(id).terminate();
    await tells('✓ No workflow is stuck any more.');
  });

  it('worker: the desk is paused, all workers die, one starts, and the desk goes on: each is told', async () => {
    const { bench } = bot;
    await eventually('all parts work', async () => (await findMissing(bot.api.context)).length === 0);
    const tells = await telling(/^⚠ (Somebody|No worker)|^✓ (A worker|New posts|Cards in)/u);
    await bench.client.workflowService.pauseActivity(deskActivity(bot));
    await tells('⚠ Somebody has paused desk:testconf', bot.watch);
    await bench.stopWorker();
    // Until then, Temporal still names the worker that polled last.
    bot.setClockAhead(80_000);
    await tells('⚠ No worker is online (worker, ', bot.watch);
    bot.setClockAhead(0);
    await bench.startWorker();
    await tells('✓ A worker is online again.', bot.watch);
    assert.equal(await bot.metric('worker'), 1, 'the desk is still paused');
    await bench.client.workflowService.unpauseActivity(deskActivity(bot));
    await tells('✓ Cards in Slack are drawn again.', bot.watch);
  });

  it('worker: Temporal answers again, and no worker is online', async () => {
    const { bench } = bot;
    await eventually('all parts work', async () => (await findMissing(bot.api.context)).length === 0);
    const tells = await telling(/^[⚠✓] (Temporal|No worker|A worker)/u);
    bot.setTemporalAway(true);
    await tells('⚠ Temporal does not answer', bot.watch);
    await bench.stopWorker();
    bot.setClockAhead(80_000);
    bot.setTemporalAway(false);
    await tells('✓ Temporal answers again.', bot.watch);
    await tells('⚠ No worker is online', bot.watch);
    bot.setClockAhead(0);
    await bench.startWorker();
    await tells('✓ A worker is online again.', bot.watch);
  });

  it('overdue: organisers are told that X lets a reminder wait', async () => {
    const tells = await telling(/overdue/u);
    await bot.bench.x.fault({ ...always, route: 'POST /2/tweets', status: 429 });
    const { id } = await bot.dueNow('B118');
    await tells('⚠ A reminder is overdue: B118 at ');
    await saysOverdue("(X's rate limit is reached).");
    await noFaults(bot);
    await bot.nextMinute(id);
    await tells('✓ No reminder is overdue any more');
  });

  it('failed: it counts while a later reminder waits, until that one went out or is denied', async () => {
    const { bench } = bot;
    await bench.config({ reminderMinutes: [30, 15] });
    const settles = {
      B120: (id: string) => bot.ask(id, { verb: 'decide', approval: 'denied' }),
      // The workflow ends before this time is over.
      B119: (id: string) => bench.pass(id, 15 * minute).catch(() => undefined),
    };
    for (const [room, settle] of Object.entries(settles)) {
      await bench.x.fault({ ...always, route: 'POST /2/tweets', status: 400 });
      const { id } = await bot.announce({ room, inMinutes: 30, approvedBy: ana });
      await eventually('it is counted', async () => (await bot.metric('failed')) === 1);
      assert.equal((await bench.state(id)).reminders[1]?.state.status, 'approved');
      // What the log says of its end. The desk raises it again.
      const lines: string[] = [];
      await mendAlarm({ ...bench.deps, log: collectedLog(lines) }, `failed:${id}-30`);
      const end = /"words":"✓ The reminder for B1.. at \d\d:\d\d needs no decision any more\."\}/u;
      assert.match(lines.join('\n'), end);
      await noFaults(bot);
      await settle(id);
      await eventually('it is counted no more', async () => (await bot.metric('failed')) === 0);
    }
  });
});
