import type { Deps } from './deps.ts';

interface Beginning {
  /** When the attempt began, by this worker's clock. Epoch milliseconds. */
  readonly beganAt: number;
  /** When the workflow asked for it, by Temporal's clock. Epoch milliseconds; absent in earlier versions. */
  readonly askedAt?: number;
}

/**
 * By how much this worker's clock is surely ahead, milliseconds. Both Temporal and MongoDB must say so, because the
 * clock of one of them may be behind. If it is ahead, the time that their answers take is added: late by some
 * milliseconds is better than early. If MongoDB does not answer, the worker's clock counts as right.
 */
export async function clockAhead({ store, clock }: Deps, { beganAt, askedAt = beganAt }: Beginning): Promise<number> {
  const before = clock();
  const mongo = await store.serverTime().catch(() => Number.NaN);
  return before > mongo ? Math.max(0, Math.min(beganAt - askedAt, clock() - mongo)) : 0;
}
