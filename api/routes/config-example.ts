import type { z } from 'zod';
import type { configSchema } from '../../core/config.ts';

/** What the description shows. */
export const exampleConfig: z.input<typeof configSchema> = {
  conference: {
    id: 'pycon-2017',
    name: 'PyCon 2017',
    timeZone: 'America/Los_Angeles',
    startDate: '2017-05-17',
    endDate: '2017-05-25',
    rooms: [
      { name: 'B114', aliases: ['Room B114'] },
      { name: 'A103', aliases: [] },
    ],
  },
  keywords: ['pyconopenspaces', 'pyconopenspace'],
  reminderMinutes: [15],
  reminderText: 'Coming up in {minutes} minutes! https://twitter.com/{user}/status/{tweetId}',
  manualReminderText: 'Coming up in {minutes} minutes in {room}: {title}',
  autoSend: false,
  approvalLeadMinutes: 30,
  conflictWindow: { before: 15, after: 30 },
  ignoreUsers: [],
  organisers: ['U012AB3CD'],
  slackChannels: { outgoingTweets: 'C01', needReview: 'C02', eventConflict: 'C03' },
  output: 'slack_only',
  paused: false,
  throttle: null,
  spendingCap: null,
  acknowledge: false,
  publicSchedule: 'approved',
};
