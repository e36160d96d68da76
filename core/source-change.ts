import type { Actor } from './actor.ts';
import type { Situation } from './situation.ts';
import {
  atStart,
  calledOff,
  isDenied,
  isOff,
  mapReminders,
  moveStanding,
  withFreshReminders,
  type OpenSpace,
  type SourceTweet,
  type Standing,
} from './open-space.ts';
import { postIdOf, postsOf, restingOn } from './posts-of.ts';
import type { Edit, SourceChange } from './request.ts';
import { plansDiffer, schedulesItself, type Plan } from './plan.ts';
import { forStart, isOpen, moveReminder } from './reminder.ts';
import { withoutUndefined } from './without-undefined.ts';
import { whyWords } from './words.ts';

export const editOf = (
  { tweetId, url, postId }: { readonly tweetId: string; readonly url: string; readonly postId?: string | undefined },
  plan: Plan,
  title: string | undefined,
): Edit => withoutUndefined({ kind: 'edited', tweetId, url, postId, title, ...plan });

const versionOf = (
  { kind: _kind, tweetId, url, postId, title, isHidden, ...readAs }: Edit,
  host: SourceTweet['host'],
) => withoutUndefined({ tweetId, url, postId, host, title, isHidden, readAs });

export const hostOf = ({ source }: OpenSpace): Actor =>
  source === undefined
    ? { id: 'host', name: 'the host', door: 'x' }
    : { id: source.host.id, name: `@${source.host.username}`, door: 'x' };

/** Every edit has a new, greater id. A deletion is news only once: a person who undoes the cancellation knows of it. */
export function isNews(space: OpenSpace, change: SourceChange): boolean {
  const post = postOf(space, change);
  if (post === undefined) return false;
  if (change.kind === 'separated') return postsOf(space).length > 1;
  return change.kind === 'deleted' ? post.isGone !== true : isNewerThan(post, change);
}

const postOf = (space: OpenSpace, { postId = space.id }: SourceChange): SourceTweet | undefined =>
  postsOf(space).find((post) => postIdOf(space, post) === postId);

/** The space with a later tweet of its host as its source. Its earlier tweets stay known until they are deleted. */
export function following(space: OpenSpace, change: Edit | undefined): OpenSpace {
  const { source } = space;
  if (change === undefined || source === undefined || postOf(space, change) === source) return space;
  return restingOn(space, [versionOf(change, source.host), ...othersThan(space, postOf(space, change))]);
}

const othersThan = (space: OpenSpace, post: SourceTweet | undefined): SourceTweet[] =>
  postsOf(space).filter((one) => one !== post && one.isGone !== true);

/** Whether the open space does not know this version, or knows only that there is one. */
export const isNewerThan = (known: Version, { tweetId, isHidden }: Version): boolean =>
  isNewVersion(known, tweetId) || (known.isHidden === true && isHidden !== true && known.tweetId === tweetId);

type Version = Pick<SourceTweet, 'tweetId' | 'isHidden'>;

/** Whether the open space knows only an earlier version of its tweet: every edit has a new, greater id. */
export const isNewVersion = (known: { readonly tweetId: string }, tweetId: string): boolean =>
  BigInt(tweetId) > BigInt(known.tweetId);

/**
 * The open space after its host edited or deleted a tweet, with the reason in words; undefined if nothing changes.
 * - A deletion of the source cancels. A deletion of an earlier tweet cancels nothing, nor does a source that X has
 *   never shown: then an organiser has typed in all that is known.
 * - An edit to another room or start than before, and than the session has, ends the approval. If the edit has not one
 *   room and one future start, or the config does not allow it, the open space goes to review. If the new room is
 *   taken, it goes to conflict.
 * - If an edit does not change room and start, organisers' decisions stay. Approvals by the config stay only if the
 *   edited version is surely read.
 * - Cancellations and denials stay after every edit.
 * - An edit to a future start, after the old start has passed, schedules the open space again.
 * - If an earlier tweet is edited to another room or start, it becomes the source, unless the source is newer.
 * - If a tweet is now a session of its own (`separated`), it is removed, unless it is the only one.
 */
export function applySourceChange(
  { space, taken, unfit, now, rules }: Situation,
  change: SourceChange,
): { space: OpenSpace; why: string } | undefined {
  const { status } = space.standing;
  const post = postOf(space, change);
  if (post === undefined || !isNews(space, change)) return undefined;
  if (status === 'over' && !givesComingStart(change, now)) return undefined;
  const isEarlier = post !== space.source;
  if (change.kind === 'separated' || (change.kind === 'deleted' && isEarlier)) {
    const others = postsOf(space).filter((one) => one !== post);
    return { space: restingOn(space, others), why: change.kind === 'deleted' ? change.why : whyWords.separated };
  }
  if (change.kind === 'deleted') {
    const { title: _title, ...known } = post;
    const gone: OpenSpace = { ...space, source: { ...known, isGone: true } };
    if (isOff(space) || change.isUnseen === true) return { space: gone, why: change.why };
    return { space: calledOff(gone, hostOf(space), change.why), why: change.why };
  }

  const { readAs: before, host } = post;
  const { readAs, ...unread } = versionOf(change, host);
  const version = before === undefined ? unread : { ...unread, readAs };
  const isElsewhere = before === undefined || !plansDiffer(before, readAs);
  // X does not report every edit, so an edit can be noticed after a later post of its host has moved the session.
  const isOvertaken = isEarlier && space.source !== undefined && !isNewVersion(space.source, change.tweetId);
  const isPlaced = isEarlier || ((status === 'scheduled' || status === 'cancelled') && schedulesItself(change, now));
  if (isElsewhere || isOvertaken || (isPlaced && repeats(space, readAs))) {
    const posts = postsOf(space).map((one) => (one === post ? version : one));
    const edited = restingOn(space, posts);
    const isKept = isEarlier || readAs.isSure === true;
    const whyPlaced = isOvertaken ? whyWords.editedBefore : whyWords.editedInLine;
    const why = isElsewhere ? whyWords.editedElsewhere : whyPlaced;
    return { space: isKept ? edited : withoutApproval(edited, 'config'), why };
  }

  const linked = restingOn(space, [version, ...othersThan(space, post)]);
  const moved = withoutApproval(relocated(linked, readAs, before, now), 'all');
  // If somebody undoes the cancellation or the denial, the session has the room and start of the tweet as it is now.
  if (isOff(space) || isDenied(space)) {
    const why = whyWords.editedAfter(status === 'cancelled' ? 'cancelled' : 'denied');
    return { space: status !== 'scheduled' || schedulesItself(change, now) ? moved : dismissedAs(moved), why };
  }
  if (unfit !== undefined || !schedulesItself(change, now)) {
    const unread = status === 'needs_review' ? moved : moveStanding(moved, { status: 'needs_review' });
    return { space: unread, why: whyWords.editedToReview(change.isHidden === true ? whyWords.editHidden : unfit) };
  }
  const isAnew = status !== 'scheduled' || (space.startAt ?? 0) <= now;
  const staged = isAnew ? withFreshReminders(moved, now, rules, taken === undefined ? 'config' : 'nobody') : moved;
  const standing: Standing = taken === undefined ? { status: 'scheduled' } : { status: 'conflict', with: taken };
  const why = taken === undefined ? whyWords.edited : whyWords.editedToTaken(taken.room);
  return { space: { ...staged, standing }, why };
}

/** Dismissed, because a denied session can stay scheduled only with a room and a future start. */
function dismissedAs(denied: OpenSpace): OpenSpace {
  const [by] = denied.reminders.flatMap(({ state }) => (state.status === 'denied' ? (state.by ?? []) : []));
  return moveStanding(denied, { status: 'dismissed', by: by ?? hostOf(denied) });
}

/** Whether the host gives a future start. This also brings back a session that had ended. */
export const givesComingStart = (change: SourceChange, now: number): boolean =>
  change.kind === 'edited' && (change.startAt ?? 0) > now;

export const repeats = ({ room, startAt }: OpenSpace, plan: Plan): boolean =>
  plan.room === room && plan.startAt === startAt;

/** The space at the edit's room and start. If neither version of the tweet gives one, an organiser's one stays. */
function relocated(space: OpenSpace, plan: Plan, before: Plan, now: number): OpenSpace {
  const { room, place, startAt: known, ...rest } = space;
  const isElsewhere = plan.room !== undefined || before.room !== undefined;
  const startAt = plan.startAt ?? (before.startAt === undefined ? known : undefined);
  const located: OpenSpace = { ...rest, ...withoutUndefined(isElsewhere ? { room: plan.room } : { room, place }) };
  if (startAt !== undefined && startAt === space.startAt) return atStart(located, startAt, now);
  if (startAt !== undefined) return { ...atStart(located, startAt, now), startReadAt: now };
  return mapReminders(located, (one) => (isOpen(one) ? forStart(one, startAt, now) : one));
}

/** Ends approvals. Undo of a denial will not bring one back: the denial does not store who had approved it. */
const withoutApproval = (space: OpenSpace, whose: 'all' | 'config'): OpenSpace =>
  mapReminders(space, (one) => {
    const { state } = one;
    if (state.status === 'denied') return { ...one, state: withoutUndefined({ status: state.status, by: state.by }) };
    const isVoid = state.status === 'approved' && (whose === 'all' || state.by === undefined);
    return isVoid ? moveReminder(one, { status: 'needs_action' }) : one;
  });
