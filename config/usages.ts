import type { Taken } from './command-line.ts';

/**
 * What the programs take that `commands/launch.mjs` runs. It stands here, because the launcher checks the command line
 * before it loads the program: that may take two seconds.
 */
export const usages = {
  standalone: ['npm start [-- --scenario NAME]', { options: { scenario: { type: 'string' } } }],
  worker: ['npm run worker'],
  api: ['npm run api'],
  setup: ['npm run setup [-- @ORGANISER …]', { most: Infinity }],
  backup: ['npm run backup -- FILE', { least: 1 }],
  restore: ['npm run restore -- FILE', { least: 1 }],
  rehearse: ['npm run rehearse -- tweets.jsonl', { least: 1 }],
  erase: ['npm run erase -- ID (a post’s id or address, @name or a user number)', { least: 1 }],
  'sign-in': ['npm run sign-in -- NAME', { most: Infinity }],
  'fetch-servers': ['node commands/launch.mjs fetch-servers'],
  'check-health': ['node commands/launch.mjs check-health'],
  read: [
    'npm run --silent read -- CONFERENCES.json [--explain] < tweets.jsonl',
    { least: 1, options: { explain: { type: 'boolean', default: false } } },
  ],
  case: [
    'npm run case -- --conference ID --posted-at 2017-05-19T18:00:00Z [--lang en] [--note WHY] TEXT, ' +
      'or npm run case -- --corrections',
    {
      most: Infinity,
      options: {
        conference: { type: 'string' },
        'posted-at': { type: 'string' },
        lang: { type: 'string' },
        note: { type: 'string' },
        conferences: { type: 'string', default: 'test/cases/corpus/conferences.json' },
        corrections: { type: 'boolean', default: false },
        folder: { type: 'string', default: 'test/cases' },
      },
    },
  ],
} as const satisfies Readonly<Record<string, readonly [usage: string, taken?: Taken]>>;
