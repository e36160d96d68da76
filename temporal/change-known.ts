import { changedSince } from '../core/decide.ts';
import { placedAs } from '../core/decision.ts';
import { isDenied, isOff, type OpenSpace } from '../core/open-space.ts';
import { postIdOf } from '../core/posts-of.ts';
import type { Verb, WhereAndWhen } from '../core/request.ts';
import { editOf } from '../core/source-change.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { Store } from '../store/store.ts';
import { nameOf } from '../core/words.ts';
import type { Ask, AskOutcome } from './ask-open-space.ts';

/** A press: the person, the open space, and the revision that they saw. */
interface Press extends Omit<Ask, 'verb' | 'requestId'> {
  /** The values that they picked beside the button; they count more than the post's values. */
  readonly picked?: WhereAndWhen;
  /** The known session's `placedAs` that they saw [the present one]. */
  readonly knownAs?: number | undefined;
}

export function createChangeKnown(store: Store, clock: () => number, ask: (ask: Ask) => Promise<AskOutcome>) {
  /**
   * Carries out a post's change of a known session of the same host. The session is moved to the post's room and start,
   * or to the picked ones, and from then on is based on the post; or it is cancelled. The post's own open space is
   * denied, even if no worker answers yet. Repeating it completes what a crash left undone. A post without a new room
   * or start is refused: its denial alone would look like a move. So is a press of a person who has not seen where the
   * session is now.
   */
  return async function changeKnown(
    change: 'move' | 'cancel',
    { openSpaceId, by, revision, picked = {}, knownAs }: Press,
  ): Promise<AskOutcome> {
    const view = await store.openSpaces.find(openSpaceId);
    const known = view?.space.about === undefined ? null : await store.openSpaces.find(view.space.about);
    if (view === null || known === null) return { kind: 'refused', reason: 'This post is not about another session.' };
    if (isDenied(known.space)) {
      return { kind: 'refused', reason: `${nameOf(known.space)} is denied: undo that first, or decide on this post.` };
    }
    // Refused before anything is done: the known session must not change if the post's own denial would be refused.
    const changed = changedSince(view.space, revision);
    if (changed !== undefined) return { kind: 'refused', reason: changed };
    const verb = change === 'cancel' ? ({ verb: 'cancel' } as const) : moveTo(view.space, picked, known.space, clock());
    if (verb === undefined) {
      const reason = 'The post gives no other room or start. Pick one, then press “Move that one here” again.';
      return { kind: 'refused', reason };
    }
    const isDoneBefore = isDone(known.space, verb);
    const moved = knownAs === placedAs(known.space) ? undefined : changedSince(known.space, knownAs);
    if (moved !== undefined && !isDoneBefore) return { kind: 'refused', reason: `${nameOf(known.space)}: ${moved}` };
    const asked = { openSpaceId: known._id, verb, by, revision: known.revision };
    const changing = isDoneBefore ? undefined : await ask(asked);
    // Otherwise “It is cancelled” would be about the post.
    if (changing?.kind === 'refused') return { ...changing, reason: `${nameOf(known.space)}: ${changing.reason}` };
    if (changing?.kind === 'gone') return changing;
    const denial = { verb: 'decide', approval: 'denied' } as const;
    const answer = await ask(withoutUndefined({ openSpaceId, verb: denial, by, revision }));
    // The denial is sent now and kept too. Nobody would send it later.
    return changing?.kind === 'kept' ? changing : answer;
  };
}

/**
 * The session's new room and start, and the post that gives them. Undefined if nothing is new, or the start is not to
 * come.
 */
function moveTo(post: OpenSpace, picked: WhereAndWhen, known: OpenSpace, now: number): Verb | undefined {
  const { room, place, startAt = 0 } = { ...post, ...picked };
  const isLater = startAt > now && (startAt !== known.startAt || room !== undefined || place !== undefined);
  const where = room === undefined ? { place } : { room };
  const to = withoutUndefined({ ...where, startAt: isLater ? startAt : undefined });
  return Object.keys(to).length === 0 ? undefined : withoutUndefined({ verb: 'change', ...to, follows: editBy(post) });
}

/** The post's reading, for the session that it moves. Undefined if the post was deleted, or never read. */
function editBy(post: OpenSpace) {
  const { source } = post;
  if (source?.readAs === undefined || source.isGone === true) return undefined;
  return editOf({ ...source, postId: postIdOf(post) }, source.readAs, source.title);
}

function isDone(known: OpenSpace, verb: Verb): boolean {
  const { standing, room, place, startAt } = known;
  if (verb.verb === 'cancel') return standing.status === 'cancelled';
  if (verb.verb !== 'change' || isOff(known)) return false;
  if ((verb.follows?.postId ?? postIdOf(known)) !== postIdOf(known)) return false;
  return (verb.room ?? room) === room && (verb.place ?? place) === place && (verb.startAt ?? startAt) === startAt;
}
