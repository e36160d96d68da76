import type { ITwitterApiClientPlugin, TwitterRateLimit } from 'twitter-api-v2';

/** The rest of a limit, from one of X's answers. */
export interface RateLimitLeft {
  readonly route: 'post' | 'search';
  readonly limit: number;
  readonly remaining: number;
  /** When the limit is full again, epoch milliseconds. */
  readonly resetAt: number;
  /** Every limit that X named, with the one above. */
  readonly windows: readonly { readonly minutes: number; readonly limit: number }[];
}

const routes: Readonly<Record<string, RateLimitLeft['route']>> = {
  'POST /2/tweets': 'post',
  'GET /2/tweets/search/recent': 'search',
};

/**
 * Reports the limits that matter, also from refusals. `onRateLimit` must not throw, because the post is already made.
 * If X names several limits (15 minutes, a day), reports the one with the least left:
 * https://docs.x.com/x-api/fundamentals/rate-limits
 */
export function rateLimitPlugin(onRateLimit: (left: RateLimitLeft) => void): ITwitterApiClientPlugin {
  const tell = (request: string, said: TwitterRateLimit | undefined): void => {
    const route = routes[request];
    if (route === undefined || said === undefined) return;
    const named = [
      { minutes: 15, ...said },
      ...[said.day, said.userDay].flatMap((day) => (day ? [{ minutes: 1440, ...day }] : [])),
    ];
    const known = named.filter(({ remaining }) => Number.isFinite(remaining));
    const [least] = known.toSorted((a, b) => a.remaining - b.remaining);
    if (least === undefined) return;
    onRateLimit({
      route,
      limit: least.limit,
      remaining: least.remaining,
      resetAt: least.reset * 1000,
      windows: known.map(({ minutes, limit }) => ({ minutes, limit })),
    });
  };
  return {
    onAfterRequest: ({ url, params, response }) => tell(`${params.method} ${url.pathname}`, response.rateLimit),
    onResponseError: ({ url, params, error }) => tell(`${params.method} ${url.pathname}`, error.rateLimit),
  };
}
