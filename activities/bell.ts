import { setTimeout as sleep } from 'node:timers/promises';

/** Wakes the desk of this process when there is something to draw. A desk in another process finds it by polling. */
export function createBell() {
  let rung = new AbortController();
  return {
    ring(): void {
      // `abort` makes an error each time, even if it was called before.
      if (!rung.signal.aborted) rung.abort();
    },
    /** Waits until it rings, for at most `ms` milliseconds. Does not wait if it has rung since the last wait. */
    async wait(ms: number): Promise<void> {
      await sleep(ms, undefined, { signal: rung.signal }).catch(() => {});
      if (rung.signal.aborted) rung = new AbortController();
    },
  };
}
