const WINDOW_MS = 15 * 60_000;

/** X's limits: requests in 15 minutes, by route and caller: https://docs.x.com/x-api/fundamentals/rate-limits */
const X_LIMITS: Readonly<Record<string, number>> = {
  'POST /2/tweets user': 100,
  'DELETE /2/tweets/:id user': 50,
  'GET /2/tweets/:id user': 900,
  'GET /2/tweets/:id app': 3500,
  'GET /2/tweets user': 900,
  'GET /2/tweets app': 3500,
  'GET /2/tweets/search/recent user': 300,
  'GET /2/tweets/search/recent app': 450,
  'GET /2/tweets/search/stream app': 50,
  'GET /2/tweets/search/stream/rules app': 450,
  'POST /2/tweets/search/stream/rules app': 100,
  'GET /2/users/me user': 75,
  'GET /2/users/:id/tweets user': 900,
  'GET /2/users/:id/tweets app': 1500,
};

/**
 * Other routes are counted in the headers but never refused: a developer's polling once a second would fail after
 * minutes.
 */
const ENFORCED = new Set(['POST /2/tweets user', 'GET /2/tweets/search/stream app']);

export interface RateLimitCount {
  readonly limit: number;
  readonly remaining: number;
  /** Epoch seconds. */
  readonly reset: number;
  readonly exceeded: boolean;
}

/** Counts in memory: a restart of the sandbox begins new windows. */
export class RateLimits {
  private readonly windows = new Map<string, { used: number; endsAt: number }>();
  private readonly limits: Readonly<Record<string, number>>;
  private readonly enforced: ReadonlySet<string>;
  private readonly clock: () => number;

  /** `overrides` are enforced on every route. */
  constructor(overrides: Readonly<Record<string, number>>, clock: () => number) {
    this.limits = { ...X_LIMITS, ...overrides };
    this.enforced = new Set([...ENFORCED, ...Object.keys(overrides)]);
    this.clock = clock;
  }

  count(route: string, caller: string): RateLimitCount {
    const key = `${route} ${caller}`;
    const limit = this.limits[key] ?? 900;
    const now = this.clock();
    const open = this.windows.get(key);
    const window = open !== undefined && open.endsAt > now ? open : { used: 0, endsAt: now + WINDOW_MS };
    this.windows.set(key, window);
    const exceeded = this.enforced.has(key) && window.used >= limit;
    if (!exceeded) window.used++;
    return { limit, remaining: Math.max(0, limit - window.used), reset: Math.ceil(window.endsAt / 1000), exceeded };
  }
}
