import * as v from 'valibot';
import type { Actor } from './actor.ts';
import { requestId, type Request, type Verb } from './request.ts';
import type { SourceChange } from './source-change.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Beyond it, a Date is invalid and cannot be written down. Epoch milliseconds. */
const latestInstant = 8.64e15;
const instant = v.pipe(
  v.number('must be a whole number'),
  v.integer('must be a whole number'),
  v.minValue(0, 'must not be negative'),
  v.maxValue(latestInstant, 'is too large'),
);
const text = v.pipe(v.string('must be a text'), v.minLength(1, 'must not be empty'), v.maxLength(2000, 'is too long'));
const whereAndWhen = { room: v.optional(text), place: v.optional(text), startAt: v.optional(instant) };
const wording = { reminder: v.optional(text), sendAt: v.optional(instant), text: v.optional(text) };
const texts = { title: v.optional(text), note: v.optional(text) };

// The message of an object is told where a field that it needs is missing.
const approvals = 'must be one of approved, denied, needs_action';
const nobody = 'is missing: say who decides, such as "by": "ana"';

const verbs = v.variant(
  'verb',
  [
    v.object(
      {
        verb: v.literal('decide'),
        approval: v.picklist(['approved', 'denied', 'needs_action'], approvals),
        note: v.optional(text),
        ...wording,
        ...whereAndWhen,
      },
      approvals,
    ),
    v.object({ verb: v.literal('change'), ...wording, ...texts, ...whereAndWhen }),
    v.object({
      verb: v.literal('stage'),
      approval: v.optional(v.picklist(['approved', 'needs_action'], 'must be one of approved, needs_action')),
      ...texts,
      ...whereAndWhen,
    }),
    v.object({ verb: v.literal('cancel') }),
    v.object({ verb: v.literal('sendNow'), reminder: v.optional(text) }),
    v.object({ verb: v.literal('retry'), reminder: v.optional(text) }),
    v.object({ verb: v.literal('confirmSent'), reminder: v.optional(text) }),
  ],
  'must be one of decide, change, stage, cancel, sendNow, retry, confirmSent',
);

const actor = v.union(
  [
    v.pipe(
      text,
      v.transform((name): Actor => ({ id: name, name, door: 'temporal' })),
    ),
    v.object({ id: text, name: text, door: v.picklist(['slack', 'api', 'web', 'temporal']) }),
  ],
  nobody,
);

const envelope = v.object({ by: actor, id: v.optional(text), revision: v.optional(instant) }, nobody);

const sourceChange = v.variant('kind', [
  v.object({ kind: v.literal('deleted'), why: text }),
  v.object({
    kind: v.literal('edited'),
    tweetId: v.pipe(v.string(), v.regex(/^\d{1,19}$/u)),
    url: text,
    verdict: v.picklist(['schedule', 'review', 'ignore']),
    room: v.optional(text),
    startAt: v.optional(instant),
    title: v.optional(text),
    isSure: v.optional(v.boolean()),
  }),
]);

/**
 * An Update's or a Signal's argument as a request, or what is wrong with it in a sentence. Slack, API and pages send
 * whole requests; operators type them into the Temporal UI or CLI, so `by` may be just a name, `verb` defaults to
 * `decide`, and the id to that of the current revision.
 */
export function parseRequest(value: unknown, currentRevision: number): Request | string {
  if (!isRecord(value)) return 'send one object, such as {"approval": "approved", "by": "ana"}';
  const verb = v.safeParse(verbs, { verb: 'decide', ...value });
  if (!verb.success) return problemOf(verb.issues[0]);
  const about = v.safeParse(envelope, value);
  if (!about.success) return problemOf(about.issues[0]);
  const asked = withoutUndefined(verb.output) as Verb;
  if ('room' in asked && 'place' in asked) return 'give a room or a place, not both';
  const { by, id = requestId(asked, currentRevision), revision } = about.output;
  return withoutUndefined({ ...asked, by, id, revision });
}

/** A `sourceChanged` signal's argument, or undefined where it is none. */
export function parseSourceChange(value: unknown): SourceChange | undefined {
  const parsed = v.safeParse(sourceChange, value);
  return parsed.success ? withoutUndefined(parsed.output) : undefined;
}

function problemOf(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? 'it'} ${issue.message}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
