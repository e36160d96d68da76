import { setTimeout as sleep } from 'node:timers/promises';
import { alarmWords } from '../activities/alarm-words.ts';
import { noWorker, tellAlarms } from '../activities/alarms.ts';
import type { Deps } from '../activities/deps.ts';
import type { Config } from '../core/config.ts';
import { findMissing, type Part, type ReadinessOptions } from '../temporal/readiness.ts';

const lookEveryMs = 15_000;
/** So many looks in a row without a part: a restart takes less. */
const looksUntilAlarm = 3;

/** The work that only a worker does. */
const work: readonly Part[] = ['worker', 'posting', 'listener', 'desk'];

export type PartsWatchOptions = Pick<Deps, 'cards' | 'clock' | 'log' | 'store'> &
  Pick<ReadinessOptions, 'client' | 'freeDiskSpace'>;

/**
 * Looks for the two alarms that no worker can raise: that none does the bot's work, and that the store takes nothing.
 * What cannot be stored is told from memory, by each api process. One look at a time.
 */
export function createPartsWatch(options: PartsWatchOptions, looks = looksUntilAlarm) {
  const { store, cards, clock, log } = options;
  let config: Config | undefined;
  let withoutWorker = 0;
  let withoutStore = 0;
  let isStoreTold = false;

  async function lookAtStore(missing: readonly Part[]): Promise<void> {
    const isAway = missing.includes('MongoDB');
    withoutStore = isAway ? withoutStore + 1 : 0;
    const { words, mendedWords } = alarmWords.store(missing.includes('disk'));
    if (withoutStore === looks) log.error('alarm', { cause: 'store', words });
    // Before the first config there is nobody to tell.
    if (config === undefined || isStoreTold === isAway || (isAway && withoutStore < looks)) return;
    const told = await cards.tell(isAway ? `⚠ ${words}` : `✓ ${mendedWords}`, config);
    if (told.kind !== 'drawn') return;
    isStoreTold = isAway;
    if (!isAway) log.info('alarm mended', { cause: 'store' });
  }

  async function lookAtWorkers(missing: readonly Part[], known: Config): Promise<void> {
    const idle = missing.filter((part) => work.includes(part));
    withoutWorker = idle.length === 0 ? 0 : withoutWorker + 1;
    const now = new Date(clock());
    const isOver = withoutWorker === 0;
    const isAlarming = withoutWorker >= looks;
    if (isAlarming && (await store.alarms.raise({ _id: noWorker, ...alarmWords.noWorker(idle) }, now))) {
      log.error('alarm', { cause: noWorker, missing: idle });
    }
    if (isOver && (await store.alarms.mend(noWorker, now))) log.info('alarm mended', { cause: noWorker });
    // While nobody else can.
    if (isAlarming || isOver) await tellAlarms(options, known);
  }

  return async (): Promise<void> => {
    const missing = await findMissing(options);
    await lookAtStore(missing);
    if (missing.includes('MongoDB')) return;
    config = await store.configs.current();
    await lookAtWorkers(missing, config);
  };
}

/** Looks until the signal aborts. */
export async function watchParts(options: PartsWatchOptions, signal: AbortSignal): Promise<void> {
  const look = createPartsWatch(options);
  while (!signal.aborted) {
    await look().catch((error: unknown) =>
      options.log.warn('the parts could not be looked at', { error: String(error) }),
    );
    await sleep(lookEveryMs, undefined, { signal }).catch(() => {});
  }
}
