import { decidableUntil, mapReminders, withNextRevision, type OpenSpace } from './open-space.ts';
import { moveReminderOf } from './outcomes.ts';
import { isSettled, moveReminder, type Reminder } from './reminder.ts';
import { mayBePosted } from './words.ts';

/** A database that was restored from an older copy of itself. Epoch milliseconds. */
export interface Restore {
  readonly copiedAt: number;
  readonly restoredAt: number;
  /** The workflows that run were asked what they know better than the copy. */
  readonly isCaughtUp?: boolean;
}

const restoreCommit = 'restore:';

/** The id of the commit that a restore makes. */
export const restoreCommitId = ({ id, revision }: OpenSpace): string => `${restoreCommit}${id}:${revision}`;

/** The revision that the copy had; undefined where something else has happened since the restore. */
export function copiedRevision(view: { readonly commitId: string; readonly revision: number }): number | undefined {
  return view.commitId.startsWith(restoreCommit) ? view.revision - 1 : undefined;
}

/** A restore takes a while, and another bot may have gone on until it was over. Milliseconds. */
const reachMs = 60_000;

/**
 * Whether a reminder that was due at this moment, or the answer to a post of this moment, may have gone out before the
 * restore without the copy's knowing. However long it had been due when the copy was made, what held it back then may
 * have been over a minute later.
 *
 * @param at epoch milliseconds
 */
export const wasDueBefore = (restore: Restore | null, at: number): boolean =>
  restore !== null && at <= restore.restoredAt + reachMs;

/** A reading of a post: of one from before a restore none is so sure that nobody needs to look. */
export function readAfter<T extends { readonly sure?: boolean }>(
  restore: Restore | null,
  postedAt: number,
  read: T,
): T {
  return read.sure === true && wasDueBefore(restore, postedAt) ? { ...read, sure: false } : read;
}

/**
 * An open space from an older copy of the database whose workflow is lost as well. What was decided since the copy is
 * unknown, so nothing goes out without a person: a reminder that was due by then becomes `unconfirmed`, an approval is
 * asked for again, and the config approves nothing of what the post was read as.
 */
export function restored(space: OpenSpace, restore: Restore): OpenSpace {
  const restoreReminder = (one: Reminder): Reminder => {
    if (isSettled(one) || one.state.status === 'denied') return one;
    const wasDue = one.sendAt !== undefined && wasDueBefore(restore, one.sendAt);
    if (wasDue || one.state.status === 'sending') {
      return moveReminderOf(space, one, { status: 'unconfirmed', why: mayBePosted });
    }
    return one.state.status === 'approved' ? moveReminder(one, { status: 'needs_action' }) : one;
  };
  // Nothing is decided any more on what was over by then.
  const isLive = decidableUntil(space) > restore.restoredAt;
  const next = mapReminders(isLive ? withUnsureReading(space) : space, restoreReminder);
  return next === space ? space : withNextRevision(next);
}

function withUnsureReading(space: OpenSpace): OpenSpace {
  const { source } = space;
  if (source?.readAs?.isSure !== true) return space;
  return { ...space, source: { ...source, readAs: { ...source.readAs, isSure: false } } };
}
