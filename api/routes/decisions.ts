import { z } from '@hono/zod-openapi';
import { reminderId } from '../../core/reminder.ts';
import type { Verb } from '../../core/request.ts';
import { actorOf } from '../auth/tokens.ts';
import type { ApiContext } from '../context.ts';
import { changeProblems, preconditionProblem } from './answers.ts';
import { decideOn, answerDecision, decisionAnswers } from './decide-on.ts';
import { idempotencyHeader, ifMatchHeader, ifMatchNumber, openSpaceId } from './fields.ts';
import { scopedRoute, type Api, type Guards } from './guards.ts';
import { noQuery } from './pagination.ts';
import { unprocessable } from './where-and-when.ts';

interface Deciding {
  readonly verb: Verb;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  /** Whether the request is about one reminder, which the body may name. */
  readonly isOfOne?: boolean;
}

const decisions = {
  approve: {
    verb: { verb: 'decide', approval: 'approved' },
    operationId: 'approveOpenSpace',
    summary: 'Approve all its reminders that were not sent',
    description:
      'This also schedules a review or conflict that has a room and a start, and restores a cancelled open space.',
  },
  deny: {
    verb: { verb: 'decide', approval: 'denied' },
    operationId: 'denyOpenSpace',
    summary: 'Deny all its reminders that were not sent',
    description:
      'A review or conflict is dismissed. The room is free then, unless a reminder went out before. ' +
      'It can be taken back until the start.',
  },
  cancel: {
    verb: { verb: 'cancel' },
    operationId: 'cancelOpenSpace',
    summary: 'Cancel it',
    description:
      'The room is free. If a post told people of it, one more says that it is off; else nothing more is posted. ' +
      'Approve it to undo this, until the start.',
  },
  'send-now': {
    verb: { verb: 'sendNow' },
    operationId: 'sendOpenSpaceNow',
    summary: 'Post its next reminder at once',
    description:
      'Sends the next reminder, a correction before any other, and approves it. ' +
      'A reminder says how many minutes are left.',
  },
  retry: {
    verb: { verb: 'retry' },
    operationId: 'retryOpenSpace',
    summary: 'Try a failed reminder again',
    description: 'For a reminder that failed, or that is unconfirmed and is not on the profile.',
    isOfOne: true,
  },
  'confirm-sent': {
    verb: { verb: 'confirmSent' },
    operationId: 'confirmOpenSpaceSent',
    summary: 'Say that an unconfirmed reminder is on the profile',
    description: 'Nothing is posted. This is also possible after the start.',
    isOfOne: true,
  },
} as const satisfies Record<string, Deciding>;

/** For requests without fields: a field that does nothing is refused, because its sender expects an effect. */
const noBody = z.strictObject({}).openapi('Nothing', { maxProperties: 0 });

const whichReminder = z
  .strictObject({
    reminder: z.string().max(80).optional().openapi({
      description: 'Its `id`. It must be given if several reminders could be meant.',
      example: '865679812345678901-15',
    }),
  })
  .openapi('WhichReminder');

const decisionRoute = (path: string, { operationId, summary, description, isOfOne }: Deciding, guards: Guards) =>
  scopedRoute(guards, 'decide', {
    method: 'post',
    path: `/open-spaces/{id}/${path}`,
    operationId,
    tags: ['Decisions'],
    summary,
    description: `${description} Equal requests without a key share one decision if they come together. Scope: decide.`,
    request: {
      query: noQuery,
      params: openSpaceId,
      headers: idempotencyHeader.extend(ifMatchHeader.shape),
      body: {
        required: false,
        content: {
          'application/json': { schema: isOfOne === true ? whichReminder : (noBody as typeof whichReminder) },
        },
      },
    },
    responses: { ...decisionAnswers, ...changeProblems, ...preconditionProblem },
  });

/** The reminder's key, from its id. @throws {Problem} 422 if it belongs to another open space */
function reminderOf(openSpace: string, id: string | undefined): { readonly reminder?: string } {
  if (id === undefined) return {};
  const start = reminderId(openSpace, '');
  if (!id.startsWith(start) || id === start) {
    throw unprocessable([{ path: 'reminder', message: `give the id of one of its reminders, such as ${start}15` }]);
  }
  return { reminder: id.slice(start.length) };
}

export function addDecisionRoutes(api: Api, context: ApiContext, guards: Guards): void {
  for (const [path, deciding] of Object.entries(decisions)) {
    api.openapi(decisionRoute(path, deciding, guards), async (c) => {
      const { id } = c.req.valid('param');
      const made = await decideOn(context, {
        openSpaceId: id,
        verb: { ...deciding.verb, ...reminderOf(id, c.req.valid('json').reminder) },
        by: actorOf(c.get('caller')),
        revision: ifMatchNumber(c.req.valid('header')['If-Match']),
        requestId: c.get('seed') && `${path}:${c.get('seed')}`,
      });
      return answerDecision(c, context, made);
    });
  }
}
