import { defaultRules, type Config } from '../../core/config.ts';

export const minute = 60_000;
/** When each world begins, epoch milliseconds: 2023-11-14, 22:13 UTC. */
export const began = 1_700_000_000_000;

export const rooms = ['A1', 'A2', 'A1+A2'];
/** With one that another list makes a combined one. */
export const roomsOfAllLists = [...rooms, 'Hall'];

const named = (...names: string[]) => names.map((name) => ({ name, aliases: [] as string[] }));

/** What organisers may make of the list of rooms. */
export const roomLists = {
  first: named(...rooms),
  renamed: [{ name: 'B1', aliases: ['A1'] }, ...named('A2', 'A1+A2')],
  'combined renamed': [...named('A1', 'A2'), { name: 'Hall', aliases: ['A1+A2'] }],
  'with a hall': named('A1', 'A2', 'Hall'),
  'without the combined one': named('A1', 'A2'),
  'two that are one': [{ name: 'A1', aliases: ['A2'] }, ...named('A1+A2')],
  'without the first': named('A2', 'A1+A2'),
} satisfies Record<string, Config['conference']['rooms']>;

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
    rooms: roomLists.first,
  },
};
