import { z } from '@hono/zod-openapi';
import type { UserDoc } from '../../store/users.ts';
import { actorOf } from '../auth/tokens.ts';
import { withoutUndefined } from '../../core/without-undefined.ts';
import type { ApiContext } from '../context.ts';
import { orNotFound } from '../problem.ts';
import { answer, body, changeProblems, leadsTo, oneProblems, readProblems } from './answers.ts';
import { flag, idempotencyHeader, idParam, instantAnswer, isoIn, searchField } from './fields.ts';
import { scopedRoute, type Api, type Guards } from './guards.ts';
import { answerPage, pageOf, pageQuery, noQuery } from './pagination.ts';

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

const params = idParam(/^[0-9]{1,19}$/u, { description: 'X’s number for the account.', example: '1234' });

const listRoute = (guards: Guards) =>
  scopedRoute(guards, 'read', {
    method: 'get',
    path: '/users',
    operationId: 'listUsers',
    tags,
    summary: 'Users on X whom the bot has heard',
    description: 'Shows whether the bot ignores them. Scope: read.',
    request: {
      query: z.strictObject({ q: searchField, ignored: flag('Only the ignored, or only the others.'), ...pageQuery }),
    },
    responses: {
      200: { ...answer('A page of them.', pageOf(userShape)), ...leadsTo('/items/0/id', 'getUser', 'changeUser') },
      ...readProblems,
    },
  });

const oneRoute = (guards: Guards) =>
  scopedRoute(guards, 'read', {
    method: 'get',
    path: '/users/{id}',
    operationId: 'getUser',
    tags,
    summary: 'One user',
    description: 'The id is X’s number for the account. Scope: read.',
    request: { query: noQuery, params },
    responses: { 200: answer('As last seen.', userShape), ...oneProblems },
  });

const ignoreRoute = (guards: Guards) =>
  scopedRoute(guards, 'admin', {
    method: 'patch',
    path: '/users/{id}',
    operationId: 'changeUser',
    tags,
    summary: 'Ignore somebody, or stop ignoring them',
    description:
      'From the next tweet on, their tweets are only stored. Adds the id to the config’s `ignoreUsers`, ' +
      'or removes it, in a new version of the config. Scope: admin.',
    request: {
      query: noQuery,
      params,
      headers: idempotencyHeader,
      body: body(z.strictObject({ shouldIgnore: z.boolean() }).openapi('UserChange'), { shouldIgnore: true }),
    },
    responses: { 200: answer('The user after the change.', userShape), ...changeProblems },
  });

export function addUserRoutes(api: Api, context: ApiContext, guards: Guards): void {
  const { store } = context;

  const find = async (id: string): Promise<UserDoc> => {
    const unheard = `The bot has never heard from the user ${id}. The config's ignoreUsers takes any id.`;
    return orNotFound(await store.users.find(id), unheard);
  };

  api.openapi(listRoute(guards), async (c) => {
    const { q, ignored, ...page } = c.req.valid('query');
    const { conference, ignoreUsers } = await store.configs.current();
    const filter = withoutUndefined({
      q,
      ids: ignored === true ? ignoreUsers : undefined,
      exceptIds: ignored === false ? ignoreUsers : undefined,
    });
    const answered = await answerPage(c, page, {
      find: (limit, after) => store.users.list(filter, limit, after?.id),
      toAnswer: (user) => toAnswer(user, ignoreUsers, conference.timeZone),
    });
    return c.json(answered, 200);
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
