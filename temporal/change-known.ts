import { changedSince } from '../core/decide.ts';
import { isDenied, type OpenSpace } from '../core/open-space.ts';
import { postIdOf } from '../core/posts-of.ts';
import type { Verb, WhereAndWhen } from '../core/request.ts';
import { editOf } from '../core/source-change.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { Store } from '../store/store.ts';
import { nameOf } from '../core/words.ts';
import type { Ask, AskOutcome } from './ask-open-space.ts';

/** Who pressed what: the open space, and the revision before them. */
interface Press extends Omit<Ask, 'verb' | 'requestId'> {
  /** What they picked beside the button; it counts before what the post says. */
  readonly picked?: WhereAndWhen;
}

export function createChangeKnown(store: Store, clock: () => number, ask: (ask: Ask) => Promise<AskOutcome>) {
  /**
   * Carries out what a post says about a known session of the same host: that one is moved to the post's room and
   * start, or to what was picked, and rests on the post from then on; or it is cancelled. The post's own open space is
   * denied, also where no worker answers yet. Doing it again does what a crash left undone. A post that gives nothing
   * new is refused: its denial alone would look like a move.
   */
  return async function changeKnown(
    change: 'move' | 'cancel',
    { openSpaceId, by, revision, picked = {} }: Press,
  ): Promise<AskOutcome> {
    const view = await store.openSpaces.find(openSpaceId);
    const known = view?.space.about === undefined ? null : await store.openSpaces.find(view.space.about);
    if (view === null || known === null) return { kind: 'refused', reason: 'This post is not about another session.' };
    if (isDenied(known.space)) {
      return { kind: 'refused', reason: `${nameOf(known.space)} is denied: undo that first, or decide on this post.` };
    }
    // Refused here already: the known session must not change where the post's own denial will be refused.
    const changed = changedSince(view.space, revision);
    if (changed !== undefined) return { kind: 'refused', reason: changed };
    const verb = change === 'cancel' ? ({ verb: 'cancel' } as const) : moveTo(view.space, picked, known.space, clock());
    if (verb === undefined) {
      const reason = 'The post gives no other room or start. Pick one, then press “Move it here” again.';
      return { kind: 'refused', reason };
    }
    const changing = isDone(known.space, verb) ? undefined : await ask({ openSpaceId: known._id, verb, by });
    if (changing?.kind === 'refused' || changing?.kind === 'gone') return changing;
    const denial = { verb: 'decide', approval: 'denied' } as const;
    const answer = await ask(withoutUndefined({ openSpaceId, verb: denial, by, revision }));
    // The denial waits with it.
    return changing?.kind === 'kept' ? changing : answer;
  };
}

/** Where and when the session is now, and by which post; undefined where nothing of it is new or to come. */
function moveTo(
  post: OpenSpace,
  picked: WhereAndWhen,
  known: OpenSpace,
  now: number,
): (Verb & { verb: 'change' }) | undefined {
  const { room, place, startAt = 0 } = { ...post, ...picked };
  const isLater = startAt > now && (startAt !== known.startAt || room !== undefined || place !== undefined);
  const where = room === undefined ? { place } : { room };
  const to = withoutUndefined({ ...where, startAt: isLater ? startAt : undefined });
  return Object.keys(to).length === 0 ? undefined : withoutUndefined({ verb: 'change', ...to, follows: editBy(post) });
}

/** What the post says, for the session that it moves; undefined where it was taken back, or never read. */
function editBy(post: OpenSpace) {
  const { source } = post;
  if (source?.readAs === undefined || source.isGone === true) return undefined;
  return editOf({ ...source, postId: postIdOf(post) }, source.readAs, source.title);
}

function isDone(known: OpenSpace, verb: Verb): boolean {
  const { standing, room, place, startAt } = known;
  if (verb.verb === 'cancel') return standing.status === 'cancelled';
  if (verb.verb !== 'change' || (verb.follows?.postId ?? postIdOf(known)) !== postIdOf(known)) return false;
  return (verb.room ?? room) === room && (verb.place ?? place) === place && (verb.startAt ?? startAt) === startAt;
}
