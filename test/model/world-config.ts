import { defaultRules, type Config } from '../../core/config.ts';

export const rooms = ['A1', 'A2', 'A1+A2'];

/** Made once: what the rules find in the list of rooms is kept by the list. */
export const worldConfig: Config = {
  ...structuredClone(defaultRules),
  output: 'live',
  reminderMinutes: [30, 15],
  reminderText: '{room} {time} {day} https://x.com/{user}/status/{tweetId}',
  manualReminderText: '{room} {time} {day} by hand',
  keywords: ['x'],
  ignoreUsers: [],
  trustUsers: [],
  organisers: [],
  conference: {
    id: 'c',
    name: 'C',
    timeZone: 'UTC',
    startDate: '2023-11-14',
    endDate: '2023-11-20',
    rooms: rooms.map((name) => ({ name, aliases: [] })),
  },
};
