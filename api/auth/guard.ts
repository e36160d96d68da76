import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Actor } from '../../core/actor.ts';
import { hereOf } from '../pages/admin/back.ts';
import { messagePage, toSchedule } from '../pages/message-page.tsx';
import { words } from '../pages/words.ts';
import type { ApiContext } from '../context.ts';
import { clientAddress } from './client-address.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import { writeCookie } from './session-cookie.ts';
import { callerOf } from './sign-in.ts';

/** The request's organiser, for the organisers' routes. */
export interface OrganiserEnv {
  readonly Variables: { organiser: Actor };
}

const signInPath = '/admin/sign-in';

/**
 * Accepts organisers only. The list is checked at every request, so a person who was taken off it is refused at once.
 */
export function organisersOnly(context: ApiContext) {
  return createMiddleware<OrganiserEnv>(async (c, next) => {
    c.header('cache-control', 'no-store');
    const caller = await callerOf(c, context);
    if (caller.kind === 'organiser') {
      c.set('organiser', caller.actor);
      return next();
    }
    // The organisers' pages would only refuse these people again.
    if (caller.kind === 'guest') return messagePage(c, 403, words.signIn.guest, words.signIn.guestHint, toSchedule);
    if (caller.kind === 'stranger') {
      return messagePage(c, 403, words.signIn.notListed, words.signIn.notListedHint(caller.actor.name), toSchedule);
    }
    // A page leads to the sign-in. Any other request is refused.
    if (c.req.method === 'GET' && c.req.header('accept')?.includes('text/html') === true) {
      writeCookie(c, context.publicUrl, 'next', hereOf(c), 600);
      return c.redirect(signInPath);
    }
    const signIn = { name: words.signIn.title, href: signInPath };
    return messagePage(c, 401, words.signIn.signedOut, words.signIn.signedOutHint, signIn);
  });
}

/**
 * Refuses requests that another site makes a browser send. `Origin` must be ours, and so must `Sec-Fetch-Site` if the
 * browser sends it. Every browser sends `Origin` with a form.
 */
export function sameOriginOnly({ publicUrl }: Pick<ApiContext, 'publicUrl'>) {
  return createMiddleware(async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const origin = c.req.header('origin');
    const site = c.req.header('sec-fetch-site');
    const isOurs =
      origin === new URL(publicUrl).origin || (origin !== undefined && hostOf(origin) === c.req.header('host'));
    if ((site !== undefined && site !== 'same-origin') || !isOurs) {
      return messagePage(c, 403, words.signIn.otherSite, words.signIn.otherSiteHint);
    }
    return next();
  });
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** Limits requests of people who are not signed in, by address, against guessing of secrets. */
export function strangersLimited(
  { clock, isTrustedProxy }: Pick<ApiContext, 'clock' | 'isTrustedProxy'>,
  limit: RateLimit,
) {
  const take = createRateLimit(limit, clock);
  return createMiddleware(async (c, next) => tooFast(c, take(clientAddress(c, isTrustedProxy))) ?? next());
}

/**
 * Limits changes by one organiser; reading is not limited. Counts by organiser, and only after the organiser is known,
 * so nobody else can use up an organiser's share. The limit is higher than a person can press.
 */
export function organisersLimited({ clock }: Pick<ApiContext, 'clock'>, limit: RateLimit) {
  const take = createRateLimit(limit, clock);
  return createMiddleware<OrganiserEnv>(async (c, next) => {
    if (c.req.method === 'GET') return next();
    return tooFast(c, take(c.get('organiser').id)) ?? next();
  });
}

function tooFast(c: Context, seconds: number): Response | Promise<Response> | undefined {
  if (seconds === 0) return undefined;
  c.header('retry-after', String(seconds));
  return messagePage(c, 429, words.signIn.tooFast, words.signIn.tooFastHint(seconds));
}
