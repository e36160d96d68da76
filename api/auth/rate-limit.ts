/** How many requests a caller may make at once, and how many are added per second. */
export interface RateLimit {
  readonly burst: number;
  readonly perSecond: number;
}

/** @returns 0 if the request is allowed, else the seconds until it will be */
export type TakeOne = (key: string) => number;

/** With more callers than this, those that have their full allowance again are forgotten. */
const rememberedCallers = 10_000;

/**
 * Token buckets by caller. They are in the memory of this process, so with several API processes a caller has several
 * buckets. That is enough: the limit only keeps one busy script from slowing everybody down, and no secret depends on
 * it.
 *
 * @param clock epoch milliseconds
 */
export function createRateLimit({ burst, perSecond }: RateLimit, clock: () => number): TakeOne {
  const buckets = new Map<string, { level: number; at: number }>();

  const forgetFull = (now: number): void => {
    const full = (burst / perSecond) * 1000;
    for (const [key, bucket] of buckets) if (now - bucket.at >= full) buckets.delete(key);
    // All callers are active: forget the oldest ones, because the memory must not grow without limit.
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
