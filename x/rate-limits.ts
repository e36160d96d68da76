import type {
  ITwitterApiAfterRequestHookArgs,
  ITwitterApiClientPlugin,
  ITwitterApiResponseErrorHookArgs,
  TwitterRateLimit,
} from 'twitter-api-v2';

/** What X said with an answer: how much of a limit is left. */
export interface RateLimitLeft {
  readonly route: 'post' | 'search';
  readonly limit: number;
  readonly remaining: number;
  /** When all of it is there again, epoch milliseconds. */
  readonly resetAt: number;
}

const routes: Readonly<Record<string, RateLimitLeft['route']>> = {
  'POST /2/tweets': 'post',
  'GET /2/tweets/search/recent': 'search',
};

/**
 * Hears of the limits that matter, also from refusals. `onRateLimit` must not throw: the post that it tells of is made.
 * Where X names several (15 minutes, a day), the one with the least left:
 * https://docs.x.com/x-api/fundamentals/rate-limits
 */
export class RateLimitPlugin implements ITwitterApiClientPlugin {
  private readonly onRateLimit: (left: RateLimitLeft) => void;

  constructor(onRateLimit: (left: RateLimitLeft) => void) {
    this.onRateLimit = onRateLimit;
  }

  onAfterRequest({ url, params, response }: ITwitterApiAfterRequestHookArgs): void {
    this.tell(`${params.method} ${url.pathname}`, response.rateLimit);
  }

  onResponseError({ url, params, error }: ITwitterApiResponseErrorHookArgs): void {
    this.tell(`${params.method} ${url.pathname}`, error.rateLimit);
  }

  private tell(request: string, said: TwitterRateLimit | undefined): void {
    const route = routes[request];
    if (route === undefined || said === undefined) return;
    const known = [said, said.day, said.userDay].filter((one) => one !== undefined && Number.isFinite(one.remaining));
    const least = known.toSorted((a, b) => (a?.remaining ?? 0) - (b?.remaining ?? 0))[0];
    if (least === undefined) return;
    this.onRateLimit({ route, limit: least.limit, remaining: least.remaining, resetAt: least.reset * 1000 });
  }
}
