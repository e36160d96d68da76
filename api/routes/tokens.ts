import { z } from '@hono/zod-openapi';
import { scopes, type ApiToken } from '../../store/api-tokens.ts';
import { actorOf, makeToken, retireFirstToken } from '../auth/tokens.ts';
import type { ApiContext } from '../context.ts';
import { orNotFound } from '../problem.ts';
import { answer, body, leadsTo, oneProblems, readProblems, writeProblems } from './answers.ts';
import { actorSchema, idempotencyHeader, idParam, instantAnswer, isoIn, line } from './fields.ts';
import { scopedRoute, type Api, type Guards } from './guards.ts';
import { answerPage, pageOf, pageQuery, noQuery } from './pagination.ts';

const tags = ['Tokens'];

const fields = {
  id: z.string(),
  name: z.string(),
  scope: z.enum(scopes),
  createdAt: instantAnswer,
  createdBy: actorSchema,
  lastUsedAt: instantAnswer.nullable().openapi({ description: 'Exact to the minute.' }),
  revokedAt: instantAnswer.nullable(),
};

const shape = z.strictObject(fields);
const tokenShape = shape.openapi('Token');
const newTokenShape = z
  .strictObject({ ...fields, token: z.string().openapi({ description: 'Shown only this once.' }) })
  .openapi('NewToken');

const listRoute = (guards: Guards) =>
  scopedRoute(guards, 'admin', {
    method: 'get',
    path: '/tokens',
    operationId: 'listTokens',
    tags,
    summary: 'Tokens, newest first, without their secrets',
    description: 'Scope: admin.',
    request: { query: z.strictObject(pageQuery) },
    responses: { 200: answer('A page of them.', pageOf(tokenShape)), ...readProblems },
  });

const makeRoute = (guards: Guards) =>
  scopedRoute(guards, 'admin', {
    method: 'post',
    path: '/tokens',
    operationId: 'makeToken',
    tags,
    summary: 'Make a token',
    description: 'When there is an admin token, API_TOKEN no longer works. Scope: admin.',
    request: {
      query: noQuery,
      headers: idempotencyHeader,
      body: body(
        z
          .strictObject({
            name: line(60).openapi({
              description: 'Decisions are recorded under this name.',
              example: 'hallway board',
            }),
            scope: z.enum(scopes).openapi({ description: 'Each scope includes the ones before it.' }),
          })
          .openapi('TokenWish'),
        { name: 'hallway board', scope: 'read' },
      ),
    },
    responses: {
      201: {
        ...answer('Made. Keep the token: it is shown this once.', newTokenShape),
        ...leadsTo('/id', 'revokeToken'),
        headers: {
          Location: {
            description: 'Send DELETE here to revoke it.',
            required: true,
            schema: { type: 'string' as const },
          },
        },
      },
      ...writeProblems,
    },
  });

const revokeRoute = (guards: Guards) =>
  scopedRoute(guards, 'admin', {
    method: 'delete',
    path: '/tokens/{id}',
    operationId: 'revokeToken',
    tags,
    summary: 'Revoke a token, from its next request on',
    description: 'Scope: admin.',
    request: {
      query: noQuery,
      params: idParam(/^[0-9a-f-]{36}$/u, { example: '2c1d9a52-52f4-4c3b-9c3e-1d7c8f2d7c11' }),
    },
    responses: { 200: answer('Revoked; it stays on the list.', tokenShape), ...oneProblems },
  });

export function addTokenRoutes(api: Api, context: ApiContext, guards: Guards): void {
  const { store, clock } = context;

  const record = (id: string, what: 'made' | 'revoked', by: ReturnType<typeof actorOf>, token: ApiToken) =>
    store.audit.add({
      _id: `token:${id}:${what}`,
      at: new Date(clock()),
      by,
      verb: 'token',
      words: `token "${token.name}" (${token.scope}) ${what}`,
    });

  api.openapi(listRoute(guards), async (c) => {
    const { conference } = await store.configs.current();
    const page = await answerPage(c, c.req.valid('query'), {
      find: (limit, after) => store.apiTokens.list(limit, after),
      timeOf: ({ createdAt }) => createdAt,
      toAnswer: (token) => toAnswer(token, conference.timeZone),
    });
    return c.json(page, 200);
  });

  api.openapi(makeRoute(guards), async (c) => {
    const by = actorOf(c.get('caller'));
    const { conference } = await store.configs.current();
    const { token, secret } = makeToken(c.req.valid('json'), by, new Date(clock()));
    await store.apiTokens.add(token);
    if (token.scope === 'admin') await retireFirstToken(context);
    await record(token._id, 'made', by, token);
    const location = `/api/v1/tokens/${token._id}`;
    return c.json({ ...toAnswer(token, conference.timeZone), token: secret }, 201, { Location: location });
  });

  api.openapi(revokeRoute(guards), async (c) => {
    const { id } = c.req.valid('param');
    const token = orNotFound(await store.apiTokens.revoke(id, new Date(clock())), `There is no token ${id}.`);
    await record(id, 'revoked', actorOf(c.get('caller')), token);
    const { conference } = await store.configs.current();
    return c.json(toAnswer(token, conference.timeZone), 200);
  });
}

function toAnswer(token: ApiToken, timeZone: string): z.infer<typeof shape> {
  const iso = (at: Date | undefined) => (at === undefined ? null : isoIn(timeZone, at.getTime()));
  const { _id, name, scope, createdAt, createdBy, lastUsedAt, revokedAt } = token;
  return {
    id: _id,
    name,
    scope,
    createdAt: isoIn(timeZone, createdAt.getTime()),
    createdBy,
    lastUsedAt: iso(lastUsedAt),
    revokedAt: iso(revokedAt),
  };
}
