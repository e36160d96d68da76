import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'hono';
import type { Actor } from '../../core/actor.ts';
import type { Conflict } from '../../core/conflict.ts';
import type { Verb } from '../../core/request.ts';
import type { OpenSpaceView } from '../../store/open-spaces.ts';
import type { DecisionResult } from '../../workflows/messages.ts';
import type { ApiContext } from '../context.ts';
import { orNotFound, Problem } from '../problem.ts';
import { decisionWords, statusWords } from '../../core/words.ts';
import type { Decision } from '../../core/decision.ts';
import { withoutUndefined } from '../../core/without-undefined.ts';
import type { EntryOutcome } from '../../temporal/enter-by-hand.ts';
import { answer, leadsTo, openSpaceOperations } from './answers.ts';
import { conflictAnswer } from './conflict-answer.ts';
import { isoIn } from './fields.ts';
import { decidedShape, keptShape, openSpaceAnswer, openSpaceShape } from './open-space-answer.ts';

/**
 * How long a caller waits until the view shows the decision, because the workflow may answer before that. Milliseconds.
 */
const viewWithin = 2_000;
const lookEvery = 20;

export type Made =
  | { readonly kind: 'decided'; readonly result: DecisionResult; readonly view: OpenSpaceView }
  | { readonly kind: 'kept'; readonly view: OpenSpaceView };

export interface Wish {
  readonly openSpaceId: string;
  readonly verb: Verb;
  readonly by: Actor;
  /** The revision that the caller saw, if given. */
  readonly revision: number | undefined;
  /** The name of a request that may be repeated: it is decided once. */
  readonly requestId?: string | undefined;
}

/**
 * Asks an open space, and waits until a GET would show the decision.
 *
 * @throws {Problem} 404 if there is none, 409 if it is refused or over, 412 if it has changed since `revision`
 */
export async function decideOn(context: ApiContext, wish: Wish): Promise<Made> {
  const outcome = await context.openSpaces.ask(withoutUndefined(wish));
  switch (outcome.kind) {
    case 'refused': {
      // A refusal raises the revision too, so a raised revision alone does not tell the reason.
      if (wish.revision === undefined || outcome.isOutdated !== true) throw await refusal(context, outcome);
      const { revision } = await findOpenSpace(context, wish.openSpaceId);
      throw new Problem(412, sentence(outcome.reason), { headers: { ETag: `"${revision}"` } });
    }
    case 'gone': {
      const view = await findOpenSpace(context, wish.openSpaceId);
      throw new Problem(409, `It has ended (${statusWords[view.status]}): nothing can be decided any more.`);
    }
    case 'kept':
      return { kind: 'kept', view: await findOpenSpace(context, wish.openSpaceId) };
    case 'decided': {
      const { revision } = outcome.result.decision;
      const view = await waitForView(context, wish.openSpaceId, (seen) => seen.revision >= revision);
      return { kind: 'decided', result: outcome.result, view };
    }
  }
}

interface Refused {
  readonly reason: string;
  readonly taken?: Conflict;
}

/** 409 with the reason. If the room is taken, it also names the open space that holds it. */
async function refusal({ store }: ApiContext, { reason, taken }: Refused): Promise<Problem> {
  if (taken === undefined) return new Problem(409, sentence(reason));
  const { timeZone } = (await store.configs.current()).conference;
  return new Problem(409, sentence(reason), { conflictWith: conflictAnswer(taken, timeZone) });
}

/** @throws {Problem} 404 */
export async function findOpenSpace({ openSpaces }: ApiContext, id: string): Promise<OpenSpaceView> {
  return orNotFound(await openSpaces.find(id), `There is no open space ${id}.`);
}

/** The view as soon as it is as wanted, or as it is when the time is over. */
async function waitForView(
  context: ApiContext,
  id: string,
  isWanted: (view: OpenSpaceView) => boolean,
): Promise<OpenSpaceView> {
  const end = performance.now() + viewWithin;
  for (;;) {
    const view = await findOpenSpace(context, id);
    if (isWanted(view) || performance.now() > end) return view;
    await sleep(lookEvery);
  }
}

const sentence = (reason: string): string => `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}`;

export const decisionAnswers = {
  200: answer('Decided: the open space after it, and the decision with the person who made it.', decidedShape),
  202: answer('Kept: no worker answers at this moment.', keptShape),
};

export const keptDetail =
  'No worker answers at the moment. The request is kept and will be decided. Check again later.';

/** The decision in an answer to the person who asked. */
export function madeDecisionAnswer(decision: Decision, timeZone: string) {
  return { by: decision.by, at: isoIn(timeZone, decision.at), words: decisionWords(decision, timeZone) };
}

export async function answerDecision(c: Context, context: ApiContext, made: Made) {
  const openSpace = await openSpaceAnswer(context, made.view);
  if (made.kind === 'kept') return c.json({ kept: true as const, detail: keptDetail, openSpace }, 202);
  const decision = madeDecisionAnswer(made.result.decision, made.view.space.timeZone);
  return c.json({ ...openSpace, decision }, 200, { ETag: `"${made.view.revision}"` });
}

export const enteredAnswer = {
  202: answer('Kept: no worker answers at this moment.', keptShape),
  201: {
    ...answer('It is scheduled, and approved unless `approval` says otherwise.', openSpaceShape),
    ...leadsTo('/id', ...openSpaceOperations),
    headers: {
      Location: { description: 'The address of the open space.', required: true, schema: { type: 'string' as const } },
    },
  },
};

/** @throws {Problem} 409 with the reason */
export async function answerEntered(c: Context, context: ApiContext, outcome: EntryOutcome) {
  if (outcome.kind === 'refused') throw await refusal(context, outcome);
  const { id, isKept = false } = outcome;
  const view = await waitForView(context, id, ({ space }) => isKept || space.standing.status === 'scheduled');
  const openSpace = await openSpaceAnswer(context, view);
  if (isKept) return c.json({ kept: true as const, detail: keptDetail, openSpace }, 202);
  const path = `/api/v1/open-spaces/${encodeURIComponent(id)}`;
  return c.json(openSpace, 201, { Location: path, ETag: `"${view.revision}"` });
}
