import type { Context } from 'hono';
import type { Actor } from '../../core/actor.ts';
import type { ApiContext } from '../context.ts';
import { dropCookie, readCookie, writeCookie } from './session-cookie.ts';
import { hashOf, newSecret } from './sign-in-link.ts';

const hour = 3_600_000;
/** A session ends after this time without a request, milliseconds. */
const idleLimit = 12 * hour;
/** A session ends after this time in any case, milliseconds. A conference is seldom longer. */
const absoluteLimit = 7 * 24 * hour;
/** How often the store is told that a session is in use, milliseconds. */
const touchEvery = 60_000;

/** No user id at Slack begins with this. */
const localId = 'local';

/** A person who signed in by a link that was made on the bot's machine. The config does not list this person. */
export function localOrganiser(name?: string): Actor {
  if (name === undefined) return { id: localId, name: 'local organiser', door: 'web' };
  return { id: `${localId}:${name}`, name, door: 'web' };
}

const isLocal = ({ id }: Actor): boolean => id === localId || id.startsWith(`${localId}:`);

/** Starts a session under this secret [a new one]. If the request came with the cookie of another, that one ends. */
export async function signIn(
  c: Context,
  { store, clock, publicUrl }: ApiContext,
  actor: Actor,
  secret = newSecret(),
): Promise<void> {
  const old = readCookie(c, publicUrl, 'session');
  if (old !== undefined && old !== secret) await store.sessions.remove(hashOf(old));
  const now = clock();
  const createdAt = new Date(now);
  const expiresAt = new Date(now + idleLimit);
  await store.sessions.begin({ _id: hashOf(secret), kind: 'session', actor, createdAt, seenAt: createdAt, expiresAt });
  writeCookie(c, publicUrl, 'session', secret, absoluteLimit / 1000);
}

export async function signOut(c: Context, { store, publicUrl }: ApiContext): Promise<void> {
  const secret = readCookie(c, publicUrl, 'session');
  if (secret !== undefined) await store.sessions.remove(hashOf(secret));
  dropCookie(c, publicUrl, 'session');
}

/**
 * The sender of a request: `nobody` without a valid session, `guest` for a guest of the Slack workspace, `stranger` if
 * the newest config does not list the person.
 */
export type Caller =
  | { readonly kind: 'organiser'; readonly actor: Actor }
  | { readonly kind: 'stranger' | 'guest'; readonly actor: Actor }
  | { readonly kind: 'nobody' };

export async function callerOf(c: Context, { store, clock, publicUrl, slackSignIn }: ApiContext): Promise<Caller> {
  const secret = readCookie(c, publicUrl, 'session');
  if (secret === undefined) return { kind: 'nobody' };
  const now = clock();
  const session = await store.sessions.find(hashOf(secret), new Date(now));
  if (session === null) return { kind: 'nobody' };
  if (now - session.seenAt.getTime() > touchEvery) {
    const end = Math.min(now + idleLimit, session.createdAt.getTime() + absoluteLimit);
    await store.sessions.touch(session._id, new Date(now), new Date(end));
  }
  const { actor } = session;
  if (isLocal(actor)) return { kind: 'organiser', actor };
  const membership = await slackSignIn?.membershipOf(actor.id);
  if (membership === 'deactivated') {
    await store.sessions.removeAll(actor.id);
    return { kind: 'nobody' };
  }
  if (membership === 'guest') return { kind: 'guest', actor };
  const config = await store.configs.current();
  return { kind: config.organisers.includes(actor.id) ? 'organiser' : 'stranger', actor };
}
