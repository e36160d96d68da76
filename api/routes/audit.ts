import { createRoute, z } from '@hono/zod-openapi';
import type { ApiContext } from '../context.ts';
import { answer, bearer, readProblems } from './answers.ts';
import { actorSchema, given, instantAnswer, isoIn } from './fields.ts';
import type { Api, Guards } from './guards.ts';
import { cursorTime, cutPage, defaultLimit, pageOf, pageQuery, readCursor } from './pagination.ts';
import { auditWords } from '../../core/words.ts';

const entryShape = z
  .strictObject({
    id: z.string(),
    at: instantAnswer,
    by: actorSchema,
    verb: z.string().openapi({ example: 'decide' }),
    words: z.string().openapi({ example: 'approved' }),
    openSpaceId: z.string().optional(),
    revision: z.int().optional().openapi({ description: 'The revision after the decision.' }),
  })
  .openapi('AuditEntry');

const listRoute = (guards: Guards) =>
  createRoute({
    method: 'get',
    path: '/audit',
    operationId: 'listAudit',
    tags: ['Audit'],
    summary: 'Who decided what, when, through which door; newest first',
    description: 'Decisions on open spaces, changes of the config, tokens and users. Scope: read.',
    security: bearer,
    middleware: guards.read,
    request: {
      query: z.strictObject({
        openSpaceId: z
          .string()
          .regex(/^[A-Za-z0-9_-]{1,60}$/u)
          .optional(),
        ...pageQuery,
      }),
    },
    responses: { 200: answer('A page of it.', pageOf(entryShape)), ...readProblems },
  });

const cursorSchema = z.strictObject({ a: cursorTime, id: z.string().max(200) });

export function addAuditRoutes(api: Api, { store }: ApiContext, guards: Guards): void {
  api.openapi(listRoute(guards), async (c) => {
    const { openSpaceId, limit = defaultLimit, cursor } = c.req.valid('query');
    const { conference } = await store.configs.current();
    const after = readCursor(cursor, cursorSchema);
    const place = after && { at: new Date(after.a), id: after.id };
    const found = await store.audit.list(given({ openSpaceId }), limit + 1, place);
    const { entries, nextCursor } = cutPage(c, found, limit, (last) => ({ a: last.at.getTime(), id: last._id }));
    const items = entries.map(({ _id, at, by, verb, words, decision, openSpaceId: about, revision }) => ({
      id: _id,
      at: isoIn(conference.timeZone, at.getTime()),
      by,
      verb,
      words: auditWords({ ...given({ words, decision }) }, conference.timeZone),
      ...(about === undefined ? {} : { openSpaceId: about }),
      ...(revision === undefined ? {} : { revision }),
    }));
    return c.json({ items, nextCursor }, 200);
  });
}
