import { setTimeout as sleep } from 'node:timers/promises';
import { alarmWords } from '../activities/alarm-words.ts';
import { noWorker, tellAlarms } from '../activities/alarms.ts';
import type { Deps } from '../activities/deps.ts';
import { findMissing, type Part, type ReadinessOptions } from '../temporal/readiness.ts';

const lookEveryMs = 15_000;
/** So many looks in a row without a worker: a restart takes less. */
const looksUntilAlarm = 3;

/** The work that only a worker does. */
const work: readonly Part[] = ['worker', 'posting', 'listener', 'desk'];

export type WorkerWatchOptions = Pick<Deps, 'cards' | 'clock' | 'log' | 'store'> & Pick<ReadinessOptions, 'client'>;

/** Looks whether a worker does the bot's work, for none can say itself that it is gone. One look at a time. */
export function createWorkerWatch(options: WorkerWatchOptions, looks = looksUntilAlarm) {
  const { store, client, clock, log } = options;
  let inVain = 0;
  return async (): Promise<void> => {
    const missing = (await findMissing({ store, client, clock })).filter((part) => work.includes(part));
    inVain = missing.length === 0 ? 0 : inVain + 1;
    const config = await store.configs.current();
    const now = new Date(clock());
    if (inVain >= looks && (await store.alarms.raise({ _id: noWorker, ...alarmWords.noWorker(missing) }, now))) {
      log.error('alarm', { cause: noWorker, missing });
    }
    if (inVain === 0 && (await store.alarms.mend(noWorker, now))) log.info('alarm mended', { cause: noWorker });
    // While nobody else can.
    if (inVain >= looks || inVain === 0) await tellAlarms(options, config);
  };
}

/** Looks until the signal aborts. */
export async function watchWorkers(options: WorkerWatchOptions, signal: AbortSignal): Promise<void> {
  const look = createWorkerWatch(options);
  while (!signal.aborted) {
    await sleep(lookEveryMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    // Before the first config there is nobody to tell, and without MongoDB nobody can be asked.
    await look().catch((error: unknown) =>
      options.log.warn('the workers could not be looked at', { error: String(error) }),
    );
  }
}
