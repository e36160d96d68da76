import type { Actor } from '../core/actor.ts';
import { askMany, type ManyAnswers } from './ask-many.ts';
import type { OpenSpaceService } from './open-space-service.ts';

/** Denies all undecided open spaces of a host, each as it was listed: what somebody has decided since stays. */
export async function denyWaiting(
  openSpaces: Pick<OpenSpaceService, 'ask' | 'listWaitingOf'>,
  hostId: string,
  by: Actor,
): Promise<ManyAnswers> {
  const verb = { verb: 'decide', approval: 'denied' } as const;
  const waiting = await openSpaces.listWaitingOf(hostId);
  return askMany(openSpaces.ask, [waiting.map((view) => ({ view, verb }))], by);
}
