import type { Actor } from './actor.ts';
import type { Situation } from './situation.ts';
import {
  atStart,
  isDenied,
  isOff,
  mapReminders,
  moveStanding,
  withFreshReminders,
  type OpenSpace,
  type Standing,
} from './open-space.ts';
import type { SourceChange } from './request.ts';
import { plansDiffer, schedulesItself, type Plan } from './plan.ts';
import { isOpen, moveReminder } from './reminder.ts';
import { withoutUndefined } from './without-undefined.ts';
import { whyWords } from './words.ts';

/** What a version of the tweet tells its open space. */
export function editOf(
  { tweetId, url }: { readonly tweetId: string; readonly url: string },
  plan: Plan,
  title: string | undefined,
): SourceChange {
  return withoutUndefined({ kind: 'edited', tweetId, url, title, ...plan });
}

/** The host, as the one who made a change. */
export function hostOf({ source }: OpenSpace): Actor {
  return source === undefined
    ? { id: 'host', name: 'the host', door: 'x' }
    : { id: source.host.id, name: `@${source.host.username}`, door: 'x' };
}

/**
 * Whether the open space has not dealt with this yet. X's ids grow with time, and every edit has one of its own. What
 * is gone stays gone: whoever takes the cancellation back knows that.
 */
export function isNews({ source }: OpenSpace, change: SourceChange): boolean {
  if (source === undefined) return false;
  return change.kind === 'deleted' ? source.isGone !== true : isNewVersion(source, change.tweetId);
}

/** Whether the open space knows only an earlier version of its tweet: every edit has an id of its own, a greater. */
export const isNewVersion = (known: { readonly tweetId: string }, tweetId: string): boolean =>
  BigInt(tweetId) > BigInt(known.tweetId);

/**
 * The open space after its host edited or deleted the tweet, with what happened in words. A deletion cancels. An edit
 * that gives another room or start than the version before, and than the session has, voids the approval; one that no
 * longer reads as one room and one coming start, or has no place in the config, goes to review. What an organiser
 * decided about an unchanged plan stands, and so do their cancelling and denying; what the config approved stands while
 * it is surely read. Where somebody holds the new room then, the open space becomes a conflict. An edit that gives a
 * coming start after the old one has passed schedules it again.
 */
export function applySourceChange(
  { space, taken, unfit, now, rules }: Situation,
  change: SourceChange,
): { space: OpenSpace; why: string } | undefined {
  const { status } = space.standing;
  if (!isNews(space, change) || space.source === undefined) return undefined;
  if (status === 'over' && !givesComingStart(change, now)) return undefined;
  if (change.kind === 'deleted') {
    const { title: _title, ...known } = space.source;
    const gone: OpenSpace = { ...space, source: { ...known, isGone: true } };
    if (isOff(space)) return { space: gone, why: change.why };
    const by = hostOf(space);
    const standing =
      status === 'scheduled'
        ? ({ status: 'cancelled', by, why: change.why } as const)
        : ({ status: 'dismissed', by } as const);
    return { space: moveStanding(gone, standing), why: change.why };
  }

  const { kind: _kind, tweetId, url, title, ...readAs } = change;
  const { readAs: before, host } = space.source;
  const source = withoutUndefined({ tweetId, url, host, title, readAs: before && readAs });
  const linked: OpenSpace = { ...space, source };
  const isElsewhere = before === undefined || !plansDiffer(before, readAs);
  if (isElsewhere || isThere(space, readAs, now)) {
    const why = isElsewhere ? whyWords.editedElsewhere : whyWords.editedInLine;
    return { space: readAs.isSure === true ? linked : withoutApproval(linked, 'config'), why };
  }

  const moved = withoutApproval(relocated(linked, change, now), 'all');
  // Whoever takes the cancellation or the denial back finds what the tweet says now.
  if (isOff(space) || isDenied(space)) {
    const why = whyWords.editedAfter(status === 'cancelled' ? 'cancelled' : 'denied');
    return { space: status !== 'scheduled' || schedulesItself(change, now) ? moved : dismissedAs(moved), why };
  }
  if (unfit !== undefined || !schedulesItself(change, now)) {
    const unread = status === 'needs_review' ? moved : moveStanding(moved, { status: 'needs_review' });
    return { space: unread, why: whyWords.editedToReview(unfit) };
  }
  const isAnew = status !== 'scheduled' || (space.startAt ?? 0) <= now;
  const staged = isAnew ? withFreshReminders(moved, now, rules, taken === undefined ? 'config' : 'nobody') : moved;
  const standing: Standing = taken === undefined ? { status: 'scheduled' } : { status: 'conflict', with: taken };
  const why = taken === undefined ? whyWords.edited : whyWords.editedToTaken(taken.room);
  return { space: { ...staged, standing }, why };
}

/** Whether the session takes place, or was to, where and when the post says now: organisers were there first. */
const isThere = ({ standing: { status }, room, startAt }: OpenSpace, plan: Plan, now: number): boolean =>
  (status === 'scheduled' || status === 'cancelled') &&
  schedulesItself(plan, now) &&
  plan.room === room &&
  plan.startAt === startAt;

/** Denied, and not scheduled any more, because it has no room or no coming start. */
function dismissedAs(denied: OpenSpace): OpenSpace {
  const [by] = denied.reminders.flatMap(({ state }) => (state.status === 'denied' ? (state.by ?? []) : []));
  return moveStanding(denied, { status: 'dismissed', by: by ?? hostOf(denied) });
}

/** Whether the host gives a start that is to come: that also brings back what had ended with its old start. */
export const givesComingStart = (change: SourceChange, now: number): boolean =>
  change.kind === 'edited' && (change.startAt ?? 0) > now;

/** At the room and start that the edit gives, as far as it gives them. */
function relocated(space: OpenSpace, { room, startAt }: Plan, now: number): OpenSpace {
  const { room: _room, place: _place, startAt: _startAt, ...rest } = space;
  const located: OpenSpace = { ...rest, ...withoutUndefined({ room }) };
  if (startAt !== undefined && startAt === space.startAt) return atStart(located, startAt, now);
  if (startAt !== undefined) return { ...atStart(located, startAt, now), startReadAt: now };
  // Without a start, no reminder has a time.
  return mapReminders(located, (one) => {
    const { sendAt: _sendAt, sendAtPicked: _picked, ...reminder } = one;
    return isOpen(one) ? reminder : one;
  });
}

/**
 * Asks for approvals again: for all, or for those of the config. A denial forgets what it would give back: it does not
 * say who had approved that.
 */
const withoutApproval = (space: OpenSpace, whose: 'all' | 'config'): OpenSpace =>
  mapReminders(space, (one) => {
    const { state } = one;
    if (state.status === 'denied') return { ...one, state: withoutUndefined({ status: state.status, by: state.by }) };
    const isVoid = state.status === 'approved' && (whose === 'all' || state.by === undefined);
    return isVoid ? moveReminder(one, { status: 'needs_action' }) : one;
  });
