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

/** What a version of a tweet tells its open space. */
export function editOf(
  { tweetId, url, postId }: { readonly tweetId: string; readonly url: string; readonly postId?: string | undefined },
  plan: Plan,
  title: string | undefined,
): Edit {
  return withoutUndefined({ kind: 'edited', tweetId, url, postId, title, ...plan });
}

/** The version as the open space remembers it. */
function versionOf({ kind: _kind, tweetId, url, postId, title, ...readAs }: Edit, host: SourceTweet['host']) {
  return withoutUndefined({ tweetId, url, postId, host, title, readAs });
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
export function isNews(space: OpenSpace, change: SourceChange): boolean {
  const post = postOf(space, change);
  if (post === undefined) return false;
  if (change.kind === 'separated') return postsOf(space).length > 1;
  return change.kind === 'deleted' ? post.isGone !== true : isNewVersion(post, change.tweetId);
}

/** The tweet of the open space that the change is about. */
const postOf = (space: OpenSpace, { postId = space.id }: SourceChange): SourceTweet | undefined =>
  postsOf(space).find((post) => postIdOf(space, post) === postId);

/** The space resting on a later tweet of its host from now on; what it rested on stays known as long as it stands. */
export function following(space: OpenSpace, change: Edit | undefined): OpenSpace {
  const { source } = space;
  if (change === undefined || source === undefined || postOf(space, change) === source) return space;
  return restingOn(space, [versionOf(change, source.host), ...othersThan(space, postOf(space, change))]);
}

const othersThan = (space: OpenSpace, post: SourceTweet | undefined): SourceTweet[] =>
  postsOf(space).filter((one) => one !== post && one.isGone !== true);

/** Whether the open space knows only an earlier version of its tweet: every edit has an id of its own, a greater. */
export const isNewVersion = (known: { readonly tweetId: string }, tweetId: string): boolean =>
  BigInt(tweetId) > BigInt(known.tweetId);

/**
 * The open space after its host edited or deleted the tweet, with what happened in words. A deletion cancels. An edit
 * that gives another room or start than the version before, and than the session has, voids the approval; one that no
 * longer reads as one room and one coming start, or has no place in the config, goes to review. What an organiser
 * decided about an unchanged plan stands, and so do their cancelling and denying; what the config approved stands while
 * it is surely read. Where somebody holds the new room then, the open space becomes a conflict. An edit that gives a
 * coming start after the old one has passed schedules it again. Of a tweet that it rested on before, a deletion cancels
 * nothing, and an edit to another room or start is its host's last word. Of a tweet that is a session of its own it
 * knows nothing any more, unless it has no other to rest on.
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
    if (isOff(space)) return { space: gone, why: change.why };
    return { space: calledOff(gone, hostOf(space), change.why), why: change.why };
  }

  const { readAs: before, host } = post;
  const { readAs, ...unread } = versionOf(change, host);
  const version = before === undefined ? unread : { ...unread, readAs };
  const isElsewhere = before === undefined || !plansDiffer(before, readAs);
  const isPlaced = isEarlier || ((status === 'scheduled' || status === 'cancelled') && schedulesItself(change, now));
  if (isElsewhere || (isPlaced && repeats(space, readAs))) {
    const edited = restingOn(
      space,
      postsOf(space).map((one) => (one === post ? version : one)),
    );
    const isKept = isEarlier || readAs.isSure === true;
    const why = isElsewhere ? whyWords.editedElsewhere : whyWords.editedInLine;
    return { space: isKept ? edited : withoutApproval(edited, 'config'), why };
  }

  const linked = restingOn(space, [version, ...othersThan(space, post)]);
  const moved = withoutApproval(relocated(linked, readAs, before, now), 'all');
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

/** Denied, and not scheduled any more, because it has no room or no coming start. */
function dismissedAs(denied: OpenSpace): OpenSpace {
  const [by] = denied.reminders.flatMap(({ state }) => (state.status === 'denied' ? (state.by ?? []) : []));
  return moveStanding(denied, { status: 'dismissed', by: by ?? hostOf(denied) });
}

/** Whether the host gives a start that is to come: that also brings back what had ended with its old start. */
export const givesComingStart = (change: SourceChange, now: number): boolean =>
  change.kind === 'edited' && (change.startAt ?? 0) > now;

/** Whether the tweet says what holds. */
export const repeats = ({ room, startAt }: OpenSpace, plan: Plan): boolean =>
  plan.room === room && plan.startAt === startAt;

/** At the room and start that the edit gives. What the version before did not give either, somebody else gave. */
function relocated(space: OpenSpace, plan: Plan, before: Plan, now: number): OpenSpace {
  const { room, place, startAt: known, ...rest } = space;
  const isElsewhere = plan.room !== undefined || before.room !== undefined;
  const startAt = plan.startAt ?? (before.startAt === undefined ? known : undefined);
  const located: OpenSpace = { ...rest, ...withoutUndefined(isElsewhere ? { room: plan.room } : { room, place }) };
  if (startAt !== undefined && startAt === space.startAt) return atStart(located, startAt, now);
  if (startAt !== undefined) return { ...atStart(located, startAt, now), startReadAt: now };
  return mapReminders(located, (one) => (isOpen(one) ? forStart(one, startAt, now) : one));
}

/** Asks for approvals again. A denial forgets what it would give back: it does not say who had approved that. */
const withoutApproval = (space: OpenSpace, whose: 'all' | 'config'): OpenSpace =>
  mapReminders(space, (one) => {
    const { state } = one;
    if (state.status === 'denied') return { ...one, state: withoutUndefined({ status: state.status, by: state.by }) };
    const isVoid = state.status === 'approved' && (whose === 'all' || state.by === undefined);
    return isVoid ? moveReminder(one, { status: 'needs_action' }) : one;
  });
