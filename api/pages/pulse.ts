import { warnOf } from '../../core/log.ts';
import type { ConfigVersion } from '../../store/configs.ts';
import type { ApiContext } from '../context.ts';

/** One loop per process that reports changes in the store, from any door or process. */
export interface Pulse {
  /** Grows with every change that was seen; at most `period` old. Rejects if the store cannot be asked. */
  version(): Promise<number>;
  /** Calls `listener` on every change until the returned function is called. */
  subscribe(listener: (version: number) => void): () => void;
}

/** Milliseconds between checks. A page is at most this old, however many people look at it. */
const period = 300;
/** How far another process's clock may be behind ours, milliseconds. */
const allowedSkew = 120_000;

export function createPulse({ store, clock, log }: Pick<ApiContext, 'store' | 'clock' | 'log'>): Pulse {
  const listeners = new Set<(version: number) => void>();
  const revisions = new Map<string, number>();
  let config: ConfigVersion | null = null;
  /** The handles of the hosts who have changed theirs. */
  let names = '';
  let version = 0;
  let lookedAt = -Infinity;
  /** The start of the last check that succeeded, by `clock`. It may be hours ago if nobody listened. */
  let seenUntil = clock();
  let looking: Promise<void> | undefined;
  let latest: Promise<void> = Promise.resolve();
  let isLooping = false;

  async function look(): Promise<void> {
    const now = clock();
    const [recent, renamed, newest] = await Promise.all([
      store.openSpaces.changedSince(new Date(Math.min(seenUntil, now) - allowedSkew)),
      store.users.listRenamed(),
      store.configs.newest(),
    ]);
    // All are stored only after all queries succeeded: after a failure, the next check sees everything.
    seenUntil = now;
    const newNames = renamed.map(({ username }) => username).join();
    const changed = recent.filter(({ _id, revision }) => revisions.get(_id) !== revision);
    for (const { _id, revision } of changed) revisions.set(_id, revision);
    if (changed.length === 0 && newest === config && newNames === names) return;
    config = newest;
    names = newNames;
    version += 1;
    for (const listener of listeners) listener(version);
  }

  async function lookOnce(): Promise<void> {
    looking ??= look().finally(() => {
      looking = undefined;
      lookedAt = performance.now();
    });
    latest = looking;
    await latest;
  }

  /** The loop ends when nobody listens any more. */
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
      // Within the period the last check counts, also if it failed.
      await latest;
      return version;
    },
    subscribe(listener) {
      listeners.add(listener);
      if (!isLooping) keepLooking();
      return () => void listeners.delete(listener);
    },
  };
}
