import type { Actor } from '../core/actor.ts';
import type { AskOutcome } from './ask-open-space.ts';
import type { OpenSpaceService } from './open-space-service.ts';

/** Denies all undecided open spaces of a host, each as it was listed: what somebody has decided since stays. */
export async function denyWaiting(
  openSpaces: Pick<OpenSpaceService, 'ask' | 'listWaitingOf'>,
  hostId: string,
  by: Actor,
): Promise<(AskOutcome & { readonly openSpaceId: string })[]> {
  const verb = { verb: 'decide', approval: 'denied' } as const;
  const waiting = await openSpaces.listWaitingOf(hostId);
  return Promise.all(
    waiting.map(async ({ _id: openSpaceId, revision }) => ({
      openSpaceId,
      ...(await openSpaces.ask({ openSpaceId, verb, by, revision })),
    })),
  );
}
