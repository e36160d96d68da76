import { z } from '@hono/zod-openapi';
import type { ApiContext } from '../context.ts';
import { answer, readProblems } from './answers.ts';
import { withoutUndefined } from '../../core/without-undefined.ts';
import type { AuditEntry } from '../../store/audit.ts';
import { actorSchema, instantAnswer, isoIn } from './fields.ts';
import { scopedRoute, type Api, type Guards } from './guards.ts';
import { answerPage, pageOf, pageQuery } from './pagination.ts';
import { auditWords } from '../../core/words.ts';

const shape = z.strictObject({
  id: z.string(),
  at: instantAnswer,
  by: actorSchema,
  verb: z.string().openapi({ example: 'decide' }),
  words: z.string().openapi({ example: 'approved' }),
  openSpaceId: z.string().optional(),
  revision: z.int().optional().openapi({ description: 'The revision after the decision.' }),
});
const entryShape = shape.openapi('AuditEntry');

const listRoute = (guards: Guards) =>
  scopedRoute(guards, 'read', {
    method: 'get',
    path: '/audit',
    operationId: 'listAudit',
    tags: ['Audit'],
    summary: 'Who decided what, when and where (Slack, API, pages, Temporal); newest first',
    description: 'Decisions on open spaces, changes of the config, tokens and users. Scope: read.',
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

export function addAuditRoutes(api: Api, { store }: ApiContext, guards: Guards): void {
  api.openapi(listRoute(guards), async (c) => {
    const { openSpaceId, ...page } = c.req.valid('query');
    const { conference } = await store.configs.current();
    const answered = await answerPage(c, page, {
      find: (limit, after) => store.audit.list(withoutUndefined({ openSpaceId }), limit, after),
      timeOf: ({ at }) => at,
      toAnswer: (entry) => toAnswer(entry, conference.timeZone),
    });
    return c.json(answered, 200);
  });
}

function toAnswer(entry: AuditEntry, timeZone: string): z.infer<typeof shape> {
  const { _id, at, by, verb, openSpaceId, revision } = entry;
  const words = auditWords(entry, timeZone);
  return withoutUndefined({ id: _id, at: isoIn(timeZone, at.getTime()), by, verb, words, openSpaceId, revision });
}
