import type { z } from 'zod';
import { defaultRules, type configSchema } from '../../core/config.ts';

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
  ...defaultRules,
  organisers: ['U012AB3CD'],
  slackChannels: { outgoingTweets: 'C01', needReview: 'C02', eventConflict: 'C03' },
};
