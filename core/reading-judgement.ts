import { isByPerson } from './decision.ts';
import type { OpenSpace } from './open-space.ts';
import { isCorrection, type Correction, type Truth } from './reading/correction.ts';
import { notAnAnnouncement } from './words.ts';

/** The organiser's correction of a reading. */
type Corrected = Pick<Correction, 'truth' | 'by' | 'at'>;

/**
 * What the organisers' decisions say about the reading of the tweet: `right`, or a correction. If an organiser takes a
 * correction back, it is `right` again. Undefined if no organiser has decided, if the tweet was never read, or if the
 * state says nothing about the reading: a cancelled session was still an announcement, and “moved to A104” has no
 * start.
 */
export function judgementOf(space: OpenSpace): 'right' | Corrected | undefined {
  const last = space.decisions.findLast(isByPerson);
  const readAs = space.source?.postId === undefined ? space.source?.readAs : undefined;
  if (last === undefined || readAs === undefined) return undefined;
  const truth = truthOf(space);
  if (truth === undefined) return space.standing.status === 'needs_review' ? 'right' : undefined;
  return isCorrection(readAs, truth) ? { truth, by: last.by, at: last.at } : 'right';
}

function truthOf({ standing, room, startAt, note, reminders }: OpenSpace): Truth | undefined {
  const isDenied = standing.status === 'dismissed' || reminders.every(({ state }) => state.status === 'denied');
  if (isDenied) return note === notAnAnnouncement ? { kind: 'no announcement' } : undefined;
  if (standing.status !== 'scheduled' || room === undefined || startAt === undefined) return undefined;
  return { kind: 'announcement', room, startAt };
}
