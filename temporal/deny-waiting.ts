import type { Actor } from '../core/actor.ts';
import { askMany, type ManyAnswers, type ManyAsker } from './ask-many.ts';
import type { OpenSpaceService } from './open-space-service.ts';

/** Denies all undecided open spaces of a host, at the listed revisions: later decisions by somebody else stay. */
export async function denyWaiting(
  { listWaitingOf, ...asker }: ManyAsker & Pick<OpenSpaceService, 'listWaitingOf'>,
  hostId: string,
  by: Actor,
): Promise<ManyAnswers> {
  const verb = { verb: 'decide', approval: 'denied' } as const;
  const waiting = await listWaitingOf(hostId);
  return askMany(asker, [waiting.map((view) => ({ view, verb }))], by);
}
