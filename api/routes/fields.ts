import { z } from '@hono/zod-openapi';
import { DateTime } from 'luxon';
import { longest } from '../../core/verb-problem.ts';

// Schemas of small parts of requests and answers, with their sentences for the description.

const instantWords = 'write a time with its offset, such as 2017-05-19T17:00:00-07:00 or 2017-05-20T00:00:00Z';

const isoInstant = z.iso.datetime({ offset: true, error: instantWords });

/** An instant in a request. It needs an offset: otherwise nobody could know which 5 pm is meant. */
export const instant = z.preprocess(withSeconds, isoInstant).openapi({
  description: 'ISO 8601 with an offset or Z.',
  example: '2017-05-19T17:00:00-07:00',
});

/** The same as a parameter in an address. There, a `+` that is not written as `%2B` arrives as a space. */
export const instantParameter = z
  .preprocess((given) => withSeconds(String(given).replace(/ (?=\d\d:\d\d$)/u, '+')), isoInstant)
  .openapi({ description: 'ISO 8601 with an offset or Z.', example: '2017-05-19T00:00:00Z' });

/**
 * An instant of a request, epoch milliseconds. One before 1970 counts as 1970: no conference is that old, and the store
 * does not take every year.
 */
export const instantOf = (given: string): number => Math.max(0, Date.parse(given));

/** ISO 8601 allows times without seconds. */
function withSeconds(given: unknown): unknown {
  return typeof given === 'string' ? given.replace(/(?<=T\d\d:\d\d)(?=Z$|[+-]\d\d:\d\d$)/u, ':00') : given;
}

/** An instant in an answer, with the conference's offset. */
export const instantAnswer = z.iso.datetime({ offset: true }).openapi({ example: '2017-05-19T17:00:00-07:00' });

/** @param at epoch milliseconds */
export function isoIn(timeZone: string, at: number): string {
  return (
    DateTime.fromMillis(at, { zone: timeZone }).toISO({ suppressMilliseconds: true }) ?? new Date(at).toISOString()
  );
}

// Begins with a visible character and has no control characters, because these texts are shown on one line.
const oneLine = /^[^\s\p{Cc}][^\p{Cc}]*$/u;

export function line(max: number): z.ZodString {
  return z
    .string()
    .max(max)
    .regex(oneLine, 'write one line of text, without control characters, not beginning with a space');
}

export const roomField = line(80).openapi({
  description: 'A listed room or one of its aliases, in any case.',
  example: 'B114',
});
export const placeField = line(longest.place).openapi({
  description:
    'A place that is not on the list of rooms. It is not checked for conflicts. A listed room becomes the room.',
  example: 'the sofas by the stairs',
});
export const titleField = line(longest.title).openapi({ example: 'Acro yoga' });
export const noteField = line(longest.note).openapi({
  description: 'A remark for organisers.',
  example: 'from the board',
});

export const searchField = line(100)
  .optional()
  .openapi({ description: 'Words to search for, in upper or lower case.', example: 'yoga' });

/** A text in an address. The description calls it a boolean, because callers think of it as one. */
export const flag = (description: string) =>
  z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .openapi({ type: 'boolean', description } as never);

/** The id in an address. */
export const idParam = (pattern: RegExp, about: { readonly description?: string; readonly example: string }) =>
  z.object({ id: z.string().regex(pattern).openapi(about) });

export const openSpaceId = idParam(/^[A-Za-z0-9_-]{1,60}$/u, {
  description: 'The workflow’s id after its last colon.',
  example: '865679812345678901',
});

/** The person who decided. */
export const actorSchema = z
  .strictObject({
    id: z.string().openapi({ description: 'A Slack user id, a token’s id, or an X user id.' }),
    name: z.string(),
    door: z.enum(['slack', 'api', 'web', 'temporal', 'x', 'bot']),
  })
  .openapi('Actor', { example: { id: 'U012AB3CD', name: 'ana', door: 'slack' } });

/** The revision that the caller saw: `"<revision>"`, or `W/"<revision>"` if a proxy has compressed that answer. */
export const ifMatchHeader = z.object({
  'If-Match': z
    .string()
    .regex(/^(?:\*|(?:W\/)?"\d{1,9}")$/u, 'send the ETag as it came, such as "3"')
    .optional()
    .openapi({
      description: 'The `ETag` that you saw. If it has changed since, the request is refused.',
      example: '"3"',
    }),
});

/** Undefined if there is no header, and for `*`. */
export function ifMatchNumber(header: string | undefined): number | undefined {
  const digits = header?.replaceAll(/\D/gu, '') ?? '';
  return digits === '' ? undefined : Number(digits);
}

/** For a POST or PATCH that may be repeated. */
export const idempotencyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\u0021-\u007e]{1,200}$/u, 'send 1 to 200 visible ASCII characters, such as a UUID')
    .optional()
    .openapi({
      description:
        'If you send the same request again within 24 hours, it gets the first answer, with the header ' +
        '`Idempotency-Replayed: true`, and has no second effect. So does a request that was refused, even if it ' +
        'would be accepted now: to try again, send a new key. The answers 401, 403, 408, 413, 415, 429 and 5xx are ' +
        'not kept, so after them the same key tries again.',
      example: '2c1d9a52-52f4-4c3b-9c3e-1d7c8f2d7c11',
    }),
});

/** A decision in the list of an open space. */
export const decisionShape = z
  .strictObject({
    at: instantAnswer,
    by: actorSchema,
    verb: z.string(),
    words: z.string().openapi({ description: 'The decision in words.', example: 'approved' }),
  })
  .openapi('Decision');

/** The decision that a request made. */
export const madeDecision = z
  .strictObject({ at: instantAnswer, by: actorSchema, words: z.string() })
  .openapi('MadeDecision', {
    description:
      'The decision that counted. If two people asked the same at the same moment, it may be the other one’s.',
  });
