/**
 * npm passes Ctrl+C on to a process that the terminal told too: signals within this time count as one. Milliseconds.
 */
const asOneMs = 1_000;

/**
 * Calls `end` at the first of these signals. If SIGINT comes more than a second later, the process ends at once: the
 * person who pressed Ctrl+C again does not want to wait. Another SIGTERM changes nothing: a supervisor and npm may
 * both send one.
 */
export function endAtSignal(signals: readonly NodeJS.Signals[], end: () => void): void {
  let askedAt: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (askedAt === undefined) {
      askedAt = performance.now();
      end();
    } else if (signal === 'SIGINT' && performance.now() - askedAt > asOneMs) process.exit(1);
  };
  for (const signal of signals) process.on(signal, onSignal);
}
