import { createHash, randomBytes } from 'node:crypto';
import { withoutUndefined } from '../../core/without-undefined.ts';
import type { ApiContext } from '../context.ts';

/** How long a printed link is valid, milliseconds. ASVS 5.0 asks for minutes, not hours. */
export const linkLifetime = 15 * 60_000;

/** The stored form of a secret. A plain hash is enough: nobody can guess 256 random bits from it. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** 256 random bits, in characters that are allowed in addresses and cookies. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** The secret of the session that a link begins in this browser: the same if its button is pressed again there. */
export const secretOfLink = (token: string, browser: string): string =>
  createHash('sha256').update(`${token}\n${browser}`).digest('base64url');

/**
 * Makes a link that signs an organiser in, once, within 15 minutes. `npm start` and `npm run sign-in` print it. Anybody
 * who sees it before can use it.
 *
 * @param name the person's name for the audit; without it, the link is for the local organiser
 */
export async function createSignInLink(
  { store, clock, publicUrl }: Pick<ApiContext, 'store' | 'clock' | 'publicUrl'>,
  name?: string,
): Promise<string> {
  const token = newSecret();
  const expiresAt = new Date(clock() + linkLifetime);
  await store.sessions.add(withoutUndefined({ _id: hashOf(token), kind: 'link', name, expiresAt }));
  return `${publicUrl}/admin/sign-in?token=${token}`;
}
