import { z } from '@hono/zod-openapi';
import { approvals, reminderId, type Approval } from '../../core/reminder.ts';
import type { Verb } from '../../core/request.ts';
import { textProblem } from '../../core/reminder-text.ts';
import type { ReminderView } from '../../store/reminders.ts';
import { actorOf } from '../auth/tokens.ts';
import { withoutUndefined } from '../../core/without-undefined.ts';
import type { ApiContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { answer, body, changeProblems, leadsTo, oneProblems, preconditionProblem, readProblems } from './answers.ts';
import { decideOn, findOpenSpace, keptDetail, madeDecisionAnswer } from './decide-on.ts';
import { flag, idempotencyHeader, idParam, ifMatchHeader, ifMatchNumber, instant, instantOf } from './fields.ts';
import { scopedRoute, type Api, type Guards } from './guards.ts';
import { decidedReminderShape, keptReminderShape, reminderAnswer, reminderShape } from './reminder-answer.ts';
import { answerPage, pageOf, pageQuery, noQuery } from './pagination.ts';
import { unprocessable } from './where-and-when.ts';

const tags = ['Reminders'];

const listRoute = (guards: Guards) =>
  scopedRoute(guards, 'read', {
    method: 'get',
    path: '/reminders',
    operationId: 'listReminders',
    tags,
    summary: 'Reminders, in the order in which they go out',
    description: 'Reminders that match all given filters. Scope: read.',
    request: {
      query: z.strictObject({
        approval: z.enum(approvals).optional(),
        pending: flag('true: only reminders that may still go out, approved or not. false: only the others.'),
        ...pageQuery,
      }),
    },
    responses: {
      200: {
        ...answer('A page of them.', pageOf(reminderShape)),
        ...leadsTo('/items/0/id', 'getReminder', 'changeReminder'),
      },
      ...readProblems,
    },
  });

const params = idParam(/^[A-Za-z0-9_-]{1,80}$/u, {
  description: '`<open space>-<minutes>`.',
  example: '865679812345678901-15',
});

const oneRoute = (guards: Guards) =>
  scopedRoute(guards, 'read', {
    method: 'get',
    path: '/reminders/{id}',
    operationId: 'getReminder',
    tags,
    summary: 'One reminder',
    description: 'Shows its own text, if it has one, or the text that went out. Scope: read.',
    request: { query: noQuery, params },
    responses: {
      200: answer('The reminder. The ETag is its open space’s revision, for `If-Match`.', reminderShape),
      ...oneProblems,
    },
  });

const textField = z
  .string()
  .min(1)
  .max(1000)
  .regex(/^[^\s\p{Cc}](?:\n|[^\p{Cc}])*$/u, {
    error: 'write a text without control characters, not beginning with a space',
  })
  .openapi({
    description:
      'Instead of the config’s wording. `{minutes}`, `{user}`, `{tweetId}`, `{room}`, `{time}`, `{day}` and ' +
      '`{title}` are filled in when it goes out. At most 280 characters then, as X counts them.',
    example: 'In {minutes} minutes in {room}: {title}',
  });

const changeRoute = (guards: Guards) =>
  scopedRoute(guards, 'decide', {
    method: 'patch',
    path: '/reminders/{id}',
    operationId: 'changeReminder',
    tags,
    summary: 'Decide on one reminder, or change its time or text',
    description: 'Changes time and text first, then applies the approval. Scope: decide.',
    request: {
      query: noQuery,
      params,
      headers: idempotencyHeader.extend(ifMatchHeader.shape),
      body: body(
        z
          .strictObject({
            approval: z.enum(approvals).optional(),
            sendAt: instant.optional(),
            text: textField.optional(),
          })
          .refine((change) => Object.keys(change).length > 0, 'give an approval, a time or a text')
          .openapi('ReminderChange', { minProperties: 1 }),
        { approval: 'approved', sendAt: '2017-05-19T16:40:00-07:00' },
      ),
    },
    responses: {
      200: answer('Decided: the reminder after it, with its new ETag.', decidedReminderShape),
      202: answer('Kept: no worker answers at this moment.', keptReminderShape),
      ...changeProblems,
      ...preconditionProblem,
    },
  });

export function addReminderRoutes(api: Api, context: ApiContext, guards: Guards): void {
  const { store } = context;

  const find = async (id: string): Promise<ReminderView> => {
    const found = await store.reminders.find(id);
    // A row without an open space holds only an intent record: the open space was never recorded here.
    if (found === null || found.openSpaceId === undefined) throw new Problem(404, `There is no reminder ${id}.`);
    return found;
  };

  api.openapi(listRoute(guards), async (c) => {
    const { approval, pending, ...page } = c.req.valid('query');
    const { conference } = await store.configs.current();
    const filter = withoutUndefined({ approval, pending });
    const answered = await answerPage(c, page, {
      find: (limit, after) => store.reminders.list(conference.id, filter, limit, after),
      timeOf: ({ sendAt }) => sendAt,
      toAnswer: (one) => reminderAnswer(one, conference.timeZone),
    });
    return c.json(answered, 200);
  });

  api.openapi(oneRoute(guards), async (c) => {
    const reminder = await find(c.req.valid('param').id);
    const { conference } = await store.configs.current();
    return c.json(reminderAnswer(reminder, conference.timeZone), 200, { ETag: etagOf(reminder) });
  });

  api.openapi(changeRoute(guards), async (c) => {
    const reminder = await find(c.req.valid('param').id);
    const { space } = await findOpenSpace(context, reminder.openSpaceId);
    const { approval, sendAt, text } = c.req.valid('json');
    const message = text === undefined ? undefined : textProblem(space, text);
    if (message !== undefined) throw unprocessable([{ path: 'text', message }]);
    const wanted = { approval, sendAt: sendAt === undefined ? undefined : instantOf(sendAt), text };
    const made = await decideOn(context, {
      openSpaceId: space.id,
      verb: verbOf(reminder, withoutUndefined(wanted)),
      by: actorOf(c.get('caller')),
      revision: ifMatchNumber(c.req.valid('header')['If-Match']),
      requestId: c.get('seed') && `reminder:${c.get('seed')}`,
    });
    const row = await find(reminderId(space.id, reminder.key));
    const fresh = reminderAnswer(row, space.timeZone);
    if (made.kind === 'kept') return c.json({ kept: true as const, detail: keptDetail, reminder: fresh }, 202);
    const decision = madeDecisionAnswer(made.result.decision, space.timeZone);
    return c.json({ ...fresh, decision }, 200, { ETag: etagOf(row) });
  });
}

/**
 * Values that are unchanged already are left out if others change. If nothing changes, they are sent, and refused with
 * a reason.
 */
function verbOf(
  { key, status, sendAt, text }: ReminderView,
  { approval, ...wording }: { approval?: Approval; sendAt?: number; text?: string },
): Verb {
  const changes =
    (wording.sendAt !== undefined && wording.sendAt !== sendAt?.getTime()) ||
    (wording.text !== undefined && wording.text !== text);
  if (approval === undefined || (changes && approval === status)) {
    return { verb: 'change', reminder: key, ...wording };
  }
  return { verb: 'decide', approval, reminder: key, ...(changes ? wording : {}) };
}

/** The revision of the open space with which the row was written. */
const etagOf = ({ revision = 0 }: ReminderView): string => `"${revision}"`;
