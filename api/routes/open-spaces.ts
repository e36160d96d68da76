import { randomUUID } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { approvals } from '../../core/reminder.ts';
import { tweetAddress, type Entry } from '../../temporal/enter-by-hand.ts';
import { listedRoom, namesOfRoom } from '../../core/listed-room.ts';
import type { Status } from '../../core/status.ts';
import { actorOf } from '../auth/tokens.ts';
import { withoutUndefined } from '../../core/without-undefined.ts';
import type { ApiContext } from '../context.ts';
import { answer, body, leadsTo, openSpaceOperations } from './answers.ts';
import { changeProblems, oneProblems, preconditionProblem, readProblems, writeProblems } from './answers.ts';
import { decideOn, findOpenSpace, answerDecision, decisionAnswers, answerEntered, enteredAnswer } from './decide-on.ts';
import { idempotencyHeader, ifMatchHeader, ifMatchNumber, instant, instantOf, openSpaceId } from './fields.ts';
import { instantParameter, line, noteField, placeField, roomField, titleField, searchField } from './fields.ts';
import { scopedRoute, type Api, type Guards } from './guards.ts';
import { openSpaceAnswer, openSpaceAnswers, openSpaceShape } from './open-space-answer.ts';
import { answerPage, pageOf, pageQuery, noQuery } from './pagination.ts';
import { checkWhereAndWhen, entryFields, refuseRoomAndPlace, roomOrPlace } from './where-and-when.ts';
import { statuses } from '../../core/words.ts';

const tags = ['Open spaces'];

const statusList = z
  .string()
  .regex(new RegExp(`^(?:${statuses.join('|')})(?:,(?:${statuses.join('|')}))*$`, 'u'), {
    error: `give one or more of ${statuses.join(', ')}, with commas between`,
  })
  .transform((text) => text.split(',') as Status[])
  .optional()
  .openapi({
    type: 'string',
    description: `One or more, separated by commas: ${statuses.join(', ')}.`,
    example: 'needs_review,conflict',
  });

const listRoute = (guards: Guards) =>
  scopedRoute(guards, 'read', {
    method: 'get',
    path: '/open-spaces',
    operationId: 'listOpenSpaces',
    tags,
    summary: 'Open spaces, by start; those without one first',
    description: 'Open spaces that match all given filters. Scope: read.',
    request: {
      query: z.strictObject({
        status: statusList,
        approval: z.enum(approvals).optional(),
        room: line(80).optional().openapi({ description: 'A listed room or an alias.', example: 'B114' }),
        from: instantParameter.optional(),
        to: instantParameter.optional(),
        q: searchField,
        ...pageQuery,
      }),
    },
    responses: {
      200: { ...answer('A page of them.', pageOf(openSpaceShape)), ...leadsTo('/items/0/id', ...openSpaceOperations) },
      ...readProblems,
    },
  });

const enterRoute = (guards: Guards) =>
  scopedRoute(guards, 'decide', {
    method: 'post',
    path: '/open-spaces',
    operationId: 'enterOpenSpace',
    tags,
    summary: 'Enter one by hand, with its tweet or without',
    description:
      'The bot need not have heard the tweet. The open space is approved unless `approval` says otherwise. ' +
      'Scope: decide.',
    request: {
      query: noQuery,
      headers: idempotencyHeader,
      body: body(
        z
          .strictObject({
            tweetUrl: z
              .string()
              .max(300)
              .regex(tweetAddress, 'write it like https://x.com/name/status/123')
              .optional()
              .openapi({ example: 'https://x.com/host/status/865679812345678901' }),
            ...entryFields,
          })
          .superRefine(refuseRoomAndPlace)
          .openapi('NewOpenSpace', roomOrPlace),
        { room: 'B114', startsAt: '2017-05-19T17:00:00-07:00', title: 'Acro yoga' },
      ),
    },
    responses: { ...enteredAnswer, ...writeProblems },
  });

const oneRoute = (guards: Guards) =>
  scopedRoute(guards, 'read', {
    method: 'get',
    path: '/open-spaces/{id}',
    operationId: 'getOpenSpace',
    tags,
    summary: 'One open space, with its reminders and decisions',
    description: 'Send its `revision` with a decision: if others changed it meanwhile, yours is refused. Scope: read.',
    request: { query: noQuery, params: openSpaceId },
    responses: { 200: answer('The open space. The ETag is its revision.', openSpaceShape), ...oneProblems },
  });

const changeRoute = (guards: Guards) =>
  scopedRoute(guards, 'decide', {
    method: 'patch',
    path: '/open-spaces/{id}',
    operationId: 'changeOpenSpace',
    tags,
    summary: 'Change room or place, start, title or note',
    description: 'The approval stays, and the reminder moves with the start. Scope: decide.',
    request: {
      query: noQuery,
      params: openSpaceId,
      headers: idempotencyHeader.extend(ifMatchHeader.shape),
      body: body(
        z
          .strictObject({
            room: roomField.optional(),
            place: placeField.optional(),
            startsAt: instant.optional(),
            title: titleField.optional(),
            note: noteField
              .nullable()
              .optional()
              .openapi({ description: 'A remark for organisers. `null` removes it.' }),
          })
          .refine((change) => Object.keys(change).length > 0, 'give at least one thing to change')
          .refine(({ room, place }) => room === undefined || place === undefined, 'give a room or a place, not both')
          .openapi('OpenSpaceChange', { minProperties: 1 }),
        { room: 'A103', startsAt: '2017-05-19T18:00:00-07:00' },
      ),
    },
    responses: { ...decisionAnswers, ...changeProblems, ...preconditionProblem },
  });

export function addOpenSpaceRoutes(api: Api, context: ApiContext, guards: Guards): void {
  api.openapi(listRoute(guards), async (c) => {
    const { status, approval, room, from, to, q, ...page } = c.req.valid('query');
    const { conference } = await context.store.configs.current();
    const filter = withoutUndefined({
      status,
      currentApproval: approval,
      rooms: room === undefined ? undefined : namesOfRoom(room, conference.rooms),
      from: from === undefined ? undefined : new Date(instantOf(from)),
      to: to === undefined ? undefined : new Date(instantOf(to)),
      q,
    });
    const { items: views, nextCursor } = await answerPage(c, page, {
      find: (limit, after) => context.openSpaces.list(conference.id, filter, limit, after),
      timeOf: ({ startAt }) => startAt,
      toAnswer: (view) => view,
    });
    return c.json({ items: await openSpaceAnswers(context, views), nextCursor }, 200);
  });

  api.openapi(enterRoute(guards), async (c) => {
    const { startsAt, ...entry } = c.req.valid('json');
    const config = await context.store.configs.current();
    checkWhereAndWhen({ room: entry.room, startsAt }, config);
    const wish: Entry = { ...withoutUndefined(entry), startAt: instantOf(startsAt) };
    const outcome = await context.openSpaces.enterByHand(wish, actorOf(c.get('caller')), c.get('seed') ?? randomUUID());
    return answerEntered(c, context, outcome);
  });

  api.openapi(oneRoute(guards), async (c) => {
    const view = await findOpenSpace(context, c.req.valid('param').id);
    c.header('ETag', `"${view.revision}"`);
    return c.json(await openSpaceAnswer(context, view), 200);
  });

  api.openapi(changeRoute(guards), async (c) => {
    const { room, startsAt, note, ...rest } = c.req.valid('json');
    const config = await context.store.configs.current();
    checkWhereAndWhen({ room, startsAt }, config);
    const listed = room === undefined ? undefined : listedRoom(room, config.conference.rooms);
    const startAt = startsAt === undefined ? undefined : instantOf(startsAt);
    const change = withoutUndefined({ room: listed, startAt, note: note === null ? '' : note, ...rest });
    const made = await decideOn(context, {
      openSpaceId: c.req.valid('param').id,
      verb: { verb: 'change', ...change },
      by: actorOf(c.get('caller')),
      revision: ifMatchNumber(c.req.valid('header')['If-Match']),
      requestId: c.get('seed') && `change:${c.get('seed')}`,
    });
    return answerDecision(c, context, made);
  });
}
