import assert from 'node:assert/strict';
import { lookForAlarms } from '../activities/alarms.ts';
import { usualLimits, type Limits } from '../activities/alarm-causes.ts';
import type { Deps } from '../activities/deps.ts';
import { createWorkerWatch } from '../api/watch-workers.ts';
import { sandboxChannels } from '../sandbox/slack/workspace.ts';
import type { SlackSandbox } from '../sandbox/slack/start.ts';
import { createCardDrawer } from '../slack/draw.ts';
import { listenWorkflowId, queues } from '../workflows/messages.ts';
import { startSandbox, tokens } from './support/sandbox-app.ts';
import { startWorkbench, type Workbench } from './support/workbench.ts';
import { eventually } from './support/running-bot.ts';

const slackChannels = {
  outgoingTweets: sandboxChannels.outgoing_tweets,
  needReview: sandboxChannels.need_review,
  eventConflict: sandboxChannels.event_conflict,
};
const atOnce: Limits = { ...usualLimits, graceMs: 0 };

/** A bot with Slack's sandbox, and what its organisers were told. */
async function startTold(realTime: boolean) {
  const slack = await startSandbox({ rateLimit: false });
  const cards = createCardDrawer({ token: tokens.botToken, apiUrl: slack.apiUrl, clock: Date.now });
  const bench = await startWorkbench({ realTime, cards, config: { slackChannels } });
  const look = async (changes: Partial<Deps> = {}, limits = atOnce): Promise<void> =>
    lookForAlarms({ ...bench.deps, ...changes }, await bench.store.configs.current(), limits);
  return { slack, bench, look, told: () => toldIn(slack) };
}

async function toldIn(slack: SlackSandbox): Promise<string[]> {
  const answer = await fetch(`${new URL(slack.apiUrl).origin}/sandbox/messages?channel=need_review`);
  return ((await answer.json()) as { text: string }[]).map(({ text }) => text);
}

describe('alarms', function () {
  this.timeout(120_000);
  let slack: SlackSandbox;
  let bench: Workbench;
  let look: (changes?: Partial<Deps>, limits?: Limits) => Promise<void>;
  let told: () => Promise<string[]>;

  before(async () => {
    ({ slack, bench, look, told } = await startTold(true));
  });

  after(async () => {
    await bench.stop();
    await slack.close();
  });

  afterEach(() => bench.x.control('DELETE /sandbox/faults'));

  /** Looks twice, so that what is told twice is seen, and gives what is new. */
  const newAfter = async (act: () => Promise<unknown>): Promise<string[]> => {
    const before = (await told()).length;
    await act();
    await act();
    return (await told()).slice(before);
  };

  it('say once that X refuses the stream, that tweets may be missing, and once when each is mended', async () => {
    const error = { accept: false, then: 'status', status: 503, times: 1_000 };
    await bench.x.fault({ route: 'GET /2/tweets/search/stream', ...error });
    await bench.x.fault({ route: 'GET /2/tweets/search/recent', ...error });
    await bench.client.workflow.start('listen', {
      taskQueue: queues.openSpaces,
      workflowId: listenWorkflowId('testconf'),
      args: [{ conferenceId: 'testconf' }],
    });
    const listener = () => bench.store.health.find('listener');
    await eventually('the stream is refused', async () => (await listener())?.lastError?.includes('503'));
    const [refused, ...more] = await newAfter(look);
    assert.match(refused ?? '', /^⚠ Tweets are not heard: X answered 503/u);
    assert.deepEqual(more, []);

    await bench.x.control('DELETE /sandbox/faults');
    await bench.x.fault({ route: 'GET /2/tweets/search/recent', ...error });
    await eventually('a gap', async () => (await listener())?.lastError?.startsWith('the gap'), 60);
    const news = await newAfter(look);
    assert.equal(news.length, 2, news.join('\n'));
    assert.ok(news.some((text) => text.startsWith('✓ Tweets are heard again')));
    assert.ok(news.some((text) => text.startsWith('⚠ Some tweets may be missing')));

    await bench.x.control('DELETE /sandbox/faults');
    await eventually('it is filled', async () => (await listener())?.lastError === undefined, 60);
    const [mended, ...others] = await newAfter(look);
    assert.match(mended ?? '', /^✓ The search for missing tweets works again/u);
    assert.deepEqual(others, []);
  });

  it('say that the clocks differ', async () => {
    const ahead = await newAfter(() => look({ clock: () => Date.now() + 600_000 }));
    assert.equal(ahead.length, 1);
    assert.match(ahead[0] ?? '', /^⚠ The worker’s clock is 600 s ahead of MongoDB’s/u);
    assert.match((await newAfter(look)).join('\n'), /^✓ The worker’s clock agrees with MongoDB’s again/u);
  });

  it('say that the disk is nearly full', async () => {
    const full = await newAfter(() => look({}, { ...atOnce, leastDisk: Number.MAX_SAFE_INTEGER }));
    assert.equal(full.length, 1);
    assert.match(full[0] ?? '', /^⚠ The disk is nearly full: \d+ MB are free/u);
    assert.match((await newAfter(look)).join('\n'), /^✓ The disk has space again/u);
  });

  it('wait while Slack is away, and are told once it is back', async () => {
    const apiUrl = 'http://127.0.0.1:9/api/';
    const away = createCardDrawer({ token: tokens.botToken, apiUrl, clock: Date.now });
    const full = { ...atOnce, leastDisk: Number.MAX_SAFE_INTEGER };
    assert.deepEqual(await newAfter(() => look({ cards: away }, full)), []);
    await look({ cards: away });
    const [back, ...more] = await newAfter(look);
    assert.match(back ?? '', /^✓ The disk has space again. Since .*The disk is nearly full/u);
    assert.deepEqual(more, []);
  });

  it('say that a reminder is overdue, and that no worker runs, and when one does again', async () => {
    const watch = createWorkerWatch({ ...bench.deps, client: bench.client, clock: () => Date.now() + 80_000 }, 1);
    await bench.stopWorker();
    const space = await bench.announce({ inMinutes: 10, approvedBy: { id: 'ana', name: 'Ana', door: 'api' } });
    await bench.x.control('DELETE /sandbox/faults');
    const [overdue, ...more] = await newAfter(look);
    assert.match(overdue ?? '', /^⚠ A reminder is overdue: B114, due /u);
    assert.deepEqual(more, []);
    const gone = await newAfter(watch);
    assert.equal(gone.length, 1, gone.join('\n'));
    assert.match(gone[0] ?? '', /^⚠ Nobody does the bot’s work \(worker, posting, /u);

    await bench.startWorker();
    await eventually('it is sent', async () => (await bench.store.openSpaces.find(space.id))?.status === 'sent', 60);
    assert.match((await newAfter(look)).join('\n'), /^✓ No reminder is overdue any more/u);
  });
});

describe('alarms of posting', function () {
  this.timeout(120_000);
  let slack: SlackSandbox;
  let bench: Workbench;
  let look: () => Promise<void>;
  let told: () => Promise<string[]>;

  before(async () => {
    ({ slack, bench, look, told } = await startTold(false));
  });

  after(async () => {
    await bench.stop();
    await slack.close();
  });

  for (const [status, words, rooms] of [
    [401, /keys/u, ['A103', 'B115']],
    [402, /credits/u, ['A105', 'B114']],
  ] as const) {
    it(`say that X answers ${status}; meanwhile one reminder tries, and all go out once it is mended`, async () => {
      const before = (await told()).length;
      const posts = (await bench.x.timeline()).length;
      const fault = { route: 'POST /2/tweets', accept: false, then: 'status', status };
      await bench.x.fault({ ...fault, times: 1_000 });
      const first = await bench.announce({ room: rooms[0] });
      const second = await bench.announce({ room: rooms[1] });
      for (const { id } of [first, second]) {
        await bench.ask(id, { verb: 'decide', approval: 'approved' });
        await bench.pass(id, 106 * 60_000);
        await eventually('it is held', async () => (await bench.state(id)).reminders[0]?.held !== undefined);
      }
      await eventually('the second one waits', async () =>
        (await bench.state(second.id)).reminders[0]?.held?.startsWith('Posting has stopped'),
      );
      await look();
      await look();
      const [stopped, ...more] = (await told()).slice(before);
      assert.match(stopped ?? '', /^⚠ Posting has stopped/u);
      assert.match(stopped ?? '', words);
      assert.deepEqual(more, []);
      await bench.x.control('DELETE /sandbox/faults');
      const ended = await Promise.all([bench.finish(first.id), bench.finish(second.id)]);
      assert.deepEqual(
        ended.map((one) => one.status),
        ['sent', 'sent'],
      );
      assert.equal((await bench.x.timeline()).length, posts + 2);
      await look();
      assert.match((await told()).at(-1) ?? '', /^✓ X takes posts again/u);
    });
  }

  it('record a reminder that failed, which its card tells', async () => {
    await bench.x.fault({ route: 'POST /2/tweets', accept: false, then: 'status', status: 400, times: 9 });
    const { id } = await bench.announce({ room: 'A104' });
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    assert.equal((await bench.finish(id)).status, 'failed');
    const before = (await told()).length;
    await look();
    const open = await bench.store.alarms.listOpen();
    assert.ok(open.some(({ words }) => words.startsWith('The reminder for A104 is failed: X refused it')));
    assert.equal((await told()).length, before);
  });
});
