import type { Actor } from './actor.ts';
import type { OpenSpace } from './open-space.ts';
import { isCorrection, type Truth } from './reading/correction.ts';
import { notAnAnnouncement } from './words.ts';

/** What an organiser's decision says about the reading of the tweet. */
export type Judgement =
  | { readonly kind: 'corrected'; readonly truth: Truth; readonly by: Actor; readonly at: number }
  /** It was right, or the organiser took back what they had said. */
  | { readonly kind: 'right' };

const isOrganiser = ({ door }: Actor): boolean => door !== 'x' && door !== 'bot';

/**
 * What organisers made of the tweet's reading, as the state shows it. Undefined where none has decided anything, where
 * it was never read, or where the state says nothing about it: a cancelled session was an announcement all the same.
 */
export function judgementOf(space: OpenSpace): Judgement | undefined {
  const last = space.decisions.findLast(({ by }) => isOrganiser(by));
  const readAs = space.source?.readAs;
  if (last === undefined || readAs === undefined) return undefined;
  const truth = truthOf(space);
  if (truth === undefined) return space.standing.status === 'needs_review' ? { kind: 'right' } : undefined;
  if (!isCorrection(readAs, truth)) return { kind: 'right' };
  return { kind: 'corrected', truth, by: last.by, at: last.at };
}

function truthOf({ standing, room, startAt, note, reminders }: OpenSpace): Truth | undefined {
  const isDenied = standing.status === 'dismissed' || reminders.every(({ state }) => state.status === 'denied');
  if (isDenied) return note === notAnAnnouncement ? { kind: 'no announcement' } : undefined;
  if (standing.status !== 'scheduled' || room === undefined || startAt === undefined) return undefined;
  return { kind: 'announcement', room, startAt };
}
