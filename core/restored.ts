import { decidableUntil, mapReminders, type OpenSpace } from './open-space.ts';
import { moveReminderOf } from './outcomes.ts';
import { isSettled, moveReminder } from './reminder.ts';
import { mayBePosted } from './words.ts';

/** A database that was restored from an older copy of itself. Epoch milliseconds. */
export interface Restore {
  readonly copiedAt: number;
  readonly restoredAt: number;
  /** Every running workflow was asked to compare itself with the copy. */
  readonly isCaughtUp?: boolean;
}

const restoreCommit = 'restore:';

/** How much a restore adds to the revision, so that no workflow has the revision of a restored card. */
const raisedBy = 10_000;

export const restoreCommitId = ({ id, revision }: OpenSpace): string => `${restoreCommit}${id}:${revision}`;

/** The revision that the copy had; undefined if the open space has changed since the restore. */
export function copiedRevision(view: { readonly commitId: string; readonly revision: number }): number | undefined {
  if (!view.commitId.startsWith(restoreCommit)) return undefined;
  // Earlier versions raised it by one.
  return view.revision - (view.revision >= raisedBy ? raisedBy : 1);
}

/** Added to the time of a restore, which takes a while: another process may have posted meanwhile. Milliseconds. */
const reachMs = 60_000;

/**
 * Whether a reminder that was due at this time (epoch milliseconds), or a reply to a post of this time, may have been
 * posted before the restore although the copy does not have it. This includes reminders that were due long before the
 * copy: they may have been held then and posted a minute later.
 */
export const wasDueBefore = (restore: Restore | null, at: number): boolean =>
  restore !== null && at <= restore.restoredAt + reachMs;

/** The reading of a post. If the post is older than a restore, the reading is not sure, so a person must look. */
export const readAfter = <T extends { readonly sure?: boolean }>(
  restore: Restore | null,
  postedAt: number,
  read: T,
): T => (read.sure === true && wasDueBefore(restore, postedAt) ? { ...read, sure: false } : read);

/**
 * An open space from an older copy of the database. Decisions since the copy are unknown, so nothing is posted without
 * a person: a reminder that was due before the restore becomes `unconfirmed`, other approved reminders need approval
 * again, and the reading of the post counts as unsure, so the config does not approve it.
 */
export function restored(space: OpenSpace, restore: Restore): OpenSpace {
  // If it was over before the restore, nothing can be decided any more.
  const isLive = decidableUntil(space) > restore.restoredAt;
  const { source } = space;
  const isSure = isLive && source?.readAs?.isSure === true;
  const unsure = isSure ? { ...space, source: { ...source, readAs: { ...source.readAs, isSure: false } } } : space;
  const next = mapReminders(unsure, (one) => {
    if (isSettled(one) || one.state.status === 'denied') return one;
    const wasDue = one.sendAt !== undefined && wasDueBefore(restore, one.sendAt);
    if (wasDue || one.state.status === 'sending') {
      return moveReminderOf(space, one, { status: 'unconfirmed', why: mayBePosted });
    }
    return one.state.status === 'approved' ? moveReminder(one, { status: 'needs_action' }) : one;
  });
  return next === space ? space : { ...next, revision: space.revision + raisedBy };
}
