import { randomUUID, timingSafeEqual } from 'node:crypto';
import { theBot, type Actor } from '../../core/actor.ts';
import { scopes, type ApiToken, type Scope } from '../../store/api-tokens.ts';
import type { ApiContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { hashOf, newSecret } from './sign-in-link.ts';

/** The sender of a request to the machine API. */
export interface Caller {
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
  /** API_TOKEN after an admin token was made: it may only repeat a request that it made before. */
  readonly isRetired?: true;
}

/** The prefix tells people and secret scanners what the text is. */
const prefix = 'osb_';

/** Makes a token and its only secret: 256 random bits. */
export function makeToken(
  wanted: { name: string; scope: Scope },
  by: Actor,
  now: Date,
): { token: ApiToken; secret: string } {
  const secret = `${prefix}${newSecret()}`;
  const token: ApiToken = {
    _id: randomUUID(),
    name: wanted.name,
    hash: hashOf(secret),
    scope: wanted.scope,
    createdAt: now,
    createdBy: by,
  };
  return { token, secret };
}

const realm = { 'WWW-Authenticate': 'Bearer realm="open-spaces"' };
const refused = {
  'WWW-Authenticate': 'Bearer realm="open-spaces", error="invalid_token"',
};

/**
 * Secrets are looked up by their hash. So the time of the answer does not tell how much of a guess was right.
 *
 * @param mayRepeat whether the request may be a repeated one: then the caller may be retired
 * @throws {Problem} 401
 */
export async function authenticate(
  context: ApiContext,
  authorization: string | undefined,
  mayRepeat: boolean,
): Promise<Caller> {
  if (authorization === undefined) {
    throw new Problem(401, 'Send a token: "Authorization: Bearer osb_…".', { headers: realm });
  }
  const secret = /^Bearer +(\S{1,500})$/iu.exec(authorization)?.[1];
  if (secret === undefined) {
    throw new Problem(401, 'The Authorization header should read "Bearer osb_…".', { headers: realm });
  }
  const hash = hashOf(secret);
  if (isFirstToken(context.apiToken, hash)) {
    const caller = await callerOfFirstToken(context, hash);
    if (caller.isRetired && !mayRepeat) throw retiredProblem();
    return caller;
  }
  const token = await context.store.apiTokens.findLive(hash);
  if (token === null) {
    throw new Problem(401, 'This token is unknown or revoked. Somebody with an admin token can make a new one.', {
      headers: refused,
    });
  }
  await context.store.apiTokens.markUsed(token, new Date(context.clock()));
  return { id: token._id, name: token.name, scope: token.scope };
}

function isFirstToken(apiToken: string | undefined, hash: string): boolean {
  return apiToken !== undefined && timingSafeEqual(Buffer.from(hashOf(apiToken)), Buffer.from(hash));
}

/**
 * The environment's token is valid until an admin token exists. Then it is retired for good, even if that admin token
 * is revoked later: it has been in a file, and cannot be revoked by name. A new value in the environment is valid
 * again.
 */
async function callerOfFirstToken(context: ApiContext, hash: string): Promise<Caller> {
  const { store } = context;
  if (await store.apiTokens.hasAdmin()) await retireFirstToken(context);
  const caller = { id: 'API_TOKEN', name: 'API_TOKEN', scope: 'admin' } as const;
  return (await store.apiTokens.isRetired(hash)) ? { ...caller, isRetired: true } : caller;
}

export const retiredProblem = (): Problem =>
  new Problem(401, 'API_TOKEN no longer works, because an admin token was made. Use an admin token.', {
    headers: refused,
  });

/** Retires the environment's token for good, because an admin token exists now. */
export async function retireFirstToken({ store, apiToken, clock }: ApiContext): Promise<void> {
  if (apiToken === undefined) return;
  const now = new Date(clock());
  const hash = hashOf(apiToken);
  await store.apiTokens.retire({
    _id: randomUUID(),
    name: 'API_TOKEN',
    hash,
    scope: 'admin',
    createdAt: now,
    createdBy: theBot,
    revokedAt: now,
  });
}

/** @throws {Problem} 403 if the caller's token does not allow it */
export function requireScope(caller: Caller, needed: Scope): void {
  if (scopes.indexOf(caller.scope) >= scopes.indexOf(needed)) return;
  throw new Problem(403, `This needs a token with the scope "${needed}"; "${caller.name}" has "${caller.scope}".`, {
    headers: {
      'WWW-Authenticate': `Bearer realm="open-spaces", error="insufficient_scope", scope="${needed}"`,
    },
  });
}

export const actorOf = (caller: Caller): Actor => ({ id: caller.id, name: caller.name, door: 'api' });
