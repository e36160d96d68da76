import { createHash, randomBytes } from 'node:crypto';
import type { ApiContext } from '../context.ts';

/** How long a printed link waits to be used, milliseconds: ASVS 5.0 asks for minutes, not hours. */
const linkLifetime = 15 * 60_000;

/** What the store keeps of a secret. A plain hash will do: 256 random bits cannot be guessed from it. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** 256 bits, in letters that fit into addresses and cookies. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/**
 * A link that signs the local organiser in, once, within 15 minutes. For whoever runs the bot on this machine: `npm
 * start` prints it. Anybody who sees it before can use it.
 */
export async function createSignInLink({
  store,
  clock,
  publicUrl,
}: Pick<ApiContext, 'store' | 'clock' | 'publicUrl'>): Promise<string> {
  const token = newSecret();
  await store.sessions.add({ _id: hashOf(token), kind: 'link', expiresAt: new Date(clock() + linkLifetime) });
  return `${publicUrl}/admin/sign-in?token=${token}`;
}
