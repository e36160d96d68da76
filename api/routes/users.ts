import { createRoute, z } from '@hono/zod-openapi';
import type { UserDoc } from '../../store/users.ts';
import { actorOf } from '../auth/tokens.ts';
import type { ApiContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { answer, bearer, body, changeProblems, leadsTo, oneProblems, readProblems } from './answers.ts';
import { flag, given, instantAnswer, isoIn, searchField } from './fields.ts';
import type { Api, Guards } from './guards.ts';
import { cutPage, defaultLimit, pageOf, pageQuery, readCursor, noQuery } from './pagination.ts';

const tags = ['Users'];

const shape = z.strictObject({
  id: z.string().openapi({ description: 'X’s number.' }),
  username: z.string(),
  name: z.string(),
  shouldIgnore: z.boolean(),
  lastSeenAt: instantAnswer,
});

const userShape = shape.openapi('User', {
  example: {
    id: '1234',
    username: 'host',
    name: 'A Host',
    shouldIgnore: false,
    lastSeenAt: '2017-05-19T10:14:03-07:00',
  },
});

const params = z.object({
  id: z
    .string()
    .regex(/^[0-9]{1,19}$/u)
    .openapi({ description: 'X’s number for the account.', example: '1234' }),
});

const listRoute = (guards: Guards) =>
  createRoute({
    method: 'get',
    path: '/users',
    operationId: 'listUsers',
    tags,
    summary: 'Users on X whom the bot has heard',
    description: 'Shows whether the bot ignores or trusts them. Scope: read.',
    security: bearer,
    middleware: guards.read,
    request: {
      query: z.strictObject({ q: searchField, ignored: flag('Only the ignored, or only the others.'), ...pageQuery }),
    },
    responses: {
      200: { ...answer('A page of them.', pageOf(userShape)), ...leadsTo('/items/0/id', 'getUser', 'changeUser') },
      ...readProblems,
    },
  });

const oneRoute = (guards: Guards) =>
  createRoute({
    method: 'get',
    path: '/users/{id}',
    operationId: 'getUser',
    tags,
    summary: 'One user',
    description: 'The id is X’s number for the account. Scope: read.',
    security: bearer,
    middleware: guards.read,
    request: { query: noQuery, params },
    responses: { 200: answer('As last seen.', userShape), ...oneProblems },
  });

const ignoreRoute = (guards: Guards) =>
  createRoute({
    method: 'patch',
    path: '/users/{id}',
    operationId: 'changeUser',
    tags,
    summary: 'Ignore somebody, or stop ignoring them',
    description:
      'Their tweets are stored and nothing is done about them, from the next tweet on. Adds the id to the config’s ' +
      '`ignoreUsers`, as a new version of it. Scope: admin.',
    security: bearer,
    middleware: guards.admin,
    request: {
      query: noQuery,
      params,
      body: body(z.strictObject({ shouldIgnore: z.boolean() }).openapi('UserChange'), { shouldIgnore: true }),
    },
    responses: { 200: answer('As it now is.', userShape), ...changeProblems },
  });

const cursorSchema = z.strictObject({ id: z.string().max(100) });

export function addUserRoutes(api: Api, context: ApiContext, guards: Guards): void {
  const { store } = context;

  const find = async (id: string): Promise<UserDoc> => {
    const user = await store.users.find(id);
    if (user === null) {
      throw new Problem(404, `The bot has never heard from the user ${id}. The config's ignoreUsers takes any id.`);
    }
    return user;
  };

  api.openapi(listRoute(guards), async (c) => {
    const { q, ignored, limit = defaultLimit, cursor } = c.req.valid('query');
    const { conference, ignoreUsers } = await store.configs.current();
    const filter = given({
      q,
      ids: ignored === true ? ignoreUsers : undefined,
      exceptIds: ignored === false ? ignoreUsers : undefined,
    });
    const found = await store.users.list(filter, limit + 1, readCursor(cursor, cursorSchema)?.id);
    const { entries, nextCursor } = cutPage(c, found, limit, (last) => ({ id: last._id }));
    return c.json({ items: entries.map((user) => toAnswer(user, ignoreUsers, conference.timeZone)), nextCursor }, 200);
  });

  api.openapi(oneRoute(guards), async (c) => {
    const user = await find(c.req.valid('param').id);
    const { conference, ignoreUsers } = await store.configs.current();
    return c.json(toAnswer(user, ignoreUsers, conference.timeZone), 200);
  });

  api.openapi(ignoreRoute(guards), async (c) => {
    const user = await find(c.req.valid('param').id);
    await context.openSpaces.setIgnored(user._id, c.req.valid('json').shouldIgnore, actorOf(c.get('caller')));
    const { conference, ignoreUsers } = await store.configs.current();
    return c.json(toAnswer(user, ignoreUsers, conference.timeZone), 200);
  });
}

function toAnswer(user: UserDoc, ignoreUsers: readonly string[], timeZone: string): z.infer<typeof shape> {
  const { _id, username, name, lastSeenAt } = user;
  const shouldIgnore = ignoreUsers.includes(_id);
  return { id: _id, username, name, shouldIgnore, lastSeenAt: isoIn(timeZone, lastSeenAt.getTime()) };
}
