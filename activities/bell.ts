import { setTimeout as sleep } from 'node:timers/promises';

/** Tells the desk of this process at once that there is something to draw; desks elsewhere find it when they look. */
export function createBell() {
  let rung = new AbortController();
  return {
    ring: () => rung.abort(),
    /** Until it rings, or rang since the last wait; at the latest after `ms` milliseconds. */
    async wait(ms: number): Promise<void> {
      await sleep(ms, undefined, { signal: rung.signal }).catch(() => {});
      if (rung.signal.aborted) rung = new AbortController();
    },
  };
}
