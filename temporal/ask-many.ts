import type { Actor } from '../core/actor.ts';
import type { Conflict } from '../core/conflict.ts';
import type { Decision } from '../core/decision.ts';
import type { Log } from '../core/log.ts';
import type { Verb } from '../core/request.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { Ask, AskOutcome } from './ask-open-space.ts';
import type { OpenSpaceService } from './open-space-service.ts';
import { serverProblem } from './server-problem.ts';

export interface OneOfMany {
  readonly view: OpenSpaceView;
  readonly verb: Verb;
  /** The revision that the person saw [the view's]. If the open space has another one by then, nothing is decided. */
  readonly revision?: number | undefined;
}

export type ManyAnswers = Awaited<ReturnType<typeof askMany>>;

/** The ids without a view: they never existed, or are gone, for example after a restore from an older copy. */
export function missingOf(ids: readonly string[], views: readonly OpenSpaceView[]): string[] {
  const found = new Set(views.map(({ _id }) => _id));
  return [...new Set(ids)].filter((id) => !found.has(id));
}

export interface ManyAsker {
  readonly ask: (asked: Ask) => Promise<AskOutcome>;
  readonly log: Pick<Log, 'error'>;
}

/** Denies all undecided open spaces of a host, at the listed revisions: later decisions by somebody else stay. */
export async function denyWaiting(
  { listWaitingOf, ...asker }: ManyAsker & Pick<OpenSpaceService, 'listWaitingOf'>,
  hostId: string,
  by: Actor,
): Promise<ManyAnswers> {
  const verb = { verb: 'decide', approval: 'denied' } as const;
  return askMany(asker, [(await listWaitingOf(hostId)).map((view) => ({ view, verb }))], by);
}

/**
 * Asks many open spaces. Each is decided by itself: if one is refused or cannot be asked, the others still count.
 *
 * @param groups one after the other; the requests of a group are made at once
 * @param requestId of a request that may be repeated: each open space decides it once
 * @throws if a request failed, and either nothing was decided or the request may be repeated
 */
export async function askMany(
  { ask, log }: ManyAsker,
  groups: readonly (readonly OneOfMany[])[],
  by: Actor,
  requestId?: string,
) {
  const decided: { view: OpenSpaceView; decision: Decision }[] = [];
  // No worker has answered yet: each one is decided or refused later, and its card shows which.
  const kept: OpenSpaceView[] = [];
  const refused: { view: OpenSpaceView; reason: string; taken?: Conflict }[] = [];
  const failures: { openSpaceId: string; error: unknown }[] = [];
  let problem: string | undefined;
  const noteFailure = (openSpaceId: string, error: unknown): AskOutcome => {
    if (requestId !== undefined) throw error;
    failures.push({ openSpaceId, error });
    const problemNow = serverProblem(error);
    problem ??= problemNow;
    const why = problemNow ?? 'The fault is ours, and it is in the log.';
    // It is unknown whether the request has arrived.
    return { kind: 'refused', reason: `${why} Before you try again, check whether it was done.` };
  };
  for (const together of groups) {
    const answers = await Promise.all(
      together.map(async ({ view, verb, revision = view.revision }) => {
        // While a server is down, nothing more is asked: each request would take seconds, while a person waits.
        if (problem !== undefined) {
          return { view, answer: { kind: 'refused', reason: `It was not asked. ${problem}` } as const };
        }
        const asked = withoutUndefined({ openSpaceId: view._id, verb, by, revision, requestId });
        return { view, answer: await ask(asked).catch((error: unknown) => noteFailure(view._id, error)) };
      }),
    );
    for (const { view, answer } of answers) {
      if (answer.kind === 'decided') decided.push({ view, decision: answer.result.decision });
      else if (answer.kind === 'kept') kept.push(view);
      else if (answer.kind === 'gone') refused.push({ view, reason: 'It has ended.' });
      else refused.push({ view, reason: answer.reason, ...withoutUndefined({ taken: answer.taken }) });
    }
  }
  const [failure] = failures;
  if (failure !== undefined) {
    if (decided.length + kept.length === 0) throw failure.error;
    const why = failures.map(({ openSpaceId, error }) => `${openSpaceId}: ${String(error)}`);
    log.error('some of many requests failed', { failures: why });
  }
  return { decided, kept, refused };
}
