import type { Actor } from './actor.ts';
import type { Conflict } from './conflict.ts';
import {
  atStart,
  moveStanding,
  openReminders,
  type Decision,
  type OpenSpace,
  type OpeningRules,
} from './open-space.ts';
import { isUndecidedOrWaiting, moveReminder } from './reminder.ts';

/** What became of the tweet that an open space came from. */
export type SourceChange =
  | { readonly kind: 'deleted'; readonly why: string }
  | {
      readonly kind: 'edited';
      readonly tweetId: string;
      readonly url: string;
      /** What the new text reads as; only a `schedule` carries both room and start. */
      readonly verdict: 'schedule' | 'review' | 'ignore';
      readonly room?: string;
      readonly startAt?: number;
      /** Whether room, start or verdict differ from what the version before read as; an organiser's change is not undone otherwise. */
      readonly planChanged: boolean;
    };

/** Operators can type a signal into the Temporal UI: what is none of ours must not stop the workflow that gets it. */
export function isSourceChange(value: unknown): value is SourceChange {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, why, tweetId, url, verdict } = value as Readonly<Record<string, unknown>>;
  if (kind === 'deleted') return typeof why === 'string';
  return (
    kind === 'edited' &&
    typeof tweetId === 'string' &&
    typeof url === 'string' &&
    (verdict === 'schedule' || verdict === 'review' || verdict === 'ignore')
  );
}

/**
 * The space after its host changed or deleted the tweet. A deletion cancels. An edit that gives another room or start
 * voids the approval; one that no longer reads as one room and one start goes back to review. An organiser's own
 * cancelling stands.
 *
 * @param taken what the room claim said about the new room and start
 */
export function applySourceChange(
  space: OpenSpace,
  change: SourceChange,
  taken: Conflict | undefined,
  now: number,
  rules: OpeningRules,
): OpenSpace {
  const host: Actor = {
    id: space.source?.host.id ?? 'host',
    name: space.source === undefined ? 'the host' : `@${space.source.host.username}`,
    door: 'x',
  };
  const decided = (next: OpenSpace, words: string): OpenSpace => {
    const revision = space.revision + 1;
    const decision: Decision = { id: `source:r${revision}`, verb: 'sourceChanged', by: host, at: now, revision, words };
    return { ...next, revision, decisions: [...space.decisions, decision] };
  };
  const { status } = space.standing;
  if (status === 'cancelled' || status === 'over') return space;
  if (change.kind === 'deleted') {
    if (status === 'dismissed') return space;
    const standing =
      status === 'scheduled'
        ? ({ status: 'cancelled', by: host, why: change.why } as const)
        : ({ status: 'dismissed', by: host } as const);
    return decided(moveStanding(space, standing), `${standing.status}: ${change.why}`);
  }

  const linked: OpenSpace =
    space.source === undefined
      ? space
      : { ...space, source: { ...space.source, tweetId: change.tweetId, url: change.url } };
  if (!change.planChanged) return decided(linked, 'the tweet was edited; room and start are the same');
  if (status === 'dismissed') return decided(linked, 'the tweet was edited after it was dismissed');

  const { room: _room, place: _place, startAt: _startAt, ...rest } = linked;
  const located = { ...rest, ...(change.room === undefined ? {} : { room: change.room }) };
  const moved =
    change.startAt === undefined ? located : atStart({ ...located, startAt: change.startAt }, change.startAt);
  if (change.verdict !== 'schedule' || change.startAt === undefined || change.startAt <= now) {
    const unread = status === 'needs_review' ? moved : moveStanding(moved, { status: 'needs_review' });
    return decided(withoutApproval(unread), 'the tweet was edited and needs a person to read it');
  }
  const fresh =
    status === 'scheduled'
      ? withoutApproval(moved)
      : { ...moved, reminders: openReminders(change.startAt, now, rules) };
  if (taken !== undefined) {
    const clash = status === 'conflict' ? fresh : moveStanding(fresh, { status: 'conflict', with: taken });
    return decided(
      { ...clash, standing: { status: 'conflict', with: taken } },
      `the tweet was edited; ${taken.room} is taken then`,
    );
  }
  const scheduled = status === 'scheduled' ? fresh : moveStanding(fresh, { status: 'scheduled' });
  return decided(scheduled, 'the tweet was edited: another room or start');
}

function withoutApproval(space: OpenSpace): OpenSpace {
  return {
    ...space,
    reminders: space.reminders.map((one) =>
      isUndecidedOrWaiting(one) && one.state.status === 'approved'
        ? moveReminder(one, { status: 'needs_action' })
        : one,
    ),
  };
}
