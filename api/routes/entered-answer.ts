import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ApiContext } from '../context.ts';
import type { EntryOutcome } from '../../temporal/open-space-service.ts';
import { Problem } from '../problem.ts';
import { answer, leadsTo, openSpaceOperations } from './answers.ts';
import { waitForView, keptDetail } from './decide-on.ts';
import { keptShape, openSpaceAnswer, openSpaceShape } from './open-space-answer.ts';

export const openSpaceId = z.object({
  id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,60}$/u)
    .openapi({ description: 'The workflow’s id after its last colon.', example: '865679812345678901' }),
});

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
  if (outcome.kind === 'refused') throw new Problem(409, outcome.reason);
  const { id, isKept = false } = outcome;
  const view = await waitForView(context, id, ({ space }) => isKept || space.standing.status === 'scheduled');
  const openSpace = await openSpaceAnswer(context, view);
  if (isKept) return c.json({ kept: true as const, detail: keptDetail, openSpace }, 202);
  const path = `/api/v1/open-spaces/${encodeURIComponent(id)}`;
  return c.json(openSpace, 201, { Location: path, ETag: `"${view.revision}"` });
}
