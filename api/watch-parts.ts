import { setTimeout as sleep } from 'node:timers/promises';
import { mendAlarm, raiseAlarm } from '../activities/alarms.ts';
import type { Deps } from '../activities/deps.ts';
import { tellOrganisers } from '../activities/desk-news.ts';
import { alarmMessages, warnOf } from '../core/log.ts';
import type { Config } from '../core/config.ts';
import {
  findMissing,
  isPaused,
  workflowOfPart,
  type Part,
  type ReadinessOptions,
  type LongRunningPart,
} from '../temporal/readiness.ts';

const lookEveryMs = 15_000;
/** This many checks in a row without a part raise an alarm. A restart takes less time. */
const looksUntilAlarm = 3;

/** A process that sees the cause raises the alarm at each look. After this time without one, the process is gone. */
const leftAfterMs = 4 * lookEveryMs;

/** The parts of a worker, and Temporal: while it is down, nobody knows whether a worker runs. */
const work: readonly Part[] = ['Temporal', 'worker', 'posting', 'listener', 'desk'];

/** What organisers hear of a second time, if it is added while the alarm is on: then it is a worse one. */
const allWork = ['reminders', 'listener', 'desk'] as const;

const noWorker = (idle: readonly Part[]) => ({
  words: `No worker is online (${idle.join(', ')}): no reminder goes out. Start a worker, or read its log.`,
  mendedWords: 'A worker is online again.',
  about: allWork,
});

const effects = { listener: 'no new post is heard', desk: 'no card in Slack is drawn' } as const;
const mendedWords = 'New posts are heard and cards are drawn again.';

/** A worker is online, because it does the other part. */
const noWorkerFor = (part: LongRunningPart) => ({
  words: `No worker runs the ${part}: ${effects[part]}. Restart the workers, or read their logs.`,
  mendedWords,
  about: [part],
});

const paused = (halted: readonly LongRunningPart[], conferenceId: string) => {
  const ids = halted.map((part) => workflowOfPart[part](conferenceId)).join(' and ');
  const words =
    `Somebody has paused ${ids} in Temporal: ${halted.map((part) => effects[part]).join(', ')}. ` +
    'In the Temporal UI, open it, then “Pending Activities”, and press “Unpause”.';
  return { words, mendedWords, about: halted };
};

const noTemporal = {
  words: 'Temporal does not answer: no reminder goes out, and nothing can be decided. Check that it runs.',
  mendedWords: 'Temporal answers again, and a worker is online.',
  about: allWork,
};

export type PartsWatchOptions = Pick<Deps, 'cards' | 'clock' | 'log' | 'store'> &
  Pick<ReadinessOptions, 'client' | 'freeDiskSpace'>;

/**
 * Raises the alarms that no worker can raise: no worker does the bot's work, or none can because Temporal is down; or
 * the store takes no writes. An alarm that cannot be stored is sent from memory, by each api process. One check at a
 * time.
 */
export function createPartsWatch(options: PartsWatchOptions) {
  const { store, cards, clock, log } = options;
  let config: Config | undefined;
  let withoutWorker = 0;
  let withoutStore = 0;
  let storeAwaySince = 0;
  /** The process that raised the alarm ends it: another one may reach Temporal. At first it may be a new process. */
  let mayMend = true;
  let isStoreTold = false;

  async function lookAtStore(missing: readonly Part[]): Promise<void> {
    const isAway = missing.includes('MongoDB');
    withoutStore = isAway ? withoutStore + 1 : 0;
    if (withoutStore === 1) storeAwaySince = clock();
    const why = missing.includes('disk')
      ? 'The disk is full: nothing can be decided or posted. Free some space; the bot continues by itself.'
      : 'MongoDB takes no writes: nothing can be decided or posted. Check that it runs.';
    if (withoutStore === looksUntilAlarm) log.error(alarmMessages.raised, { cause: 'store', words: why });
    // Before the first config there is nobody to tell.
    if (config === undefined || isStoreTold === isAway || (isAway && withoutStore < looksUntilAlarm)) return;
    const key = `store:${storeAwaySince}:${isAway ? 'away' : 'back'}`;
    const words = isAway ? `⚠ ${why}` : '✓ MongoDB takes writes again. The bot continues.';
    // Slack may have taken it at an earlier look.
    const told = await cards.tell(key, words, config, undefined, new Date(storeAwaySince));
    if (told.kind !== 'drawn') return;
    isStoreTold = isAway;
    if (!isAway) log.info(alarmMessages.over, { cause: 'store', words });
  }

  async function wordsFor(idle: readonly Part[], conferenceId: string) {
    if (idle.includes('Temporal')) return noTemporal;
    // Even if a part is paused.
    if (idle.includes('worker') || idle.includes('posting')) return noWorker(idle);
    const longRunning = idle.filter((part): part is LongRunningPart => part in workflowOfPart);
    const halted: LongRunningPart[] = [];
    for (const part of longRunning) {
      if (await isPaused(options.client, part, conferenceId).catch(() => false)) halted.push(part);
    }
    if (halted.length > 0) return paused(halted, conferenceId);
    const [part] = longRunning;
    // After the death of the last worker, Temporal names its queues' pollers for another minute, but neither part runs.
    return part !== undefined && idle.length === 1 ? noWorkerFor(part) : noWorker(idle);
  }

  async function lookAtWorkers(missing: readonly Part[], conferenceId: string): Promise<void> {
    const idle = missing.filter((part) => work.includes(part));
    withoutWorker = idle.length === 0 ? 0 : withoutWorker + 1;
    const isAlarming = withoutWorker >= looksUntilAlarm;
    if (isAlarming) {
      mayMend = true;
      await raiseAlarm(options, { _id: 'worker', ...(await wordsFor(idle, conferenceId)) });
    }
    if (withoutWorker === 0) {
      const { seenAt = new Date(0) } = (await store.alarms.find('worker')) ?? {};
      if (mayMend || clock() - seenAt.getTime() > leftAfterMs) await mendAlarm(options, 'worker');
      mayMend = false;
    }
    // Without a worker, no desk sends the messages.
    if (isAlarming) await tellOrganisers(options);
  }

  return async (): Promise<void> => {
    const missing = await findMissing(options);
    await lookAtStore(missing);
    if (missing.includes('MongoDB')) return;
    config = await store.configs.current();
    await lookAtWorkers(missing, config.conference.id);
  };
}

/** Checks until the signal aborts. */
export async function watchParts(options: PartsWatchOptions, signal: AbortSignal): Promise<void> {
  const look = createPartsWatch(options);
  while (!signal.aborted) {
    await look().catch(warnOf(options.log, 'the check of the parts failed'));
    await sleep(lookEveryMs, undefined, { signal }).catch(() => {});
  }
}
