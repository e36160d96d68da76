import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** The value below which so much of the sorted values lies, `share` from 0 to 1: nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** What else the machine does while it measures. */
export const machine = (): string =>
  `${availableParallelism()} cores, load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`;

/** Resident memory of a process and all that it started, MB; from Linux's `/proc`. */
export function residentMegabytes(pid: number): number {
  return withChildren(pid, (one) => {
    const kilobytes = /VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${one}/status`, 'utf8'))?.[1] ?? '0';
    return Number(kilobytes) / 1024;
  });
}

/** Processor time of a process and all that it started and that still run, milliseconds; from Linux's `/proc`. */
export function processorMs(pid: number): number {
  return withChildren(pid, (one) => {
    // The name before it may hold spaces and brackets.
    const fields = readFileSync(`/proc/${one}/stat`, 'utf8').replace(/^.*\)/su, '').trim().split(' ');
    // Fields 14 and 15, of the user's and the kernel's, in hundredths of a second: man 5 proc.
    return 10 * (Number(fields[11]) + Number(fields[12]));
  });
}

function withChildren(pid: number, measure: (pid: number) => number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return measure(pid) + children.reduce((sum, child) => sum + withChildren(Number(child), measure), 0);
}

/** Runs many tasks, so many at a time, in order. */
export async function inFlight<T, R>(items: readonly T[], most: number, run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) results[at] = await run(items[at] as T);
  };
  await Promise.all(Array.from({ length: most }, lane));
  return results;
}

/** Waits until `look` gives something; fails after the limit. */
export async function until<T>(what: string, look: () => Promise<T | undefined>, seconds = 120): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await sleep(200);
  }
}
