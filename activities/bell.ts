/** Tells the desk of this process at once that there is something to draw; desks elsewhere find it when they look. */
export function createBell() {
  let hasRung = false;
  let wake: () => void = () => undefined;
  return {
    ring(): void {
      hasRung = true;
      wake();
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
