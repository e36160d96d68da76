import type { Actor } from './actor.ts';
import { findReminder, titleOf, type OpenSpace } from './open-space.ts';
import { approvalOf, type ReminderStatus } from './reminder.ts';
import type { VerbName } from './request.ts';
import { withoutUndefined } from './without-undefined.ts';

/** What of an open space a decision can change: plain values under plain names, such as `room` or `reminder:15`. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** A change that somebody made, as facts. Words are made where they are shown (`decisionWords`). */
export interface Decision {
  /** The request's id (`requestId`), or `<verb>:r<revision>` where nobody asked. The same id is answered once. */
  readonly id: string;
  readonly verb: VerbName | 'sourceChanged' | 'roomFreed' | 'ended';
  readonly by: Actor;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The revision that it made. */
  readonly revision: number;
  /** The facts that it changed, as they were. A fact that did not exist before is absent. */
  readonly from: Facts;
  /** The same facts as they became. A fact that exists no more is absent. */
  readonly to: Facts;
  /** What the host did, such as `the tweet was deleted`, or why a freed room is of no use: a sentence. */
  readonly why?: string;
  /** The one reminder that the request was about; absent: all of them. */
  readonly reminder?: string;
}

/** Whether an organiser, or an operator, made it: neither the host nor the bot itself. */
export const isByPerson = ({ by: { door } }: Decision): boolean => door !== 'x' && door !== 'bot';

/** A kept request that was refused in the end; its card shows it, and the asker is told. */
export interface KeptRefusal extends Pick<Decision, 'id' | 'by' | 'at'> {
  /** A sentence for people. */
  readonly reason: string;
}

/** What stands now, as facts: equal facts mean that nothing a person decides has changed. */
export function factsOf(space: OpenSpace): Facts {
  const { standing, room, place, startAt, title, note, source } = space;
  const ofReminders = space.reminders.flatMap(({ key, state, sendAt, sendAtPicked, text }) => [
    [`reminder:${key}`, state.status],
    [`sendAt:${key}`, sendAtPicked === true ? sendAt : undefined],
    [`text:${key}`, text],
  ]);
  const ofSpace = { standing: standing.status, room, place, startAt, title, note, tweet: source?.tweetId };
  return withoutUndefined({ ...ofSpace, ...Object.fromEntries(ofReminders) });
}

/** Whether anybody, or the config itself, had approved a reminder of it at any time, whatever came after. */
export function wasEverApproved({ reminders, decisions }: OpenSpace): boolean {
  return (
    reminders.some(({ state }) => approvalOf(state) === 'approved' || ('wasApproved' in state && state.wasApproved)) ||
    decisions.some(({ from, to }) => hasApproval(from) || hasApproval(to))
  );
}

export const hasApproval = (facts: Facts): boolean =>
  Object.entries(facts).some(([key, is]) => key.startsWith('reminder:') && is === 'approved');

/** What a schedule is about: told whole when an open space is scheduled, also where the tweet had said it before. */
const whereAndWhen = ['room', 'place', 'startAt'];

/** Older decisions stand in the audit; a state that is handed around keeps the newest. */
const mostKept = 100;

/** The changed state under the next revision, with the decision that led to it; undefined where no fact differs. */
export function withDecision(
  before: OpenSpace,
  after: OpenSpace,
  made: Pick<Decision, 'id' | 'verb' | 'by' | 'at' | 'why' | 'reminder'>,
): { readonly space: OpenSpace; readonly decision: Decision } | undefined {
  const [was, is] = [factsOf(before), factsOf(after)];
  const changed = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => was[key] !== is[key]);
  if (changed.length === 0) return undefined;
  const isScheduled = is['standing'] === 'scheduled' && !['scheduled', 'cancelled'].includes(String(was['standing']));
  const told = isScheduled ? [...new Set([...changed, ...whereAndWhen])] : changed;
  const pick = (facts: Facts) => withoutUndefined(Object.fromEntries(told.map((key) => [key, facts[key]]))) as Facts;
  const decision = { ...made, revision: before.revision + 1, from: pick(was), to: pick(is) };
  const decisions = [...after.decisions, decision].slice(-mostKept);
  return { space: { ...after, revision: decision.revision, decisions }, decision };
}

/** What an attempt itself found out. Missed or superseded is only what is not on its way. */
const outcomes: readonly ReminderStatus[] = ['sending', 'sent', 'unconfirmed', 'failed'];

/** Whether the change takes an approved reminder away, or alters what it says or when. Its outcome does neither. */
export function changesPost(before: OpenSpace, after: OpenSpace, key: string): boolean {
  const [was, is] = [before, after].map((space) => findReminder(space, key));
  if (was?.state.status !== 'approved') return false;
  const isOutcome = is !== undefined && outcomes.includes(is.state.status);
  return !isOutcome && postingFacts(before, key) !== postingFacts(after, key);
}

/** What a post rests on. */
function postingFacts(space: OpenSpace, key: string): string {
  const { standing, room, place, startAt, source } = space;
  const { sendAt, text, state } = findReminder(space, key) ?? {};
  const facts = [standing.status, room, place, startAt, titleOf(space), source?.tweetId, state?.status, sendAt, text];
  return JSON.stringify(facts);
}
