import { z } from '@hono/zod-openapi';
import { actorSchema, instantAnswer } from './fields.ts';

/** A decision as an open space remembers it. */
export const decisionShape = z
  .strictObject({
    at: instantAnswer,
    by: actorSchema,
    verb: z.string(),
    words: z.string().openapi({ description: 'What it did.', example: 'approved' }),
  })
  .openapi('Decision');

/** The decision that a request made. */
export const madeDecision = z
  .strictObject({ at: instantAnswer, by: actorSchema, words: z.string() })
  .openapi('MadeDecision', {
    description:
      'The decision that counted. If two people asked the same at the same moment, it may be the other one’s.',
  });
