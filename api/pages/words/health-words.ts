import type { Part } from '../../../temporal/readiness.ts';
import { counted } from '../../../core/words.ts';

/** The words of the page Health: a line for each part, alarms, and the reminders of the next hour. */
export const healthWords = {
  title: 'Health',
  well: 'fine',
  look: 'check',

  parts: {
    disk: { name: 'Disk', well: 'has space', ill: 'full. Free some space; the bot then continues by itself' },
    MongoDB: { name: 'MongoDB', well: 'answers and takes writes', ill: 'does not answer, or takes no writes' },
    Temporal: { name: 'Temporal', well: 'answers', ill: 'does not answer' },
    worker: { name: 'Workers', well: 'online', ill: 'no worker is online' },
    posting: { name: 'Workers that post', well: 'online', ill: 'no worker is online' },
    listener: { name: 'X stream', well: 'a worker listens', ill: 'no worker listens' },
    desk: { name: 'Cards in Slack', well: 'a worker draws them', ill: 'no worker draws them' },
    Slack: { name: 'Slack', well: 'answers', ill: 'does not answer, or button presses do not arrive: read api.log' },
  } satisfies Record<Part, { name: string; well: string; ill: string }>,

  /** Temporal does not say that a worker has stopped: after a restart, the stopped one still counts for a while. */
  online: (workers: number | undefined) =>
    workers === undefined ? 'Temporal does not say' : `${counted(workers, 'worker')} polled in the last 75 s`,
  slackOff: 'off',
  notConnected: (from: string, why: string | undefined) => `not connected${from}: ${why ?? 'no reason was given'}`,
  connected: (from: string, trouble: string | undefined) =>
    `connected${from}${trouble === undefined ? '' : `, but ${trouble}`}`,
  since: (when: string) => ` since ${when}`,

  output: 'Output',
  paused: 'paused by an organiser',
  live: 'live',
  slackOnly: 'Slack only: nothing is posted on X',
  timeZone: 'Time zone',
  config: 'Config',
  outdatedConfig: (problems: string) => `still used, but could not be saved as it is: ${problems}`,
  lastTweet: 'Last tweet',
  noTweet: 'none heard yet',
  cardsWaiting: 'Cards that wait to be drawn',
  cards: (waiting: number) => (waiting === 0 ? 'none' : `${waiting}. Slack takes about one a second`),
  cost: 'Cost at X, estimated',
  spent: (dollars: number, posts: number, reads: number, cap: number | null) =>
    `$${dollars.toFixed(2)} for ${counted(posts, 'post')} and ${counted(reads, 'read')}` +
    (cap === null ? ', no cap' : `, of at most $${cap.toFixed(2)}`),
  ownLimit: 'Own limit',
  throttle: (most: number | null) => (most === null ? 'none' : `at most ${counted(most, 'reminder')} an hour`),
  left: { post: 'Posts left at X', search: 'Searches left at X' },
  notSaid: 'X has not said yet',
  full: (limit: number, since: string) => `all ${limit}, since ${since}`,
  remaining: (remaining: number, limit: number, until: string, saidAt: string) =>
    `${remaining} of ${limit} until ${until}, as X said at ${saidAt}`,

  alarms: 'Alarms',
  stuck: 'Stuck workflows',
  due: 'Due in the next hour',
  nothing: 'Nothing.',
} as const;
