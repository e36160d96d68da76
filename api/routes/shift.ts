import { z } from '@hono/zod-openapi';
import { listedRoom } from '../../core/listed-room.ts';
import { refusalWords } from '../../core/words.ts';
import { missingOf } from '../../temporal/ask-many.ts';
import { longestShift } from '../../temporal/shift.ts';
import { actorOf } from '../auth/tokens.ts';
import type { ApiContext } from '../context.ts';
import { answer, body, leadsTo, openSpaceOperations, writeProblems } from './answers.ts';
import { conflictAnswer, conflictShape } from './conflict-answer.ts';
import { idempotencyHeader, instant, instantAnswer, instantOf, isoIn, roomField } from './fields.ts';
import { scopedRoute, type Api, type Guards } from './guards.ts';
import { noQuery } from './pagination.ts';
import { checkWhereAndWhen } from './where-and-when.ts';

const minutesField = z
  .int({ error: 'write a whole number of minutes' })
  .min(-longestShift, 'move by at most 12 hours')
  .max(longestShift, 'move by at most 12 hours')
  .refine((minutes) => minutes !== 0, 'give at least one minute, later or (negative) earlier')
  .openapi({ description: 'Minutes later; negative: earlier. At most 12 hours, not 0.', example: 15 });

const targetShape = z
  .strictObject({
    id: z.string().regex(/^[A-Za-z0-9_-]{1,60}$/u, 'write an open space’s id'),
    revision: z.int().min(0).max(1_000_000_000).optional(),
  })
  .openapi('ShiftTarget', {
    description: 'An open space with the revision that you saw. If it has changed since, it is not moved.',
  });

/** No conference has more sessions to shift at once. */
const mostTargets = 1_000;

const shiftBody = z
  .strictObject({
    room: roomField.optional(),
    from: instant
      .optional()
      .openapi({ description: 'Sessions that start at or after this time are moved. ISO 8601 with an offset or Z.' }),
    openSpaces: z.array(targetShape).min(1).max(mostTargets).optional().openapi({
      description: 'Move exactly these, instead of `room` and `from`.',
    }),
    minutes: minutesField,
    preview: z.boolean().optional().openapi({ description: 'Only show what would move [false].' }),
  })
  .superRefine(({ room, from, openSpaces }, ctx) => {
    if (openSpaces === undefined && from === undefined) {
      ctx.addIssue({ code: 'custom', path: ['from'], message: 'give the first start that counts' });
    }
    if (openSpaces !== undefined && (room !== undefined || from !== undefined)) {
      ctx.addIssue({ code: 'custom', path: ['openSpaces'], message: 'give these, or a room and a start, not both' });
    }
  })
  .openapi('Shift', { oneOf: [{ required: ['from'] }, { required: ['openSpaces'] }] });

const movedShape = z.strictObject({
  id: z.string(),
  from: instantAnswer,
  to: instantAnswer,
  revision: z.int().openapi({ description: 'The revision after the move; in a preview, the current one.' }),
});
const keptShape = z.strictObject({ id: z.string() });
const refusedShape = z.strictObject({
  id: z.string(),
  reason: z.string(),
  conflictWith: conflictShape.optional().openapi({ description: 'Who holds the room, if that is the reason.' }),
});
const undoShape = z
  .strictObject({
    method: z.literal('POST'),
    path: z.string(),
    body: z.strictObject({ openSpaces: z.array(targetShape), minutes: minutesField }),
  })
  .openapi('ShiftUndo', { description: 'Send this to move back exactly what was moved.' });

const shiftedShape = z
  .strictObject({
    moved: z.array(movedShape),
    kept: z.array(keptShape).openapi({
      description: 'No worker has answered yet. These are moved or refused later, and `undo` leaves them out.',
    }),
    refused: z.array(refusedShape),
    undo: undoShape.nullable(),
  })
  .openapi('Shifted', {
    example: {
      moved: [
        {
          id: '865679812345678901',
          from: '2017-05-19T17:00:00-07:00',
          to: '2017-05-19T17:15:00-07:00',
          revision: 3,
        },
      ],
      kept: [],
      refused: [],
      undo: {
        method: 'POST',
        path: '/api/v1/open-spaces/shift',
        body: { openSpaces: [{ id: '865679812345678901', revision: 3 }], minutes: -15 },
      },
    },
  });

const shiftRoute = (guards: Guards) =>
  scopedRoute(guards, 'decide', {
    method: 'post',
    path: '/open-spaces/shift',
    operationId: 'shiftOpenSpaces',
    tags: ['Decisions'],
    summary: 'Move the starts of a room, or of all rooms, by some minutes',
    description:
      'Every open space that takes place and starts at or after `from`. Each is decided by itself: what is refused ' +
      'stays where it is. If the bot loses its servers halfway, some of `refused` may have moved: their reason says ' +
      'so. The answer names the request that undoes it. Scope: decide.',
    request: {
      query: noQuery,
      headers: idempotencyHeader,
      body: body(shiftBody, { room: 'B114', from: '2017-05-19T17:00:00-07:00', minutes: 15 }),
    },
    responses: {
      200: {
        ...answer('What was moved, what is kept, what was refused and why.', shiftedShape),
        ...leadsTo('/moved/0/id', ...openSpaceOperations),
      },
      ...writeProblems,
    },
  });

const notThere = (id: string) => ({ id, reason: refusalWords.noSuch });

export function addShiftRoute(api: Api, context: ApiContext, guards: Guards): void {
  api.openapi(shiftRoute(guards), async (c) => {
    const { room, from, openSpaces, minutes, preview = false } = c.req.valid('json');
    const { store, openSpaces: service } = context;
    const config = await store.configs.current();
    checkWhereAndWhen({ room }, config);
    const listed = room === undefined ? undefined : listedRoom(room, config.conference.rooms);
    const { timeZone } = config.conference;
    const seed = c.get('seed');
    const repeated = seed === undefined ? undefined : { minutes, seed };
    const list = () => service.listShiftable(listed, instantOf(from ?? ''), undefined, repeated);
    const targets = openSpaces ?? (await list()).map(({ _id, revision }) => ({ id: _id, revision }));
    const times = (startAt: number) => ({
      from: isoIn(timeZone, startAt),
      to: isoIn(timeZone, startAt + minutes * 60_000),
    });
    if (preview) {
      const ids = targets.map(({ id }) => id);
      const views = await service.findMany(ids);
      const moved = views
        .filter(({ space }) => space.startAt !== undefined)
        .map((view) => ({ id: view._id, ...times(view.space.startAt ?? 0), revision: view.revision }))
        .toSorted((one, other) => Date.parse(one.from) - Date.parse(other.from));
      const refused = [
        ...views.flatMap(({ _id: id, space }) =>
          space.startAt === undefined ? [{ id, reason: refusalWords.noStart }] : [],
        ),
        ...missingOf(ids, views).map(notThere),
      ];
      return c.json({ moved, kept: [], refused, undo: null }, 200);
    }
    const shifted = await service.shift(targets, minutes, actorOf(c.get('caller')), seed);
    const moved = shifted.moved.map(({ view, from: startAt, revision }) => ({
      id: view._id,
      ...times(startAt),
      revision,
    }));
    const kept = shifted.kept.map(({ _id: id }) => ({ id }));
    const undo = {
      method: 'POST' as const,
      path: '/api/v1/open-spaces/shift',
      body: { openSpaces: moved.map(({ id, revision }) => ({ id, revision })), minutes: -minutes },
    };
    const refused = [
      ...shifted.refused.map(({ view, reason, taken }) => ({
        id: view._id,
        reason,
        ...(taken === undefined ? {} : { conflictWith: conflictAnswer(taken, timeZone) }),
      })),
      ...shifted.missing.map(notThere),
    ];
    return c.json({ moved, kept, refused, undo: moved.length === 0 ? null : undo }, 200);
  });
}
