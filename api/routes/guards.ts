import { createRoute, type OpenAPIHono, type RouteConfig } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import type { Scope } from '../../store/api-tokens.ts';
import { clientAddress } from '../auth/client-address.ts';
import { createRateLimit, type RateLimit } from '../auth/rate-limit.ts';
import { authenticate, requireScope, type Caller } from '../auth/tokens.ts';
import type { ApiContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { answerOnce, keyOf } from './answer-once.ts';
import { checkBody, limitBody } from './json-body.ts';

export interface ApiEnv {
  /** `seed`: the name for new things of a request with an `Idempotency-Key`, the same if it is repeated. */
  readonly Variables: { readonly caller: Caller; readonly seed?: string };
}

export type Api = OpenAPIHono<ApiEnv>;

/** The checks before every route: who asks, whether they may, and whether the request is well formed. */
export type Guards = Readonly<Record<Scope, MiddlewareHandler<ApiEnv>[]>>;

export interface Limits {
  /** The limit of each token. */
  readonly token: RateLimit;
  /** The limit of each address that sends wrong tokens, or none. */
  readonly stranger: RateLimit;
  /** How long a request's body may take to arrive, milliseconds. */
  readonly bodyWithinMs: number;
}

export const usualLimits: Limits = {
  token: { burst: 200, perSecond: 20 },
  stranger: { burst: 30, perSecond: 0.5 },
  bodyWithinMs: 10_000,
};

/** Accepts requests with a token of this scope. The limits count only after the token was checked. */
export type TokenCheck = (scope: Scope) => MiddlewareHandler<ApiEnv>;

export function createTokenCheck(context: ApiContext, limits: Limits): TokenCheck {
  const takeOfToken = createRateLimit(limits.token, context.clock);
  const takeOfStranger = createRateLimit(limits.stranger, context.clock);

  return (scope) => async (c, next) => {
    const mayRepeat = keyOf(c) !== undefined;
    const caller = await authenticate(context, c.req.header('Authorization'), mayRepeat).catch((error: unknown) => {
      // Counted only after the token was found wrong. So a guesser does not shut out others at the same address.
      if (error instanceof Problem) refuseWhenEmpty(takeOfStranger(clientAddress(c, context.isTrustedProxy)));
      throw error;
    });
    refuseWhenEmpty(takeOfToken(caller.id));
    requireScope(caller, scope);
    c.set('caller', caller);
    // An answer behind a token is for its holder only, most of all a new token's secret.
    c.header('Cache-Control', 'no-store');
    await next();
  };
}

export function createGuards(context: ApiContext, limits: Limits, check: TokenCheck): Guards {
  const chain = (scope: Scope) => [
    check(scope),
    refuseRepeatedParameters,
    limitBody,
    checkBody(limits.bodyWithinMs),
    answerOnce(context),
  ];
  return { read: chain('read'), decide: chain('decide'), admin: chain('admin') };
}

/** A route for tokens of the scope. */
export function scopedRoute<Route extends RouteConfig>(guards: Guards, scope: Scope, route: Route) {
  return createRoute({ ...route, security: [{ bearer: [] }], middleware: guards[scope] });
}

function refuseWhenEmpty(seconds: number): void {
  if (seconds === 0) return;
  throw new Problem(429, `Too many requests. Try again in ${seconds} s.`, {
    headers: { 'Retry-After': String(seconds) },
  });
}

/** Frameworks differ in which of two equal parameters counts. Here two are refused. */
const refuseRepeatedParameters: MiddlewareHandler = async (c, next) => {
  for (const [name, values] of Object.entries(c.req.queries())) {
    if (values.length > 1) {
      const path = name.slice(0, 100);
      throw new Problem(400, `The parameter "${path}" was sent ${values.length} times. Send it once.`, {
        errors: [{ path, message: 'send it once' }],
      });
    }
  }
  await next();
};

/** Everything under /api answers in JSON. */
export const checkAccept: MiddlewareHandler = async (c, next) => {
  const accept = c.req.header('Accept');
  if (accept !== undefined && accept.trim() !== '' && !accept.split(',').some(isJson)) {
    throw new Problem(406, 'Answers are application/json, errors application/problem+json: accept these, or */*.');
  }
  await next();
};

function isJson(part: string): boolean {
  const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
  if (parameters.some((parameter) => /^q=0(?:\.0*)?$/u.test(parameter))) return false;
  return ['*/*', 'application/*', 'application/json', 'application/problem+json'].includes(type);
}
