import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import type { StatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import type { XCredentials } from '../../x/client.ts';
import { identifyCaller } from './authorization.ts';
import { problemFor, UNAUTHORIZED, wrongAuthentication } from './problems.ts';
import type { RateLimits } from './rate-limits.ts';

export type ApiContext = Context<{ Bindings: HttpBindings }>;

/**
 * Accepts signed requests of the right kind, counts them, and sets the rate-limit headers. `route` is the name in X's
 * table of limits.
 */
export function requireAccess(options: {
  readonly route: string;
  readonly callers: readonly ('user' | 'app')[];
  readonly credentials: XCredentials;
  readonly limits: RateLimits;
  readonly clock: () => number;
}): MiddlewareHandler<{ Bindings: HttpBindings }> {
  const { route, callers, credentials, limits, clock } = options;
  return async (c, next) => {
    const { method, url } = c.req;
    const caller = identifyCaller({ method, url, authorization: c.req.header('authorization') }, credentials, clock());
    if (caller === 'nobody') return answer(c, UNAUTHORIZED, 401);
    if (!callers.includes(caller)) return answer(c, wrongAuthentication(caller), 403);
    const count = limits.count(route, caller);
    c.header('x-rate-limit-limit', String(count.limit));
    c.header('x-rate-limit-remaining', String(count.remaining));
    c.header('x-rate-limit-reset', String(count.reset));
    return count.exceeded ? answer(c, problemFor(429), 429) : next();
  };
}

/** JSON in X's format, with the headers set so far. Problems have their own media type. */
export function answer(c: ApiContext, body: object, status = 200): Response {
  c.header('content-type', `application/${status >= 400 ? 'problem+json' : 'json'}; charset=utf-8`);
  c.status(z.custom<StatusCode>(Number.isInteger).parse(status));
  return c.body(JSON.stringify(body));
}
