import type { Actor } from '../core/actor.ts';
import type { OpenSpace } from '../core/open-space.ts';
import type { Verb } from '../core/request.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { Store } from '../store/store.ts';
import type { AskOutcome } from './ask-open-space.ts';

/** Who pressed what: the open space, and the revision before them. */
export interface Press {
  readonly openSpaceId: string;
  readonly by: Actor;
  readonly revision?: number;
}

interface ChangeKnownOptions {
  readonly store: Store;
  readonly clock: () => number;
  readonly ask: (asked: Press & { readonly verb: Verb }) => Promise<AskOutcome>;
}

export function createChangeKnown({ store, clock, ask }: ChangeKnownOptions) {
  /**
   * Carries out what a post says about a known session of the same host: that one is moved to the post's room and
   * start, or cancelled, and the post's own open space is denied. Doing it again does what a crash left undone.
   */
  return async function changeKnown(
    change: 'move' | 'cancel',
    { openSpaceId, by, revision }: Press,
  ): Promise<AskOutcome> {
    const view = await store.openSpaces.find(openSpaceId);
    const known = view?.space.about === undefined ? null : await store.openSpaces.find(view.space.about);
    if (view === null || known === null) return { kind: 'refused', reason: 'It is about no other session.' };
    const verb = change === 'cancel' ? ({ verb: 'cancel' } as const) : moveTo(view.space, clock());
    if (verb === undefined) {
      return { kind: 'refused', reason: 'The post says neither a room nor a coming start. Move the session by hand.' };
    }
    if (!isDone(known.space, verb)) {
      const answer = await ask({ openSpaceId: known._id, verb, by });
      if (answer.kind !== 'decided') return answer;
    }
    const denial = { verb: 'decide', approval: 'denied' } as const;
    const answer = await ask(withoutUndefined({ openSpaceId, verb: denial, by, revision }));
    // Moving the other one may have changed what this post is in conflict with; nobody has decided on it.
    const now = answer.kind === 'refused' ? await store.openSpaces.find(openSpaceId) : null;
    if (now === null || now.space.decisions.length !== view.space.decisions.length) return answer;
    return ask({ openSpaceId, verb: denial, by });
  };
}

/** Where a post says that the session is now; undefined where it says nothing that is to come. */
function moveTo({ room, startAt = 0 }: OpenSpace, now: number): (Verb & { verb: 'change' }) | undefined {
  const to = withoutUndefined({ room, startAt: startAt <= now ? undefined : startAt });
  return Object.keys(to).length === 0 ? undefined : { verb: 'change', ...to };
}

function isDone({ standing, room, startAt }: OpenSpace, verb: Verb): boolean {
  if (verb.verb === 'cancel') return standing.status === 'cancelled';
  if (verb.verb !== 'change') return false;
  return (verb.room ?? room) === room && (verb.startAt ?? startAt) === startAt;
}
