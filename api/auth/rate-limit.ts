/** What a caller may do at once, and how fast it comes back. */
export interface RateLimit {
  readonly burst: number;
  readonly perSecond: number;
}

/** @returns 0 when there was room, else the seconds until there is */
export type TakeOne = (key: string) => number;

/** Beyond so many callers, the ones that are full again are forgotten. */
const rememberedCallers = 10_000;

/**
 * Token buckets by caller. They live in this process: with several API processes a caller has as many buckets. That is
 * enough here, where the limit keeps one hasty script from slowing everybody, and nothing secret depends on it.
 *
 * @param clock epoch milliseconds
 */
export function createRateLimit({ burst, perSecond }: RateLimit, clock: () => number): TakeOne {
  const buckets = new Map<string, { level: number; at: number }>();

  const forgetFull = (now: number): void => {
    const full = (burst / perSecond) * 1000;
    for (const [key, bucket] of buckets) if (now - bucket.at >= full) buckets.delete(key);
    // All busy: better to forget somebody than to grow without an end.
    for (const key of buckets.keys()) {
      if (buckets.size <= rememberedCallers) break;
      buckets.delete(key);
    }
  };

  return (key) => {
    const now = clock();
    const bucket = buckets.get(key) ?? { level: burst, at: now };
    const level = Math.min(burst, bucket.level + (Math.max(0, now - bucket.at) / 1000) * perSecond);
    const taken = level >= 1;
    buckets.set(key, { level: taken ? level - 1 : level, at: now });
    if (buckets.size > rememberedCallers) forgetFull(now);
    return taken ? 0 : Math.max(1, Math.ceil((1 - level) / perSecond));
  };
}
