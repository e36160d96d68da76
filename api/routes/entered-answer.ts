import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ApiContext } from '../context.ts';
import type { Config } from '../../core/config.ts';
import { listedRoom } from '../../core/listed-room.ts';
import type { Entry, EntryOutcome } from '../doors.ts';
import { Problem } from '../problem.ts';
import { answer, leadsTo, openSpaceOperations } from './answers.ts';
import { waitForView } from './decide-on.ts';
import { keptDetail } from './decision-answer.ts';
import { given } from './fields.ts';
import { keptShape, openSpaceAnswer, openSpaceShape } from './open-space-answer.ts';
import { refuseOthersWish, type Wanted } from './took-effect.ts';

export const openSpaceId = z.object({
  id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,60}$/u)
    .openapi({ description: 'The workflow’s id after its last colon.', example: '865679812345678901' }),
});

export const enteredAnswer = {
  202: answer('Kept: no worker answers at this moment.', keptShape),
  201: {
    ...answer('It is scheduled; it needs approval, unless the config says otherwise.', openSpaceShape),
    ...leadsTo('/id', ...openSpaceOperations),
    headers: { Location: { description: 'Where it is.', required: true, schema: { type: 'string' as const } } },
  },
};

/** What waits for an organiser, until somebody schedules it. */
const unscheduled: readonly string[] = ['needs_review', 'conflict', 'dismissed'];

/** What an entry should have made of the open space. */
export function wantedOf({ room, place, startAt }: Entry, { conference }: Config): Wanted {
  return given({ room: room === undefined ? undefined : listedRoom(room, conference.rooms), place, startAt });
}

/** @throws {Problem} 409 with the reason */
export async function answerEntered(c: Context, context: ApiContext, outcome: EntryOutcome, wanted: Wanted) {
  if (outcome.kind === 'refused') throw new Problem(409, outcome.reason);
  const view = await waitForView(context, outcome.id, ({ status }) => !unscheduled.includes(status));
  const openSpace = await openSpaceAnswer(context, view);
  if (unscheduled.includes(view.status)) return c.json({ kept: true as const, detail: keptDetail, openSpace }, 202);
  refuseOthersWish(view.space, wanted);
  const path = `/api/v1/open-spaces/${encodeURIComponent(outcome.id)}`;
  return c.json(openSpace, 201, { Location: path, ETag: `"${view.revision}"` });
}
