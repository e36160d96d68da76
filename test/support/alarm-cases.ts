import assert from 'node:assert/strict';
import type { AlarmCause } from '../../store/alarms.ts';
import { openSpaceWorkflowId, queues } from '../../workflows/messages.ts';
import { slackChannels, type AlarmedBot } from './alarmed-bot.ts';
import { eventually } from './x-sandbox.ts';

/** How a cause of an alarm is made to happen and mended, and what organisers read of it. */
export interface AlarmCase {
  readonly cause: AlarmCause;
  readonly when: string;
  readonly make: (bot: AlarmedBot) => Promise<unknown>;
  /** What organisers read. */
  readonly words: RegExp;
  readonly mend: (bot: AlarmedBot) => Promise<unknown>;
  /** What organisers read then; left out where nothing is left to mend. */
  readonly mendedWords?: RegExp;
  /** What `/readyz` names meanwhile. */
  readonly missing?: readonly string[];
  /** Seen by the api process alone. */
  readonly isWatched?: true;
  /** Slack takes nothing meanwhile. */
  readonly isToldLater?: true;
}

export const always = { accept: false, then: 'status', times: 100_000 } as const;
const streamRoute = 'GET /2/tweets/search/stream';
const rulesRoute = 'POST /2/tweets/search/stream/rules';
export const noFaults = ({ bench }: AlarmedBot) => bench.x.control('DELETE /sandbox/faults');
const disconnect = ({ bench }: AlarmedBot) => bench.x.control('POST /sandbox/stream/disconnect');
const crowd = Array.from({ length: 101 }, (_, n) => `crowd-${n}`);
/** What the cases remember between making and mending. */
let openSpaceId = '';

async function deleteRule({ bench }: AlarmedBot): Promise<void> {
  const { data } = await bench.x.client.app.v2.streamRules();
  if (data === undefined || data.length === 0) return;
  await bench.x.client.app.v2.updateStreamRules({ delete: { ids: data.map(({ id }) => id) } });
}

/** A reminder that X does not take for the account's sake, and that goes out once X does. */
const accountCase = (status: number, problem: string | undefined, words: RegExp, room: string): AlarmCase => ({
  cause: 'x-account',
  when: `X answers ${status} to a post`,
  make: async (bot) => {
    await bot.bench.x.fault({ ...always, route: 'POST /2/tweets', status, ...(problem && { problem }) });
    openSpaceId = (await bot.dueNow(room)).id;
  },
  words,
  mend: async (bot) => {
    await noFaults(bot);
    await bot.nextMinute(openSpaceId);
  },
  mendedWords: /^✓ X takes posts again/u,
});

export const alarmCases: readonly AlarmCase[] = [
  accountCase(401, undefined, /^⚠ Posting has stopped: X does not accept the keys of this account \(401\)/u, 'A103'),
  accountCase(402, undefined, /^⚠ Posting has stopped: the X account has no credits left \(402\)/u, 'A104'),
  accountCase(
    403,
    'AccountLocked',
    /^⚠ Posting has stopped: X does not let this account post \(403\).*locked/u,
    'A105',
  ),
  {
    cause: 'x-account',
    when: 'organisers set the output to Slack only while X refuses the keys',
    make: async (bot) => {
      await bot.bench.x.fault({ ...always, route: 'POST /2/tweets', status: 401 });
      await bot.dueNow('B120');
    },
    words: /^⚠ Posting has stopped: X does not accept the keys/u,
    mend: async (bot) => {
      await bot.bench.config({ output: 'slack_only' });
      await eventually('it is mended', async () => (await bot.metric('x-account')) === 0);
      await noFaults(bot);
      await bot.bench.config({ output: 'live' });
    },
    mendedWords: /^✓ The output is set to Slack only/u,
  },
  {
    cause: 'failed',
    when: 'X refuses a reminder',
    make: async (bot) => {
      await bot.bench.x.fault({ ...always, route: 'POST /2/tweets', status: 400 });
      openSpaceId = (await bot.dueNow('A106')).id;
    },
    words: /^⚠ The reminder was not posted: A106/u,
    mend: async (bot) => {
      await noFaults(bot);
      await bot.ask(openSpaceId, { verb: 'retry' });
      // Else the next case's fault may meet its post.
      await eventually('it is sent', async () => {
        const { reminders } = await bot.bench.state(openSpaceId);
        return reminders[0]?.state.status === 'sent';
      });
    },
    mendedWords: /^Settled: .*A106/u,
  },
  {
    cause: 'unconfirmed',
    when: 'X calls it a duplicate, and its timeline does not show it',
    make: async (bot) => {
      await bot.bench.x.fault({ ...always, route: 'POST /2/tweets', status: 403, problem: 'DuplicateContent' });
      openSpaceId = (await bot.dueNow('B114')).id;
    },
    words: /^⚠ We don’t know whether X posted the reminder: B114/u,
    mend: async (bot) => {
      await noFaults(bot);
      await bot.ask(openSpaceId, { verb: 'confirmSent' });
    },
    mendedWords: /^Settled: .*B114/u,
  },
  {
    cause: 'missed',
    when: 'an approved reminder is held until its start',
    make: async (bot) => {
      await bot.bench.config({ paused: true });
      openSpaceId = (await bot.dueNow('B115', 0.08)).id;
    },
    words: /^⚠ The reminder was approved and did not go out: B115/u,
    mend: (bot) => bot.bench.config({ paused: false }),
  },
  {
    cause: 'overdue',
    when: 'a reminder does not go out in time, and nothing says why',
    make: async (bot) => {
      await bot.bench.x.fault({ route: 'POST /2/tweets', times: 1, accept: false, then: 'delay', ms: 4_000 });
      await bot.dueNow('B116', 5);
    },
    words: /^⚠ A reminder is overdue: B116 at \d\d:\d\d, due /u,
    mend: async () => undefined,
    mendedWords: /^✓ No reminder is overdue any more/u,
  },
  {
    cause: 'too-many',
    when: 'more reminders are due than X takes in 15 minutes',
    make: async ({ bench }) => {
      const at = Date.now() + 3 * 3_600_000;
      const rows = crowd.map((id, n) => ({
        _id: id as never,
        conferenceId: 'testconf',
        openSpaceId: id,
        status: n % 2 === 0 ? 'approved' : 'needs_action',
        sendAt: new Date(at + n),
        dueAt: new Date(at + n),
      }));
      await bench.db.collection('reminders').insertMany(rows);
    },
    words: /^⚠ 101 reminders are due from .* within 15 minutes, and X takes 100/u,
    mend: ({ bench }) => bench.db.collection('reminders').deleteMany({ openSpaceId: { $in: crowd } }),
    mendedWords: /^✓ There are no longer too many reminders due at once/u,
  },
  {
    cause: 'stream',
    when: 'X refuses the stream',
    make: async (bot) => {
      await bot.bench.x.fault({ ...always, route: streamRoute, status: 503 });
      await disconnect(bot);
    },
    words: /^⚠ Tweets are not heard: X answered 503/u,
    mend: noFaults,
    mendedWords: /^✓ Tweets are heard again/u,
  },
  {
    cause: 'stream',
    when: 'the stream is connected and silent',
    make: ({ bench }) => bench.x.control('POST /sandbox/stream/silence'),
    words: /^⚠ Tweets are not heard: the connection is lost again and again \(nothing heard for 1.5 s\)/u,
    mend: async ({ bench }) => {
      await bench.x.control('DELETE /sandbox/stream/silence');
      // A new listener has lost nothing: else its losses would count for as long as the limit says.
      await bench.stopWorker();
      await bench.startWorker();
    },
    mendedWords: /^✓ Tweets are heard again/u,
  },
  {
    cause: 'stream',
    when: 'a worker starts, and X does not say whose account it is',
    make: async (bot) => {
      await bot.bench.x.fault({ ...always, route: 'GET /2/users/me', status: 503 });
      await bot.bench.stopWorker();
      await bot.bench.startWorker();
    },
    words: /^⚠ Tweets are not heard: own account: X answered 503/u,
    mend: noFaults,
    mendedWords: /^✓ Tweets are heard again/u,
  },
  {
    cause: 'rule',
    when: 'the stream has lost its rule, and X takes none',
    make: async (bot) => {
      // X carries out the first change, which is ours, and none after it: the bot cannot put the rule back.
      const { fault } = bot.bench.x;
      await fault({ route: rulesRoute, times: 1, accept: true, then: 'status', status: 503 });
      await fault({ ...always, route: rulesRoute, status: 503 });
      await assert.rejects(deleteRule(bot), /503/u);
    },
    words: /^⚠ Tweets were not heard: X had lost the rule of the stream/u,
    mend: noFaults,
    mendedWords: /^✓ The stream has its rule again/u,
  },
  {
    cause: 'gap',
    when: 'the search for missed tweets fails',
    make: async (bot) => {
      await bot.bench.x.fault({ ...always, route: 'GET /2/tweets/search/recent', status: 503 });
      await disconnect(bot);
    },
    words: /^⚠ Some tweets may be missing: .*X answered 503/u,
    mend: noFaults,
    mendedWords: /^✓ The search for missing tweets works again/u,
  },
  {
    cause: 'slack',
    when: 'Slack takes no cards',
    make: async (bot) => {
      await bot.setSlackAway(true);
      await bot.announce({ room: 'A104', inMinutes: 300 });
    },
    // With the end of it, or just before: Slack may take messages sooner than the card that was put off is due.
    words: /Slack does not take the cards/u,
    mend: (bot) => bot.setSlackAway(false),
    mendedWords: /^✓ Slack takes the cards again/u,
    isToldLater: true,
  },
  {
    cause: 'slack',
    when: 'the review channel is closed to the bot',
    make: async (bot) => {
      await bot.bench.config({ slackChannels: { ...slackChannels, needReview: 'C_GONE' } });
      bot.setFreeDisk(99e6);
    },
    words: /^⚠ The bot cannot post in the channel C_GONE; its messages go to another one\. .*channel_not_found/u,
    mend: async (bot) => {
      bot.setFreeDisk(Infinity);
      await bot.bench.config({ slackChannels });
    },
    mendedWords: /^✓ The channel C_GONE takes messages again/u,
  },
  {
    cause: 'disk',
    when: 'the disk is nearly full',
    make: async (bot) => bot.setFreeDisk(123e6),
    words: /^⚠ The disk is nearly full: 123 MB are free/u,
    mend: async (bot) => bot.setFreeDisk(Infinity),
    mendedWords: /^✓ The disk has space again/u,
  },
  {
    cause: 'store',
    when: 'the disk of the store is full',
    make: async (bot) => bot.setStoreFull(true),
    words: /^⚠ The disk is full: nothing can be decided or posted/u,
    mend: async (bot) => bot.setStoreFull(false),
    mendedWords: /^✓ MongoDB takes writes again/u,
    missing: ['disk', 'MongoDB'],
    isWatched: true,
  },
  {
    cause: 'workflows',
    when: 'the code of a workflow fails',
    make: ({ bench }) =>
      bench.client.workflow.start('openSpace', {
        taskQueue: queues.openSpaces,
        workflowId: openSpaceWorkflowId('testconf', 'broken'),
        args: [{}],
      }),
    words: /^⚠ A workflow is stuck because of a fault in the bot’s code: open-space:testconf:broken/u,
    mend: ({ bench }) => bench.client.workflow.getHandle(openSpaceWorkflowId('testconf', 'broken')).terminate(),
    mendedWords: /^✓ No workflow is stuck any more/u,
  },
  {
    cause: 'clock',
    when: 'the worker’s clock is ahead',
    make: async (bot) => bot.setClockAhead(15_000),
    words: /^⚠ The worker’s clock is 15 s ahead of MongoDB’s/u,
    mend: async (bot) => bot.setClockAhead(0),
    mendedWords: /^✓ The worker’s clock agrees with MongoDB’s/u,
  },
  {
    cause: 'worker',
    when: 'no worker runs',
    make: ({ bench }) => bench.stopWorker(),
    words: /^⚠ No worker is online \(.*listener, desk\)/u,
    mend: async (bot) => {
      // Nobody knows then whether a worker runs.
      bot.setTemporalAway(true);
      await bot.watch();
      assert.equal(await bot.metric('worker'), 1);
      bot.setTemporalAway(false);
      await bot.watch();
      await bot.bench.startWorker();
    },
    mendedWords: /^✓ A worker is online again/u,
    isWatched: true,
  },
  {
    cause: 'worker',
    when: 'Temporal does not answer',
    make: async (bot) => bot.setTemporalAway(true),
    words: /^⚠ Temporal does not answer: no reminder goes out/u,
    mend: async (bot) => bot.setTemporalAway(false),
    mendedWords: /^✓ Temporal answers again/u,
    isWatched: true,
  },
];
