import { warnOf, type Log } from '../core/log.ts';
import type { HealthStore } from '../store/health.ts';
import type { RateLimitLeft } from '../x/rate-limits.ts';

/** The sandbox is polled once a second, but the limits need not be stored so often. Milliseconds. */
const writeEveryMs = 3_000;

/**
 * Stores X's latest limits, and never throws. The limit of posts is stored at once, because the next reply depends on
 * it. The limit of searches is only for the health page, so it waits up to a few seconds.
 */
export function noteLimits(health: Pick<HealthStore, 'sayLimits'>, log: Log): (left: RateLimitLeft) => void {
  const newest = new Map<RateLimitLeft['route'], RateLimitLeft>();
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  function write(): void {
    clearTimeout(timer);
    timer = undefined;
    if (newest.size === 0) return;
    timer = setTimeout(write, writeEveryMs).unref();
    // One after the other, so that the newest limits are stored last.
    writing = writing.then(writeNewest);
  }

  async function writeNewest(): Promise<void> {
    const limits = [...newest.values()];
    newest.clear();
    if (limits.length === 0) return;
    await health.sayLimits(limits, new Date()).catch(warnOf(log, 'X’s limits could not be stored'));
  }

  return (left) => {
    newest.set(left.route, left);
    if (timer === undefined || left.route === 'post') write();
  };
}
