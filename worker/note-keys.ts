import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { XKeys } from '../config/env.ts';
import { warnOf, type Log } from '../core/log.ts';
import { noteKeysEveryMs } from '../store/health.ts';
import type { Store } from '../store/store.ts';

/**
 * Says again and again which X keys this worker uses, until the signal aborts. If another worker has other keys,
 * organisers are told.
 */
export async function noteKeys(
  { store, keys, log }: { readonly store: Store; readonly keys: XKeys; readonly log: Log },
  signal: AbortSignal,
): Promise<void> {
  const mark = fingerprintOf(keys);
  while (!signal.aborted) {
    await store.health.noteKeys(mark, new Date()).catch(warnOf(log, 'the X keys in use could not be noted'));
    await sleep(noteKeysEveryMs, undefined, { signal }).catch(() => {});
  }
}

/** Equal for equal keys. The keys cannot be found from it. */
function fingerprintOf(keys: XKeys): string {
  const lines = Object.entries(keys).map(([name, value]) => `${name}=${value}`);
  return createHash('sha256').update(lines.toSorted().join('\n')).digest('hex').slice(0, 16);
}
