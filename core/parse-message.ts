import * as z from 'zod/mini';
import type { Actor } from './actor.ts';
import { requestId, type Request, type Verb } from './request.ts';
import type { SourceChange } from './source-change.ts';

/** Beyond it, a Date is invalid and cannot be written down. Epoch milliseconds. */
const latestInstant = 8.64e15;
const instant = z
  .int('must be a whole number')
  .check(z.gte(0, 'must not be negative'), z.lte(latestInstant, 'is too large'));
const text = z.string('must be a text').check(z.minLength(1, 'must not be empty'), z.maxLength(2000, 'is too long'));
const tweetId = z.string().check(z.regex(/^\d{1,19}$/u, 'must be digits'));
const whereAndWhen = { room: z.optional(text), place: z.optional(text), startAt: z.optional(instant) };
const wording = { reminder: z.optional(text), sendAt: z.optional(instant), text: z.optional(text) };
const texts = { title: z.optional(text), note: z.optional(text) };

const verbs = z.discriminatedUnion(
  'verb',
  [
    z.object({
      verb: z.literal('decide'),
      approval: z.enum(['approved', 'denied', 'needs_action'], 'must be one of approved, denied, needs_action'),
      note: z.optional(text),
      ...wording,
      ...whereAndWhen,
    }),
    z.object({ verb: z.literal('change'), ...wording, ...texts, ...whereAndWhen }),
    z.object({
      verb: z.literal('stage'),
      approval: z.optional(z.enum(['approved', 'needs_action'], 'must be one of approved, needs_action')),
      ...texts,
      ...whereAndWhen,
    }),
    z.object({ verb: z.literal('cancel') }),
    z.object({ verb: z.literal('sendNow'), reminder: z.optional(text) }),
    z.object({ verb: z.literal('retry'), reminder: z.optional(text) }),
    z.object({ verb: z.literal('confirmSent'), reminder: z.optional(text) }),
  ],
  'must be one of decide, change, stage, cancel, sendNow, retry, confirmSent',
);

const actor = z.union(
  [
    z.pipe(
      text,
      z.transform((name): Actor => ({ id: name, name, door: 'temporal' })),
    ),
    z.object({ id: text, name: text, door: z.enum(['slack', 'api', 'web', 'temporal']) }),
  ],
  'is missing: say who decides, such as "by": "ana"',
);

const envelope = z.object({ by: actor, id: z.optional(text), revision: z.optional(instant) });

const sourceChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('deleted'), why: text }),
  z.object({
    kind: z.literal('edited'),
    tweetId,
    url: text,
    verdict: z.enum(['schedule', 'review', 'ignore']),
    room: z.optional(text),
    startAt: z.optional(instant),
  }),
]);

/**
 * An Update's or a Signal's argument as a request, or what is wrong with it in a sentence. Slack, API and pages send whole
 * requests; operators type them into the Temporal UI or CLI, so `by` may be just a name, `verb` defaults to `decide`, and
 * the id to that of the current revision.
 */
export function parseRequest(value: unknown, currentRevision: number): Request | string {
  if (!isRecord(value)) return 'send one object, such as {"approval": "approved", "by": "ana"}';
  const verb = verbs.safeParse({ verb: 'decide', ...value });
  if (!verb.success) return problemOf(verb.error);
  const about = envelope.safeParse(value);
  if (!about.success) return problemOf(about.error);
  const asked = withoutUndefined(verb.data) as Verb;
  if ('room' in asked && 'place' in asked) return 'give a room or a place, not both';
  const { by, id = requestId(asked, currentRevision), revision } = about.data;
  return { ...asked, by, id, ...(revision === undefined ? {} : { revision }) };
}

/** A `sourceChanged` signal's argument, or undefined where it is none. */
export function parseSourceChange(value: unknown): SourceChange | undefined {
  const parsed = sourceChange.safeParse(value);
  return parsed.success ? (withoutUndefined(parsed.data) as SourceChange) : undefined;
}

function problemOf(error: z.core.$ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'it could not be read' : `${issue.path.join('.') || 'it'} ${issue.message}`;
}

/** zod gives an optional field that is absent as it is, so only an explicit `undefined` has to go. */
function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
