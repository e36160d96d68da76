/** Signals within this time count as one: npm passes Ctrl+C on to a process that the terminal told too. Milliseconds. */
const asOneMs = 1_000;

/**
 * Calls `end` at the first of these signals. If another one comes a second later, the process ends at once, because
 * somebody does not want to wait.
 */
export function endAtSignal(signals: readonly NodeJS.Signals[], end: () => void): void {
  let askedAt: number | undefined;
  const onSignal = (): void => {
    if (askedAt === undefined) {
      askedAt = performance.now();
      end();
    } else if (performance.now() - askedAt > asOneMs) process.exit(1);
  };
  for (const signal of signals) process.on(signal, onSignal);
}
