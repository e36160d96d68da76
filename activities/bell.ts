/** Tells the desk of this process at once that there is something to draw; desks elsewhere find it when they look. */
export interface Bell {
  /** @param id the open space that changed */
  ring(id: string): void;
  /** The open spaces that changed since it was last asked, at most the newest hundred. */
  changed(): readonly string[];
  /** Until it rings, or rang since the last wait; at the latest after `ms` milliseconds, or when `signal` aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

const mostChanged = 100;

export function createBell(): Bell {
  let hasRung = false;
  let changed: readonly string[] = [];
  let wake: () => void = () => undefined;
  return {
    ring(id) {
      hasRung = true;
      // Where the desk runs in another process, nobody asks.
      changed = [...changed, id].slice(-mostChanged);
      wake();
    },
    changed() {
      const ids = changed;
      changed = [];
      return ids;
    },
    async wait(ms, signal) {
      if (!hasRung && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
          signal.addEventListener('abort', wake, { once: true });
        });
        signal.removeEventListener('abort', wake);
        wake = () => undefined;
      }
      hasRung = false;
    },
  };
}
