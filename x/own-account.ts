import { z } from 'zod';
import { rememberFor } from '../core/remember-for.ts';
import { orAborted } from './abort.ts';
import type { StreamPace } from './backoff.ts';
import type { XClient } from './client.ts';
import { readFailure, XUnavailable } from './failure.ts';
import { pause, waitAfterFailure } from './gap.ts';
import type { ListenOptions } from './listening.ts';

const me = z.object({ data: z.object({ id: z.string(), username: z.string() }) });

/** The account that the keys belong to. Its handle may change; its id never does. */
export type OwnAccount = z.infer<typeof me>['data'];

/** X is asked once; a failure is not remembered. Throws {@link XUnavailable}. */
export function createOwnAccount(client: XClient): () => Promise<OwnAccount> {
  const ask = async (): Promise<OwnAccount> => {
    try {
      return me.parse(await client.user.v2.get('users/me')).data;
    } catch (error) {
      throw new XUnavailable(readFailure(error), 'own account');
    }
  };
  return rememberFor(Infinity, ask, Date.now);
}

/**
 * Asks for the account until X answers. Each failure is reported, because the bot hears nothing meanwhile. It waits as
 * after a refused stream. Undefined once `signal` aborts.
 */
export async function waitForOwnAccount(
  { clock }: Pick<XClient, 'clock'>,
  ask: () => Promise<OwnAccount>,
  { onState, signal, pace }: Pick<ListenOptions, 'onState' | 'signal'> & { readonly pace: StreamPace },
): Promise<OwnAccount | undefined> {
  const since = clock();
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      return await orAborted(ask(), signal);
    } catch (error) {
      if (signal.aborted) break;
      onState({ connected: false, since, lastError: error instanceof Error ? error.message : String(error) });
      await pause(waitAfterFailure(error, failures, clock(), pace), signal);
    }
  }
  return undefined;
}
