import { setTimeout as sleep } from 'node:timers/promises';
import { mendAlarm, raiseAlarm } from '../activities/alarms.ts';
import type { Deps } from '../activities/deps.ts';
import { tellOrganisers } from '../activities/desk-news.ts';
import type { AlarmId, RaisedAlarm } from '../store/alarms.ts';
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

/** Each has its own beginning and end. As long as one of the first two is on, nothing is known about those after it. */
const problemIds = ['worker:temporal', 'worker', 'worker:listener', 'worker:desk'] as const;

const noTemporal: RaisedAlarm = {
  _id: 'worker:temporal',
  words: 'Temporal does not answer: no reminder goes out, and nothing can be decided. Check that it runs.',
  mendedWords: 'Temporal answers again.',
};

const noWorker = (idle: readonly Part[]): RaisedAlarm => ({
  _id: 'worker',
  words: `No worker is online (${idle.join(', ')}): no reminder goes out. Start a worker, or read its log.`,
  mendedWords: 'A worker is online again.',
});

const effects = { listener: 'no new post is heard', desk: 'no card in Slack is drawn' } as const;
const mended = { listener: 'New posts are heard again.', desk: 'Cards in Slack are drawn again.' } as const;

/** A worker is online. @param pausedId the workflow of the part, if somebody has paused it */
function idlePart(part: LongRunningPart, pausedId: string | undefined): RaisedAlarm {
  const words =
    pausedId === undefined
      ? `No worker runs the ${part}: ${effects[part]}. Restart the workers, or read their logs.`
      : `Somebody has paused ${pausedId} in Temporal: ${effects[part]}. ` +
        'In the Temporal UI, open it, then “Pending Activities”, and press “Unpause”.';
  return { _id: `worker:${part}`, words, mendedWords: mended[part] };
}

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
  let withoutStore = 0;
  let storeAwaySince = 0;
  /** How many checks in a row have found a problem. */
  const looksWith = new Map<AlarmId, number>();
  /** The process that raised an alarm ends it: another one may reach Temporal. At first it may be a new process. */
  const ours = new Set<AlarmId>(problemIds);
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

  async function findProblems(idle: readonly Part[], conferenceId: string): Promise<RaisedAlarm[]> {
    if (idle.includes('Temporal')) return [noTemporal];
    if (idle.includes('worker') || idle.includes('posting')) return [noWorker(idle)];
    const problems: RaisedAlarm[] = [];
    let arePaused = false;
    for (const part of idle.filter((one): one is LongRunningPart => one in workflowOfPart)) {
      const isHalted = await isPaused(options.client, part, conferenceId).catch(() => false);
      arePaused ||= isHalted;
      problems.push(idlePart(part, isHalted ? workflowOfPart[part](conferenceId) : undefined));
    }
    // After the death of the last worker, Temporal names its queues' pollers for another minute, but neither part runs.
    return problems.length > 1 && !arePaused ? [noWorker(idle)] : problems;
  }

  async function lookAtWorkers(missing: readonly Part[], conferenceId: string): Promise<void> {
    const idle = missing.filter((part) => work.includes(part));
    const problems = await findProblems(idle, conferenceId);
    let isKnown = true;
    for (const id of problemIds) {
      const problem = problems.find(({ _id }) => _id === id);
      if (problem === undefined) {
        looksWith.delete(id);
        if (isKnown) await mendOurs(id);
        continue;
      }
      isKnown = isKnown && id !== 'worker:temporal' && id !== 'worker';
      const looks = (looksWith.get(id) ?? 0) + 1;
      looksWith.set(id, looks);
      if (looks < looksUntilAlarm) continue;
      ours.add(id);
      await raiseAlarm(options, problem);
    }
    // Without a worker, no desk sends the messages.
    if (idle.length > 0) await tellOrganisers(options);
  }

  async function mendOurs(id: AlarmId): Promise<void> {
    const { seenAt = new Date(0) } = (await store.alarms.find(id)) ?? {};
    if (ours.has(id) || clock() - seenAt.getTime() > leftAfterMs) await mendAlarm(options, id);
    ours.delete(id);
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
