import type { Actor } from '../core/actor.ts';
import type { Decision } from '../core/decision.ts';
import type { Verb } from '../core/request.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { Ask, AskOutcome } from './ask-open-space.ts';

export interface OneOfMany {
  readonly view: OpenSpaceView;
  readonly verb: Verb;
  /** The revision that the person saw [the view's]. If the open space has another one by then, nothing is decided. */
  readonly revision?: number | undefined;
}

/** What became of each request. */
export interface ManyAnswers {
  readonly decided: readonly { readonly view: OpenSpaceView; readonly decision: Decision }[];
  /** No worker has answered yet: each one is decided or refused later, and its card shows which. */
  readonly kept: readonly OpenSpaceView[];
  readonly refused: readonly { readonly view: OpenSpaceView; readonly reason: string }[];
}

/** The answer if nobody knows whether the request has arrived. */
const unreachable: AskOutcome = {
  kind: 'refused',
  reason: 'The bot cannot reach its own servers. Check the card in a moment.',
};

/** The ids without a view: they do not exist, or not any more, for example after a restore from an older copy. */
export function missingOf(ids: readonly string[], views: readonly OpenSpaceView[]): string[] {
  const found = new Set(views.map(({ _id }) => _id));
  return [...new Set(ids)].filter((id) => !found.has(id));
}

/**
 * Asks many open spaces. Each is decided by itself: if one is refused or cannot be asked, the others still count.
 *
 * @param groups one after the other; the requests of a group are made at once
 * @param requestId of a request that may be repeated: each open space decides it once
 * @throws if the bot cannot reach its servers, and either nothing was decided or the request may be repeated
 */
export async function askMany(
  ask: (asked: Ask) => Promise<AskOutcome>,
  groups: readonly (readonly OneOfMany[])[],
  by: Actor,
  requestId?: string,
): Promise<ManyAnswers> {
  const decided: { view: OpenSpaceView; decision: Decision }[] = [];
  const kept: OpenSpaceView[] = [];
  const refused: { view: OpenSpaceView; reason: string }[] = [];
  let failure: unknown;
  const noteFailure = (error: unknown): AskOutcome => {
    if (requestId !== undefined) throw error;
    failure = error;
    return unreachable;
  };
  for (const together of groups) {
    const answers = await Promise.all(
      together.map(async ({ view, verb, revision = view.revision }) => {
        const asked = withoutUndefined({ openSpaceId: view._id, verb, by, revision, requestId });
        // After a failure nothing more is asked: each request would take seconds, while a person waits.
        return { view, answer: failure === undefined ? await ask(asked).catch(noteFailure) : unreachable };
      }),
    );
    for (const { view, answer } of answers) {
      if (answer.kind === 'decided') decided.push({ view, decision: answer.result.decision });
      else if (answer.kind === 'kept') kept.push(view);
      else refused.push({ view, reason: answer.kind === 'refused' ? answer.reason : 'It has ended.' });
    }
  }
  if (failure !== undefined && decided.length + kept.length === 0) throw failure;
  return { decided, kept, refused };
}
