import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Log } from '../core/log.ts';
import type { Store } from '../store/store.ts';
import { hasLongRunning, startLongRunning } from '../temporal/workflows.ts';

export interface KeepOptions {
  readonly client: Client;
  readonly store: Store;
  readonly log: Log;
  /** How often to check that listener and desk run, milliseconds [15 s]. */
  readonly everyMs?: number;
}

/**
 * Starts the listener and the desk again if somebody ended them in the Temporal UI. Without the desk, no organiser
 * would be told. If the config names another conference, starts them for it; those of the earlier one end by
 * themselves.
 */
export async function keepLongRunning(options: KeepOptions, signal: AbortSignal): Promise<void> {
  const { client, store, log, everyMs = 15_000 } = options;
  for (;;) {
    await sleep(everyMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    try {
      const { conference } = await store.configs.current();
      if (await hasLongRunning(client, conference.id)) continue;
      await startLongRunning(client, conference.id);
      log.warn('listener or desk was not running: both were started again', { conferenceId: conference.id });
    } catch (error) {
      log.debug('it is unknown whether listener and desk run', { error: String(error) });
    }
  }
}
