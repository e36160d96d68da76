import type { Context } from 'hono';
import type { Decision } from '../../core/decision.ts';
import type { ApiContext } from '../context.ts';
import { answer } from './answers.ts';
import type { Made } from './decide-on.ts';
import { isoIn } from './fields.ts';
import { decidedShape, keptShape, openSpaceAnswer } from './open-space-answer.ts';
import { decisionWords } from '../../core/words.ts';

export const decisionAnswers = {
  200: answer('Decided: the open space as it now stands, and the decision with its maker.', decidedShape),
  202: answer('Kept: no worker answers at this moment.', keptShape),
};

export const keptDetail = 'No worker answers at the moment. The request is kept and will be decided. Look again later.';

/** The decision as the one who asked is told. */
export function madeDecisionAnswer(decision: Decision, timeZone: string) {
  return { by: decision.by, at: isoIn(timeZone, decision.at), words: decisionWords(decision, timeZone) };
}

export async function answerDecision(c: Context, context: ApiContext, made: Made) {
  const openSpace = await openSpaceAnswer(context, made.view);
  if (made.kind === 'kept') return c.json({ kept: true as const, detail: keptDetail, openSpace }, 202);
  const decision = madeDecisionAnswer(made.result.decision, made.view.space.timeZone);
  return c.json({ ...openSpace, decision }, 200, { ETag: `"${made.view.revision}"` });
}
