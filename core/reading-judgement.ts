import { isByPerson } from './decision.ts';
import type { OpenSpace } from './open-space.ts';
import { isCorrection, type Correction, type Truth } from './reading/correction.ts';
import { notAnAnnouncement } from './words.ts';

/** What an organiser says that the post is, in place of its reading. */
type Corrected = Pick<Correction, 'truth' | 'by' | 'at'>;

/**
 * What organisers made of the tweet's reading, as the state shows it: `right` also where one took back what they had
 * said. Undefined where none has decided anything, where it was never read, or where the state says nothing about it: a
 * cancelled session was an announcement all the same, and “moved to A104” gives no start.
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
