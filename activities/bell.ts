const mostWatched = 100;

/** Tells the desk of this process at once that there is something to draw; desks elsewhere find it when they look. */
export function createBell() {
  let hasRung = false;
  let watched: readonly string[] = [];
  let wake: () => void = () => undefined;
  return {
    /** @param id an open space whose card somebody waits for */
    ring(id?: string): void {
      hasRung = true;
      // Where the desk runs in another process, nobody takes them.
      if (id !== undefined && !watched.includes(id)) watched = [...watched, id].slice(-mostWatched);
      wake();
    },
    /** Takes the next of those whose cards somebody waits for. */
    take(most: number): readonly string[] {
      const ids = watched.slice(0, most);
      watched = watched.slice(most);
      return ids;
    },
    /** Until it rings, or rang since the last wait; at the latest after `ms` milliseconds, or when `signal` aborts. */
    async wait(ms: number, signal: AbortSignal): Promise<void> {
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
