import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Log } from '../core/log.ts';
import type { Store } from '../store/store.ts';
import { hasLongRunning, startLongRunning } from '../temporal/workflows.ts';

export interface KeepOptions {
  readonly client: Client;
  readonly store: Store;
  readonly log: Log;
}

/** How often to check that listener and desk run. */
const everyMs = 15_000;

/**
 * Starts the listener and the desk again if somebody ended them in the Temporal UI. Without the desk, no organiser
 * would be told. If the config names another conference, starts them for it; those of the earlier one end by
 * themselves.
 */
export async function keepLongRunning(options: KeepOptions, signal: AbortSignal): Promise<void> {
  const { client, store, log } = options;
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
