import type { Actor } from './actor.ts';
import { postableUntil, waitingCorrection, withCorrection } from './correction.ts';
import type { Facts } from './decision.ts';
import { localDayAndTime } from './local-time.ts';
import { atStart, mapReminders, scheduled, whereOf, withReminder, type OpenSpace } from './open-space.ts';
import { farProblem } from './plan.ts';
import { forStart, isOpen, moveReminder, type Approval, type Reminder, type ReminderState } from './reminder.ts';
import type { Request, VerbName, WhereAndWhen } from './request.ts';
import type { Situation } from './situation.ts';
import { currentReminder } from './status.ts';
import { withoutUndefined } from './without-undefined.ts';
import { refusalWords, reminderWords } from './words.ts';

/** Marks a refusal inside a step; `decide` turns it into an answer. */
export class Refusal extends Error {}

export function refuse(reason: string): never {
  throw new Refusal(reason);
}

export type RequestOf<V extends VerbName> = Request & { verb: V };

/** Schedules an open space. Its reminders keep their texts and are approved by `approvedBy`, never by the config. */
export const schedule = (
  { space, now, rules }: Situation,
  request: WhereAndWhen,
  approvedBy: Actor | 'nobody',
): OpenSpace => scheduled(placed(relocate(space, request, now), now), now, rules, approvedBy);

/** The same space. Refuses if it lacks a room, a place or a future start. */
export function placed(space: OpenSpace, now: number): OpenSpace {
  if (whereOf(space) === undefined) return refuse(refusalWords.noRoom);
  if (space.startAt === undefined) return refuse(refusalWords.noStart);
  refuseAfterStart(space, now);
  return space;
}

/** The space with the requested room and start; the same object if they change nothing. */
export function relocate(space: OpenSpace, { room, place, startAt }: WhereAndWhen, now: number): OpenSpace {
  const { room: oldRoom, place: oldPlace, ...rest } = space;
  const isElsewhere = room === undefined ? place !== undefined && place !== oldPlace : room !== oldRoom;
  const located: OpenSpace = isElsewhere ? { ...rest, ...withoutUndefined({ room, place }) } : space;
  if (startAt === undefined || startAt === space.startAt) return located;
  const moved = atStart(located, startAt, now);
  refuseAfterStart(moved, now);
  const far = farProblem(startAt, space.conferenceEndsAt);
  return far === undefined ? moved : refuse(far);
}

/** @param isChanged the request also changes something else, so a second approval is not refused */
export function approveReminders(
  space: OpenSpace,
  request: RequestOf<'decide'>,
  now: number,
  isChanged = false,
): OpenSpace {
  const { approval } = request;
  refuseAfterStart(space, now, postableUntil(space));
  const worded = rewordReminder(space, request, now);
  const open = targets(worded, request.reminder).filter(isOpen);
  const [first] = open;
  if (first === undefined) return refuse(whyNothingToDecide(space, request.reminder));
  const toMove = open.filter((reminder) => reminder.state.status !== approval);
  if (toMove.length === 0 && !isChanged && worded === space) {
    const by = 'by' in first.state ? first.state.by?.name : undefined;
    return refuse(refusalWords.already(approval === 'needs_action' ? 'undecided' : approval, by));
  }
  return mapReminders(worded, (one) =>
    toMove.includes(one) ? moveReminder(one, stateOf(approval, request.by, one)) : one,
  );
}

function stateOf(approval: Approval, by: Actor, { state }: Reminder): ReminderState {
  if (approval === 'needs_action') return { status: approval };
  if (state.status !== 'approved') return { status: approval, by };
  return { status: 'denied', by, wasApproved: true };
}

export function rewordReminder(space: OpenSpace, request: RequestOf<'decide' | 'change'>, now: number): OpenSpace {
  const { sendAt, text } = request;
  if (sendAt === undefined && text === undefined) return space;
  const target = nextOf(space, request.reminder);
  const reworded = { ...target, ...withoutUndefined({ text }) };
  if (sendAt === undefined || sendAt === target.sendAt) return withReminder(space, reworded);
  if (space.startAt !== undefined && sendAt >= space.startAt) return refuse(refusalWords.reminderAfterStart);
  if (sendAt < now) return refuse(refusalWords.reminderInPast);
  return withReminder(space, sentAt(reworded, sendAt));
}

/** The reminder at a time that an organiser picked, epoch milliseconds. It is not held any more. */
export function sentAt({ held: _held, overtaken: _overtaken, ...reminder }: Reminder, sendAt: number): Reminder {
  return { ...reminder, sendAt, sendAtPicked: true };
}

export function targets(space: OpenSpace, key: string | undefined): readonly Reminder[] {
  if (key === undefined) return space.reminders;
  const found = space.reminders.filter((reminder) => reminder.key === key);
  return found.length > 0 ? found : refuse(refusalWords.noSuchReminder(key));
}

/** The named reminder, or the one that goes out next; a denied one only if there is no other. */
export function nextOf(space: OpenSpace, key: string | undefined): Reminder {
  const open = targets(space, key).filter(isOpen);
  return currentReminder({ ...space, reminders: open }) ?? refuse(whyNothingToDecide(space, key));
}

export function refuseAfterStart({ startAt: start, timeZone }: OpenSpace, now: number, startAt = start): void {
  if (startAt !== undefined && startAt <= now) refuse(refusalWords.afterStart(localDayAndTime(startAt, timeZone)));
}

export function whyNothingToDecide(space: OpenSpace, key: string | undefined): string {
  const last = targets(space, key).at(-1);
  return last === undefined ? refusalWords.noReminder : refusalWords.reminderIs(reminderWords(last, space));
}

/**
 * The open space with its reminders as they were before the newest denial or approval still in force; the same
 * object if there is none. Earlier decisions stay.
 *
 * @param by who takes a denial back; reminders that had been approved are approved by them again
 */
export function withoutDecision(space: OpenSpace, by?: Actor): OpenSpace {
  const decided = space.reminders.filter(({ state }) => state.status === 'denied' || state.status === 'approved');
  const byOne = space.decisions.map(({ to }) =>
    decided.filter(({ key, state }) => to[`reminder:${key}`] === state.status),
  );
  const denied = decided.filter(({ state }) => state.status === 'denied');
  const newest = byOne.findLast((some) => some.length > 0) ?? (denied.length > 0 ? denied : decided);
  const before = (state: ReminderState): ReminderState =>
    'wasApproved' in state ? withoutUndefined({ status: 'approved', by }) : { status: 'needs_action' };
  return mapReminders(space, (one) => (newest.includes(one) ? moveReminder(one, before(one.state)) : one));
}

/**
 * The space with the times that its undecided reminders had before “Send now”. Otherwise the next approval would
 * send them at once. A time that somebody has picked since stays.
 *
 * @param now epoch milliseconds
 */
export const withoutSendNow = (space: OpenSpace, now: number): OpenSpace =>
  mapReminders(space, (one) => {
    const fact = `sendAt:${one.key}`;
    const timed = space.decisions.findLast(({ to }) => to[fact] === one.sendAt);
    const isUndone = one.corrects === undefined && one.state.status === 'needs_action';
    if (!isUndone || timed?.verb !== 'sendNow') return one;
    return forStart({ ...one, sendAt: Number(timed.from[fact] ?? 0) }, space.startAt, now);
  });

/**
 * The open space `back` from the cancellation in `off`, with the correction that its return needs at `now` (epoch
 * milliseconds). A correction that was waiting before the cancellation keeps its own text and its time; a time that
 * has passed is now. It also keeps its denial, or waits for approval as before; otherwise `by` approves it. If the
 * session has moved again since, the text may be wrong, and a denied correction must be decided anew. If `off` no
 * longer has the decision to cancel, because it keeps only the newest ones, each correction must be decided anew. A
 * correction that was sent does not come back.
 */
export function withCorrectionBefore(off: OpenSpace, back: OpenSpace, now: number, by: Actor): OpenSpace {
  const cancelledAt = off.decisions.findLastIndex(({ to }) => to['standing'] === 'cancelled');
  if (cancelledAt === -1) return withCorrection(off, back, now, 'needs_action');
  const since = off.decisions.slice(cancelledAt);
  const isMoved = since.some(({ to }) => 'room' in to || 'startAt' in to);
  /** The fact before these decisions. @param unchanged its value if none of them changed it */
  const before = (fact: string, unchanged?: Facts[string]): Facts[string] | undefined => {
    const first = since.find(({ from, to }) => fact in from || fact in to);
    return first === undefined ? unchanged : first.from[fact];
  };
  const unsent = off.reminders.filter(({ corrects, state }) => corrects !== undefined && state.status !== 'sent');
  const was = unsent.map(({ key, state }) => before(`reminder:${key}`, state.status));
  const approval = was.includes('denied') && !isMoved ? 'denied' : 'needs_action';
  const isApproved = !was.includes('denied') && !was.includes('needs_action');
  const corrected = withCorrection(off, back, now, isApproved ? by : approval);
  const waiting = waitingCorrection(corrected);
  if (waiting === undefined || isMoved) return corrected;
  const text = before(`text:${waiting.key}`) as string | undefined;
  const sendAt = Math.max(now, Number(before(`sendAt:${waiting.key}`) ?? now));
  return withReminder(corrected, { ...waiting, ...withoutUndefined({ text }), sendAt });
}
