import { condition, defineUpdate, proxyActivities, setHandler, sleep } from '@temporalio/workflow';

/** What the benchmarks compare with: the least that a workflow with a timer and an activity can be. */
const { tellTime } = proxyActivities<{ tellTime(): Promise<number> }>({ startToCloseTimeout: '20 seconds' });

/** Sleeps until a moment, runs an activity that does nothing, and returns when that ran. Epoch milliseconds. */
export async function bare(due: number): Promise<number> {
  await sleep(Math.max(1, due - Date.now()));
  return tellTime();
}

export const askedUpdate = defineUpdate<number>('asked');

/** Answers Updates, each by an activity that does nothing, for as long as it is left alone. */
export async function bareAnswers(): Promise<void> {
  setHandler(askedUpdate, tellTime);
  await condition(() => false);
}
