import type { Overfull } from '../core/due-windows.ts';
import { localDayAndTime } from '../core/local-time.ts';
import { ended } from '../core/words.ts';

/** What organisers read of each alarm: what is wrong, what that means, what to do; and that it is mended. */
interface AlarmWords {
  readonly words: string;
  readonly mendedWords: string;
}

const lengthOf = (ms: number): string => (ms < 3_600_000 ? `${ms / 60_000} minutes` : `${ms / 3_600_000} h`);
const seconds = (ms: number): string => `${Math.round(Math.abs(ms) / 1000)} s`;

const cameTo = {
  failed: 'was not posted',
  unconfirmed: 'may be on X or not',
  missed: 'did not go out',
} as const;

export const alarmWords = {
  accountRefused: (why: string): AlarmWords => ({
    words: `Posting has stopped: ${ended(why)} Reminders wait, and one of them tries again each minute.`,
    mendedWords: 'X takes posts again.',
  }),
  stream: (why: string): AlarmWords => ({
    words: `Tweets are not heard: ${ended(why)} The bot keeps trying, and looks for what it missed once X answers.`,
    mendedWords: 'Tweets are heard again. The bot has searched, or is searching, for what it missed.',
  }),
  rule: (why: string): AlarmWords => ({
    words: `Tweets were not heard: ${ended(why)} Somebody deleted it, by its keys or in the developer console.`,
    mendedWords: 'The stream has its rule again, and the bot has searched for what it missed.',
  }),
  gap: (why: string): AlarmWords => ({
    words: `Some tweets may be missing: ${ended(why)} New tweets are heard, and the bot keeps searching.`,
    mendedWords: 'The search for missing tweets works again.',
  }),
  slack: (why: string): AlarmWords => ({
    words: `Slack does not take the cards: ${ended(why)} Approve on the organisers’ pages meanwhile.`,
    mendedWords: 'Slack takes the cards again. Some came late: check the times on them.',
  }),
  noWorker: (parts: readonly string[]): AlarmWords => ({
    words: `No worker is online (${parts.join(', ')}): no reminder goes out. Start a worker, or read its log.`,
    mendedWords: 'A worker is online again.',
  }),
  clock: (ms: number, other: string): AlarmWords => ({
    words:
      `The worker’s clock is ${seconds(ms)} ${ms > 0 ? 'ahead of' : 'behind'} ${other}: ` +
      'reminders come at the wrong time, and X may refuse them. Set the clocks by NTP.',
    mendedWords: `The worker’s clock agrees with ${other} again.`,
  }),
  disk: (bytes: number): AlarmWords => ({
    words:
      `The disk is nearly full: ${Math.floor(bytes / 1e6)} MB are free. When it is full, nothing can be decided. ` +
      'Free some space; the bot goes on by itself.',
    mendedWords: 'The disk has space again.',
  }),
  store: (isDiskFull: boolean): AlarmWords => ({
    words: isDiskFull
      ? 'The disk is full: nothing can be decided or posted. Free some space; the bot goes on by itself.'
      : 'MongoDB takes no writes: nothing can be decided or posted. Check that it runs.',
    mendedWords: 'The bot can store things again, and goes on.',
  }),
  workflows: (ids: readonly string[]): AlarmWords => ({
    words:
      `${ids.length === 1 ? 'A workflow is' : `${ids.length} workflows are`} stuck because of a fault in the ` +
      `bot’s code: ${ids.slice(0, 5).join(', ')}. Run the version from before the last upgrade, or read worker.log.`,
    mendedWords: 'No workflow is stuck any more.',
  }),
  tooMany: ({ window, from, count }: Overfull, timeZone: string): AlarmWords => ({
    words:
      `${count} reminders are due from ${localDayAndTime(from, timeZone)} within ${lengthOf(window.ms)}, and ` +
      `${window.by === 'X' ? 'X takes' : 'the limit that organisers set is'} ${window.limit}. The earliest starts go ` +
      'first, the others late or not at all: deny some, or give them other times.',
    mendedWords: 'No more reminders are due at once than fit.',
  }),
  overdue: (what: readonly string[]): AlarmWords => ({
    words:
      `${what.length === 1 ? 'A reminder is' : `${what.length} reminders are`} overdue: ` +
      `${what.slice(0, 5).join('; ')}.`,
    mendedWords: 'No reminder is overdue any more.',
  }),
  reminder: (which: string, status: 'failed' | 'unconfirmed' | 'missed', why: string): AlarmWords => ({
    words: `The reminder for ${which} ${cameTo[status]}: ${ended(why)}`,
    mendedWords: `The reminder for ${which} ${cameTo[status]}.`,
  }),
} as const;
