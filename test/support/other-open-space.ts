// A workflow of the same name that waits in another way: what a careless change would be.
import { sleep } from '@temporalio/workflow';

export async function openSpace(): Promise<void> {
  await sleep('1 day');
  await sleep('1 day');
}
