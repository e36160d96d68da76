import { z } from '@hono/zod-openapi';
import { conflictShape } from './conflict-answer.ts';

/** The format of every error, by RFC 9457. */
const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().openapi({ description: 'What happened and what to do, for people.' }),
    errors: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: 'One entry for each problem: where it is, and what to do.' }),
    conflictWith: conflictShape.optional().openapi({ description: 'Who holds the room, if that is the reason.' }),
  })
  .openapi('Problem', {
    example: {
      type: 'about:blank',
      title: 'Some fields are wrong',
      status: 422,
      detail: 'startsAt: write a time with its offset, such as 2017-05-19T17:00:00-07:00 or 2017-05-20T00:00:00Z',
      errors: [{ path: 'startsAt', message: 'write a time with its offset' }],
    },
  });

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});

const retryAfter = {
  headers: { 'Retry-After': { description: 'Seconds.', required: true, schema: { type: 'integer' as const } } },
};

/** The errors that any request may get. */
export const readProblems = {
  400: problem('The request cannot be understood: an unknown or repeated parameter, or a wrong cursor.'),
  401: problem('No token, or an unknown or revoked one.'),
  403: problem('The token’s scope does not allow it.'),
  406: problem('The caller accepts no JSON.'),
  429: { ...problem('Too many requests.'), ...retryAfter },
  503: { ...problem('Temporal or MongoDB does not answer in time, or refuses the bot.'), ...retryAfter },
};

export const oneProblems = { ...readProblems, 404: problem('Nothing has this id.') };

/** The further errors that a changing request may get. */
export const writeProblems = {
  ...readProblems,
  408: problem('The body came too slowly.'),
  409: problem('It cannot be done now; the detail says why.'),
  413: problem('More than 1 MB.'),
  415: problem('The body is not JSON.'),
  422: problem('Some fields are wrong; each error names its field and what to do.'),
};

export const changeProblems = { ...writeProblems, 404: problem('Nothing has this id.') };

export const preconditionProblem = { 412: problem('It has changed since you looked.') };

/** Describes a JSON answer. */
export function answer<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } };
}

/** Describes a JSON body, with an example. */
export function body<Schema extends z.ZodType>(schema: Schema, example: unknown) {
  return { required: true, content: { 'application/json': { schema, example } } };
}

/** Describes an id in an answer as a link to these operations; `at` is a JSON pointer. */
export function leadsTo(at: string, ...operationIds: readonly string[]) {
  const link = (operationId: string) => ({ operationId, parameters: { id: `$response.body#${at}` } });
  return { links: Object.fromEntries(operationIds.map((operationId) => [operationId, link(operationId)])) };
}

export const openSpaceOperations = [
  'getOpenSpace',
  'changeOpenSpace',
  'approveOpenSpace',
  'denyOpenSpace',
  'cancelOpenSpace',
  'sendOpenSpaceNow',
] as const;
