import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Actor } from '../../core/actor.ts';
import { messagePage } from '../pages/message-page.tsx';
import type { ApiContext } from '../context.ts';
import { createRateLimit, type TakeOne } from './rate-limit.ts';
import { callerOf } from './sign-in.ts';

/** What the organisers' routes know of who asks. */
export interface OrganiserEnv {
  readonly Variables: { organiser: Actor };
}

/** Lets only organisers through. Asked anew at every request: who was taken off the list is out with the next click. */
export function organisersOnly(context: ApiContext) {
  return createMiddleware<OrganiserEnv>(async (c, next) => {
    c.header('cache-control', 'no-store');
    const caller = await callerOf(c, context);
    if (caller.kind === 'organiser') {
      c.set('organiser', caller.actor);
      return next();
    }
    if (caller.kind === 'stranger') {
      return messagePage(
        c,
        403,
        'Not on the list',
        `${caller.actor.name}, you are not among the organisers who may decide. Ask one of them to add you.`,
      );
    }
    // A page leads to the sign-in; whatever would change something is just refused.
    if (c.req.method === 'GET' && c.req.header('accept')?.includes('text/html') === true) {
      return c.redirect('/admin/sign-in');
    }
    return messagePage(c, 401, 'Signed out', 'Sign in again, then repeat what you did.');
  });
}

/**
 * Refuses whatever another site makes a browser send. Sec-Fetch-Site where the browser says it, else Origin: every
 * browser sends one of the two along with a form.
 */
export function sameOriginOnly({ publicUrl }: Pick<ApiContext, 'publicUrl'>) {
  return createMiddleware(async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const origin = c.req.header('origin');
    const site = c.req.header('sec-fetch-site');
    const isOurs =
      origin === new URL(publicUrl).origin || (origin !== undefined && hostOf(origin) === c.req.header('host'));
    if ((site !== undefined && site !== 'same-origin') || !isOurs) {
      return messagePage(c, 403, 'Refused', 'This came from another site. Open the page here and try again.');
    }
    return next();
  });
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** More than fingers do, less than guessing wants. Organisers often share one address: looking is not counted, see `onlyPosts`. */
export function rateLimited(
  { clock }: Pick<ApiContext, 'clock'>,
  limit: { burst: number; perSecond: number; onlyPosts?: boolean },
) {
  const take: TakeOne = createRateLimit(limit, clock);
  return createMiddleware(async (c, next) => {
    if (limit.onlyPosts === true && c.req.method === 'GET') return next();
    const seconds = take(addressOf(c));
    if (seconds === 0) return next();
    c.header('retry-after', String(seconds));
    return messagePage(c, 429, 'Too fast', `Try again in ${seconds} seconds.`);
  });
}

/** The connection's other end. Behind a proxy that is the proxy: then all share one limit, which is high enough for that. */
function addressOf(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? 'unknown';
  } catch {
    // Requests that a test hands over without a socket.
    return 'unknown';
  }
}
