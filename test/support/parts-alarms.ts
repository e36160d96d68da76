/** Alarms because Slack, a server, a worker or a clock does not work as it should. */
import assert from 'node:assert/strict';
import { startLongRunning } from '../../temporal/workflows.ts';
import { deskWorkflowId, openSpaceWorkflowId, queues } from '../../workflows/messages.ts';
import type { AlarmCase } from './alarm-case.ts';
import { slackChannels, type AlarmedBot } from './alarmed-bot.ts';

/** The desk's activity, as the buttons “Pause” and “Unpause” of the Temporal UI name it. */
export const deskActivity = ({ bench }: AlarmedBot) => ({
  namespace: bench.client.options.namespace,
  execution: { workflowId: deskWorkflowId('testconf') },
  type: 'runDesk',
});

export const partsAlarms: readonly AlarmCase[] = [
  {
    cause: 'slack',
    when: 'Slack takes no cards',
    make: async (bot) => {
      await bot.setSlackAway(true);
      await bot.announce({ room: 'A104', inMinutes: 300 });
    },
    // It is told when the alarm ends, or just before: Slack may take this message before the delayed card.
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
      // While Temporal is away, nobody knows whether a worker runs.
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
    when: 'somebody pauses the desk in the Temporal UI',
    make: (bot) => bot.bench.client.workflowService.pauseActivity(deskActivity(bot)),
    words: /^⚠ Somebody has paused desk:testconf in Temporal: no card .* press “Unpause”\.$/u,
    mend: (bot) => bot.bench.client.workflowService.unpauseActivity(deskActivity(bot)),
    mendedWords: /^✓ Cards in Slack are drawn again/u,
    missing: ['desk'],
    isWatched: true,
  },
  {
    cause: 'worker',
    when: 'the desk alone does not run',
    make: ({ bench }) => bench.client.workflow.getHandle(deskWorkflowId('testconf')).terminate(),
    words: /^⚠ No worker runs the desk: no card in Slack is drawn/u,
    mend: ({ bench }) => startLongRunning(bench.client, 'testconf'),
    mendedWords: /^✓ Cards in Slack are drawn again/u,
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
