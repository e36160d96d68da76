import { condition, defineSignal, defineUpdate, setHandler, sleep } from '@temporalio/workflow';

export const approve = defineUpdate<string, [by: string]>('approve');
export const wake = defineSignal('wake');

const DAY_MS = 24 * 60 * 60_000;

/** Waits three days, unless woken; says who approved meanwhile. */
export async function threeDays(): Promise<{ approvedBy: string | undefined; sleptMs: number }> {
  const from = Date.now();
  let approvedBy: string | undefined;
  let isAwake = false;
  setHandler(approve, (by) => (approvedBy ??= by));
  setHandler(wake, () => void (isAwake = true));
  await condition(() => isAwake, 3 * DAY_MS, { summary: 'three days' });
  return { approvedBy, sleptMs: Date.now() - from };
}

/** Sleeps that long in real or skipped time. */
export async function nap(ms: number): Promise<string> {
  await sleep(ms, { summary: 'nap' });
  return 'rested';
}
