import type { Actor } from './actor.ts';
import { findReminder, isDenied, isOff, titleOf, type OpenSpace } from './open-space.ts';
import { postIdOf } from './posts-of.ts';
import { approvalOf, type ReminderStatus } from './reminder.ts';
import type { VerbName } from './request.ts';
import { withoutUndefined } from './without-undefined.ts';

/** The facts of an open space that a decision can change, by name, such as `room` or `reminder:15`. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** A change that somebody made, as facts. `decisionWords` makes the sentence. */
export interface Decision {
  /** The request's id (`requestId`), or `<verb>:r<revision>` without a request. Each id has one decision. */
  readonly id: string;
  readonly verb: VerbName | 'sourceChanged' | 'roomFreed' | 'ended';
  readonly by: Actor;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly revision: number;
  /** The changed facts before the decision. A fact that did not exist is absent. */
  readonly from: Facts;
  /** The changed facts after the decision. A fact that does not exist any more is absent. */
  readonly to: Facts;
  /** What the host did, such as `the tweet was deleted`; or why a freed room cannot be used. */
  readonly why?: string;
  /** The one reminder that the request was about; absent: all of them. */
  readonly reminder?: string;
}

/** Whether an organiser or an operator made it, and not the host or the bot. */
export const isByPerson = ({ by: { door } }: Pick<Decision, 'by'>): boolean => door !== 'x' && door !== 'bot';

/**
 * Whether only people can say if a post announces a separate session: an organiser has changed or called off the known
 * session that the post may be about, perhaps because of this post. So the post does not get the room that became free.
 * This stays so if a host edits a session that is off.
 */
export function isLeftToPeople(post: OpenSpace, known: OpenSpace): boolean {
  if (repeatsSession(post, known)) return true;
  if (post.about !== known.id) return false;
  const { standing, decisions } = known;
  const last = 'by' in standing ? standing : decisions.at(-1);
  return postIdOf(known) === post.id || isDenied(known) || (last !== undefined && isByPerson(last));
}

/**
 * Whether a post in conflict gives the title, room and start of a session that now takes place elsewhere, or that an
 * organiser has cancelled: it is probably by somebody who hosts it too, or who quotes its post.
 */
function repeatsSession(post: OpenSpace, known: OpenSpace): boolean {
  const { standing } = post;
  if (standing.status !== 'conflict' || standing.with.relation !== 'repeats') return false;
  const title = titleOf(post)?.toLowerCase();
  if (title === undefined || title !== titleOf(known)?.toLowerCase()) return false;
  return isOff(known) ? known.standing.status === 'cancelled' && isByPerson(known.standing) : !isDenied(known);
}

/** A kept request that was refused later. Its card shows it, and the person who asked is told. */
export interface KeptRefusal extends Pick<Decision, 'id' | 'by' | 'at'> {
  /** A sentence for people. */
  readonly reason: string;
}

/** The facts of an open space. If they are equal, no decision was made in between. */
export function factsOf(space: OpenSpace): Facts {
  const { standing, room, place, startAt, title, note, source } = space;
  const ofReminders = space.reminders.flatMap(({ key, state, sendAt, sendAtPicked, text }) => [
    [`reminder:${key}`, state.status],
    [`sendAt:${key}`, sendAtPicked === true ? sendAt : undefined],
    [`text:${key}`, text],
  ]);
  // Otherwise the session is off, which is a fact already.
  const isUnlinked = standing.status === 'scheduled' ? source?.isGone : undefined;
  const ofSpace = { standing: standing.status, room, place, startAt, title, note, tweet: source?.tweetId, isUnlinked };
  return withoutUndefined({ ...ofSpace, ...Object.fromEntries(ofReminders) });
}

/** When an open space is scheduled, its decision has all of these facts, even if they did not change. */
const whereAndWhen = ['room', 'place', 'startAt'];

/** The facts that say whether, where and when it takes place. */
const placing = ['standing', ...whereAndWhen];

/** The revision that gave it its present place, start and standing; 0 as it was opened. */
export const placedAs = ({ decisions }: OpenSpace): number =>
  decisions.findLast(({ from, to }) => placing.some((fact) => fact in from || fact in to))?.revision ?? 0;

export const wasEverApproved = ({ reminders, decisions }: OpenSpace): boolean =>
  reminders.some(({ state }) => approvalOf(state) === 'approved' || ('wasApproved' in state && state.wasApproved)) ||
  decisions.some(({ from, to }) => hasApproval(from) || hasApproval(to));

export const hasApproval = (facts: Facts): boolean =>
  Object.entries(facts).some(([key, is]) => key.startsWith('reminder:') && is === 'approved');

/** How many of the newest decisions the state keeps; the audit has all. */
const mostKept = 100;

/** The changed state with the next revision and its decision; undefined if no fact differs. */
export function withDecision(before: OpenSpace, after: OpenSpace, made: Omit<Decision, 'revision' | 'from' | 'to'>) {
  const [was, is] = [factsOf(before), factsOf(after)];
  const changed = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => was[key] !== is[key]);
  if (changed.length === 0) return undefined;
  const isScheduled = is['standing'] === 'scheduled' && !['scheduled', 'cancelled'].includes(String(was['standing']));
  const told = isScheduled ? [...new Set([...changed, ...whereAndWhen])] : changed;
  const pick = (facts: Facts) => withoutUndefined(Object.fromEntries(told.map((key) => [key, facts[key]]))) as Facts;
  const decision: Decision = { ...made, revision: before.revision + 1, from: pick(was), to: pick(is) };
  const decisions = [...after.decisions, decision].slice(-mostKept);
  return { space: { ...after, revision: decision.revision, decisions }, decision };
}

/** Outcomes of an attempt to post. Reminders become missed or superseded without one. */
const outcomes: readonly ReminderStatus[] = ['sending', 'sent', 'unconfirmed', 'failed'];

/** Whether the change withdraws an approved reminder, or changes its text or time. An outcome of its post does not. */
export function changesPost(before: OpenSpace, after: OpenSpace, key: string): boolean {
  const [was, is] = [before, after].map((space) => findReminder(space, key));
  if (was?.state.status !== 'approved') return false;
  const isOutcome = is !== undefined && outcomes.includes(is.state.status);
  return !isOutcome && postingFacts(before, key) !== postingFacts(after, key);
}

function postingFacts(space: OpenSpace, key: string): string {
  const { standing, room, place, startAt, source } = space;
  const { sendAt, text, state } = findReminder(space, key) ?? {};
  const facts = [standing.status, room, place, startAt, titleOf(space), source?.tweetId, state?.status, sendAt, text];
  return JSON.stringify(facts);
}
