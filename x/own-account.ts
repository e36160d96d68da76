import { z } from 'zod';
import type { XClient } from './client.ts';
import { readFailure, XUnavailable } from './failure.ts';

const me = z.object({ data: z.object({ username: z.string() }) });

/**
 * The handle of the account that the keys belong to, asked for once. Throws {@link XUnavailable}; a failure is not
 * remembered.
 */
export function createOwnUsername(client: XClient): () => Promise<string> {
  let known: string | undefined;
  return async () => {
    if (known !== undefined) return known;
    try {
      known = me.parse(await client.user.v2.get('users/me')).data.username;
      return known;
    } catch (error) {
      throw new XUnavailable(readFailure(error), 'own account');
    }
  };
}
