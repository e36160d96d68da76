import * as v from 'valibot';
import type { Actor } from './actor.ts';
import { fingerprint } from './fingerprint.ts';
import { isVisible } from './visible.ts';
import { withoutUndefined } from './without-undefined.ts';
import { messageProblems as problems } from './words.ts';

/** The year 2100. Stores and timers may not support times far beyond. Epoch milliseconds. */
const latestInstant = 4_102_444_800_000;
const instant = v.pipe(
  v.number(problems.wholeNumber),
  v.integer(problems.wholeNumber),
  v.minValue(0, problems.negative),
  v.maxValue(latestInstant, problems.tooLarge),
);
const text = v.pipe(
  v.string(problems.notText),
  v.minLength(1, problems.empty),
  v.maxLength(2000, problems.tooLong),
  v.check(isVisible, problems.invisible),
);
/** Empty: removes the note. */
const removable = v.exactOptional(v.union([v.literal(''), text], problems.notText));
const [someText, someInstant] = [v.exactOptional(text), v.exactOptional(instant)];
const whereAndWhen = { room: someText, place: someText, startAt: someInstant };
// The time and text of one reminder; without a key, of the one that goes out next.
const reminder = { reminder: someText };
const wording = { ...reminder, sendAt: someInstant, text: someText };
const note = { note: someText };
const texts = { title: someText, ...note };
const oneOf = <const Names extends readonly string[]>(...names: Names) => v.picklist(names, problems.oneOf(names));
const approval = oneOf('approved', 'denied', 'needs_action');
const staged = oneOf('approved', 'needs_action');

// If the change is about another post than the one with the open space's id: the id under which it is stored.
const post = { postId: someText };
// The reading of a post's newest version. The open space decides whether it changes anything.
const edited = v.object({
  kind: v.literal('edited'),
  tweetId: v.pipe(v.string(), v.regex(/^\d{1,19}$/u)),
  url: text,
  verdict: v.picklist(['schedule', 'review', 'ignore']),
  room: someText,
  startAt: someInstant,
  title: someText,
  // Read so surely that the config may approve it. Absent in readings of earlier versions.
  isSure: v.exactOptional(v.boolean()),
  // X names this version, but does not show it: room and start are those of the version before.
  isHidden: v.exactOptional(v.literal(true)),
  ...post,
});

const verbs = v.variant(
  'verb',
  [
    // `approved`, `denied`, or `needs_action`, which asks for approval again. With the pickers' values, if somebody
    // changed them. `approval.message` is needed twice: if the field is missing, valibot reports the object.
    v.object({ verb: v.literal('decide'), approval, ...note, ...wording, ...whereAndWhen }, approval.message),
    // Another room, start, title or note, or one reminder's time or text. `follows`: the later post to follow.
    v.object({
      verb: v.literal('change'),
      follows: v.exactOptional(edited),
      ...wording,
      title: someText,
      note: removable,
      ...whereAndWhen,
    }),
    // Schedules a review or a conflict, and approves its reminders unless `approval` says `needs_action`.
    v.object({ verb: v.literal('stage'), approval: v.exactOptional(staged), ...texts, ...whereAndWhen }),
    // `undo`: takes back the cancellation, or the newest denial or approval, and leaves the reminders as before it.
    v.object({ verb: v.picklist(['cancel', 'undo']) }),
    // `retry`: tries a failed or unconfirmed reminder again. The bot reads its timeline before it posts.
    // `confirmSent`: somebody found an unconfirmed reminder on the bot's profile.
    v.object({ verb: v.picklist(['sendNow', 'retry', 'confirmSent']), ...reminder }),
  ],
  problems.oneOf(['decide', 'change', 'stage', 'cancel', 'undo', 'sendNow', 'retry', 'confirmSent']),
);

/** A request of an organiser, the same from Slack, the API, the pages and Temporal. */
export type Verb = Readonly<v.InferOutput<typeof verbs>>;

export type VerbName = Verb['verb'];

/** Room or place, and start, from a picker or a request. `room` is a listed room, `place` free text; never both. */
export type WhereAndWhen = Pick<Verb & { verb: 'stage' }, 'room' | 'place' | 'startAt'>;

export type Request = Verb & {
  /** From `requestId`. Requests with the same id have one decision. */
  readonly id: string;
  readonly by: Actor;
  /** The revision that the person saw. Absent: any revision. */
  readonly revision?: number;
};

/** The argument of a verb's Update. `by` may be just a name; `parseRequest` fills in what is absent. */
export type VerbInput<Name extends VerbName> = Omit<Request & { verb: Name }, 'verb' | 'id' | 'by'> & {
  readonly id?: string;
  readonly by: Actor | string;
};

const operator = v.pipe(
  text,
  v.transform((name): Actor => ({ id: name, name, door: 'temporal' })),
);
const organiser = v.object({ id: text, name: text, door: v.picklist(['slack', 'api', 'web', 'temporal']) });
const by = v.union([operator, organiser], problems.noName);
const envelope = v.object({ by, id: someText, revision: someInstant }, problems.noName);

const sourceChange = v.variant('kind', [
  // `why` in words, such as `the tweet was deleted`. `isUnseen`: X has never shown it, so its address may be wrong.
  v.object({ kind: v.literal('deleted'), why: text, isUnseen: v.exactOptional(v.boolean()), ...post }),
  edited,
  // After a "Move that one here", the later post became a session of its own.
  v.object({ kind: v.literal('separated'), postId: text }),
]);

export type SourceChange = Readonly<v.InferOutput<typeof sourceChange>>;

export type Edit = SourceChange & { readonly kind: 'edited' };

/** The person is not part of it, so equal requests share one decision. Different arguments give different ids. */
export function requestId(request: Verb, revision: number): string {
  const { verb, ...asked } = request;
  const label = 'approval' in request ? `${verb}-${request.approval}` : verb;
  const details = Object.entries(asked)
    .filter(([key, value]) => value !== undefined && !['approval', 'id', 'by', 'revision'].includes(key))
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `${label}${details.length === 0 ? '' : `:${fingerprint(JSON.stringify(details))}`}:r${revision}`;
}

/**
 * An Update's or a Signal's argument as a request, or what is wrong with it in a sentence. Slack, API and pages send
 * whole requests; operators type them into the Temporal UI or CLI, so `by` may be just a name, `verb` defaults to
 * `decide`, and the id to that of the current revision.
 *
 * @param verb counts more than the argument's own verb: an Update has its verb's name
 */
export function parseRequest(value: unknown, currentRevision: number, verb?: VerbName): Request | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return problems.notOneObject;
  const asks = v.safeParse(verbs, { verb: 'decide', ...value, ...withoutUndefined({ verb }) });
  if (!asks.success) return problemOf(asks.issues[0]);
  const about = v.safeParse(envelope, value);
  if (!about.success) return problemOf(about.issues[0]);
  const asked = asks.output;
  if ('room' in asked && 'place' in asked) return problems.roomAndPlace;
  const { by, id = requestId(asked, currentRevision), revision } = about.output;
  return withoutUndefined({ ...asked, by, id, revision });
}

/**
 * The problem if an operator typed a field that this verb does not take: it would be ignored, and `{"rom": "A105"}`
 * would change nothing. Undefined if all fields are known, or if a part of the bot sent the request: during an upgrade,
 * it may be a later version.
 */
export function unknownFieldProblem(value: unknown, verb: VerbName): string | undefined {
  const { by, ...asked } = value as Readonly<Record<string, unknown>>;
  if (typeof by !== 'string') return undefined;
  const fields = verbs.options.flatMap(({ entries }) => (v.is(entries.verb, verb) ? Object.keys(entries) : []));
  const unknown = Object.keys(asked).find((name) => ![...fields, 'id', 'revision'].includes(name));
  return unknown === undefined ? undefined : `${unknown} ${problems.unknownField(fields)}`;
}

/** The argument of a `sourceChanged` signal; undefined if it is malformed. */
export function parseSourceChange(value: unknown): SourceChange | undefined {
  const parsed = v.safeParse(sourceChange, value);
  return parsed.success ? parsed.output : undefined;
}

const problemOf = (issue: v.BaseIssue<unknown>): string => `${v.getDotPath(issue) ?? 'it'} ${issue.message}`;
