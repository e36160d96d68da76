import { warnOf } from '../../core/log.ts';
import type { ConfigVersion } from '../../store/configs.ts';
import type { ApiContext } from '../context.ts';

/** Tells, in one loop per process, that something in the store changed, whatever door or process it came through. */
export interface Pulse {
  /** Grows with every change that was seen; at most `period` old. */
  version(): Promise<number>;
  /** Calls on every change until the returned function is called. */
  subscribe(listener: (version: number) => void): () => void;
}

/** Milliseconds between looks. What people see is at most this old, however many of them look. */
const period = 300;
/** Milliseconds that another process's clock may be behind ours. */
const allowedSkew = 120_000;

export function createPulse({ store, clock, log }: Pick<ApiContext, 'store' | 'clock' | 'log'>): Pulse {
  const listeners = new Set<(version: number) => void>();
  const revisions = new Map<string, number>();
  let config: ConfigVersion | null = null;
  let version = 0;
  let lookedAt = -Infinity;
  /** When the last look began that succeeded, by `clock`: nobody may have looked for hours since. */
  let seenUntil = clock();
  let looking: Promise<void> | undefined;
  let isLooping = false;

  async function look(): Promise<void> {
    const now = clock();
    const [recent, newest] = await Promise.all([
      store.openSpaces.changedSince(new Date(Math.min(seenUntil, now) - allowedSkew)),
      store.configs.newest(),
    ]);
    // Noted together, once both are read: a look that fails leaves everything to the next one.
    seenUntil = now;
    const changed = recent.filter(({ _id, revision }) => revisions.get(_id) !== revision);
    for (const { _id, revision } of changed) revisions.set(_id, revision);
    if (changed.length === 0 && newest === config) return;
    config = newest;
    version += 1;
    for (const listener of listeners) listener(version);
  }

  async function lookOnce(): Promise<void> {
    looking ??= look().finally(() => {
      looking = undefined;
      lookedAt = performance.now();
    });
    await looking;
  }

  /** Ends by itself when nobody listens any more. */
  function keepLooking(): void {
    isLooping = true;
    const timer = setTimeout(() => {
      void lookOnce()
        .catch(warnOf(log, 'the pages cannot see changes'))
        .finally(() => {
          if (listeners.size > 0) keepLooking();
          else isLooping = false;
        });
    }, period);
    timer.unref();
  }

  return {
    async version() {
      if (performance.now() - lookedAt > period) await lookOnce();
      return version;
    },
    subscribe(listener) {
      listeners.add(listener);
      if (!isLooping) keepLooking();
      return () => void listeners.delete(listener);
    },
  };
}
