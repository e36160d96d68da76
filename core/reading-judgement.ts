import { isByPerson } from './decision.ts';
import { areDenied, type OpenSpace } from './open-space.ts';
import type { Plan } from './plan.ts';
import { isCorrection, type Truth } from './reading/correction.ts';
import { notAnAnnouncement } from './words.ts';

export interface CorrectedReading {
  readonly readAs: Plan;
  readonly truth: Truth;
  /** When an organiser last decided on its open space, epoch milliseconds. */
  readonly at: number;
}

/**
 * The organisers' correction of the reading of the tweet. Undefined if the reading was right, if no organiser has
 * decided, if the tweet was never read, or if the state does not say what the tweet means: a denial may have any
 * reason, and “moved to A104” has no start.
 */
export function correctionOfReading(space: OpenSpace): CorrectedReading | undefined {
  const last = space.decisions.findLast(isByPerson);
  const readAs = space.source?.postId === undefined ? space.source?.readAs : undefined;
  const truth = truthOf(space);
  if (last === undefined || readAs === undefined || truth === undefined) return undefined;
  return isCorrection(readAs, truth) ? { readAs, truth, at: last.at } : undefined;
}

function truthOf(space: OpenSpace): Truth | undefined {
  const { standing, room, startAt, note } = space;
  if (standing.status === 'dismissed' || areDenied(space))
    return note === notAnAnnouncement ? { kind: 'no announcement' } : undefined;
  // A session that was cancelled later was still announced.
  const isAnnounced = standing.status === 'scheduled' || standing.status === 'cancelled';
  if (!isAnnounced || room === undefined || startAt === undefined) return undefined;
  return { kind: 'announcement', room, startAt };
}
