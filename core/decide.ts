import type { Actor } from './actor.ts';
import type { Conflict } from './conflict.ts';
import { canBeRetried, withCorrection } from './correction.ts';
import { decisionBetween, withDecision, type Decision } from './decision.ts';
import { decisionWords } from './decision-words.ts';
import { localDayAndTime } from './local-time.ts';
import { told } from './outcomes.ts';
import { atStart, moveStanding, renewReminders, whereOf, type OpenSpace, type OpeningRules } from './open-space.ts';
import {
  approvalOf,
  isSettled,
  isUndecidedOrWaiting,
  moveReminder,
  type Approval,
  type Reminder,
  type ReminderState,
} from './reminder.ts';
import type { ReminderWording, Request, WhereAndWhen } from './request.ts';
import { currentReminder, reminderWords } from './status.ts';

/** What a request comes to: the next state with the decision it made, or a reason that the asker is told. */
export type Answer =
  | { readonly kind: 'accepted'; readonly space: OpenSpace; readonly decision: Decision }
  | { readonly kind: 'refused'; readonly reason: string };

const refused = (reason: string): Answer => ({ kind: 'refused', reason });

/** Marks a refusal inside the steps below; `decide` turns it into an answer. */
class Refusal extends Error {}

function refuse(reason: string): never {
  throw new Refusal(reason);
}

/** How long after the conference's end a start may be: a slip in the year must not wait for years. */
const daysAfter = 30;
export const longestAfterMs = daysAfter * 86_400_000;
export const tooFarWords = `The start is more than ${daysAfter} days after the conference: check the date.`;

export const beingPosted = 'Its reminder is being posted at this moment. Wait for the outcome on the card.';

/**
 * The whole policy of what organisers may do, pure: the workflow and its validators ask it. Whether the room is free is
 * not asked here but by the commit, when the answer needs the room.
 *
 * @param now epoch milliseconds
 * @param taken who holds the room. Only undoing a denial reads it; any other request is refused for it by `reduce`
 */
export function decide(space: OpenSpace, request: Request, now: number, rules: OpeningRules, taken?: Conflict): Answer {
  if (request.revision !== undefined && request.revision !== space.revision) {
    const last = space.decisions.at(-1);
    return refused(
      last === undefined || last.revision <= request.revision
        ? 'It has changed since you looked. Look at it again, then decide.'
        : `${last.by.name} was faster: ${decisionWords(last, space.timeZone)}. Look at it again, then decide.`,
    );
  }
  if (space.standing.status === 'over') return refused('It is over: nothing can be decided any more.');
  if (space.reminders.some((reminder) => reminder.state.status === 'sending')) return refused(beingPosted);
  const { id, verb, by } = request;
  try {
    const asked = answerVerb(space, request, now, rules, taken);
    const isUnsure = verb === 'confirmSent' || (verb === 'stage' && request.approval === 'needs_action');
    const next = withCorrection(space, asked, now, isUnsure ? 'needs_action' : by);
    const about = 'reminder' in request && request.reminder !== undefined ? { reminder: request.reminder } : {};
    const decision = decisionBetween(space, next, { id, verb, by, at: now, ...about });
    if (decision === undefined) return refused('That changes nothing: it is so already.');
    return { kind: 'accepted', space: withDecision(next, decision), decision };
  } catch (error) {
    if (error instanceof Refusal) return refused(error.message);
    throw error;
  }
}

/** Whether anybody, or the config itself, had approved a reminder of it at any time, whatever came after. */
export function wasEverApproved({ reminders, decisions }: OpenSpace): boolean {
  return (
    reminders.some(({ state }) => approvalOf(state) === 'approved' || ('wasApproved' in state && state.wasApproved)) ||
    decisions.some(({ to }) => Object.entries(to).some(([key, is]) => key.startsWith('reminder:') && is === 'approved'))
  );
}

function answerVerb(
  space: OpenSpace,
  request: Request,
  now: number,
  rules: OpeningRules,
  taken: Conflict | undefined,
): OpenSpace {
  switch (request.verb) {
    case 'decide':
      return answerDecide(space, request, now, rules, taken);
    case 'change':
      return answerChange(space, request, now, rules);
    case 'stage':
      return answerStage(space, request, now, rules);
    case 'cancel':
      if (space.standing.status === 'cancelled')
        return refuse(`It is cancelled already, by ${space.standing.by.name}.`);
      if (space.standing.status !== 'scheduled') return refuse('It is not scheduled: deny it instead.');
      refuseAfterStart(space.startAt, now, space.timeZone);
      return moveStanding(space, { status: 'cancelled', by: request.by });
    case 'sendNow':
      return answerSendNow(space, request, now);
    case 'retry':
    case 'confirmSent':
      return answerAfterFailure(space, request, now);
  }
}

type RequestOf<V extends Request['verb']> = Extract<Request, { verb: V }>;

function answerDecide(
  space: OpenSpace,
  request: RequestOf<'decide'>,
  now: number,
  rules: OpeningRules,
  taken: Conflict | undefined,
): OpenSpace {
  const { standing } = space;
  // A correction is decided on by itself, whatever became of the open space.
  if (
    targets(space, request.reminder).every(({ corrects }) => corrects !== undefined) &&
    request.reminder !== undefined
  )
    return approveReminders(space, request, request.approval, now);
  if (request.approval === 'denied') {
    if (standing.status === 'dismissed') return refuse(`It is denied already, by ${standing.by.name}.`);
    if (standing.status === 'cancelled') return refuse(`It is cancelled already, by ${standing.by.name}.`);
    const noted = withTexts(space, request);
    if (standing.status === 'scheduled') return approveReminders(noted, request, 'denied', now);
    const conflict = standing.status === 'conflict' ? { conflict: standing.with } : {};
    return moveStanding(noted, { status: 'dismissed', by: request.by, ...conflict });
  }
  if (standing.status === 'scheduled') {
    const moved = rewordReminder(relocate(space, request, now), request, now);
    if (moved.startAt !== undefined) refuseAfterStart(moved.startAt, now, moved.timeZone);
    return approveReminders(moved, request, request.approval, now, moved !== space);
  }
  if (request.approval === 'needs_action') {
    if (standing.status === 'dismissed') return reopen(space, standing.conflict, now, rules, taken);
    if (standing.status !== 'cancelled') return refuse('Nobody has decided on it yet.');
  }
  const staged = schedule(space, request, now, rules);
  // Cancelled after its reminder, and back: there is no reminder left to decide on, but it takes place.
  if (staged.reminders.length > 0 && staged.reminders.every(isSettled)) return staged;
  return approveReminders(staged, request, request.approval, now, true);
}

/**
 * Undoes a denial: back to the review or the conflict that it was. Whether the room is still taken is asked anew; where
 * it is free by now, the open space is scheduled and waits for approval.
 */
function reopen(
  space: OpenSpace,
  conflict: Conflict | undefined,
  now: number,
  rules: OpeningRules,
  taken: Conflict | undefined,
): OpenSpace {
  const { startAt, room } = space;
  if (conflict === undefined || room === undefined || startAt === undefined || startAt <= now) {
    return moveStanding(space, { status: 'needs_review' });
  }
  return taken === undefined
    ? scheduled(space, startAt, now, rules)
    : moveStanding(space, { status: 'conflict', with: taken });
}

function answerChange(space: OpenSpace, request: RequestOf<'change'>, now: number, rules: OpeningRules): OpenSpace {
  const named = withTexts(space, request);
  // Why it was denied can be added afterwards; it changes nothing else.
  if (isNoteAlone(request) && ['cancelled', 'dismissed'].includes(space.standing.status)) return named;
  if (space.standing.status === 'cancelled') return refuse('It is cancelled. Undo that first.');
  if (space.standing.status === 'dismissed') return refuse('It is denied. Undo that first.');
  const moved = relocate(named, request, now);
  if (space.standing.status !== 'scheduled') {
    // A title alone schedules nothing.
    if (moved === named || whereOf(moved) === undefined || moved.startAt === undefined) return moved;
    return schedule(named, request, now, rules);
  }
  if (moved.startAt !== undefined) refuseAfterStart(moved.startAt, now, moved.timeZone);
  return rewordReminder(moved, request, now);
}

function answerStage(space: OpenSpace, request: RequestOf<'stage'>, now: number, rules: OpeningRules): OpenSpace {
  if (space.standing.status === 'scheduled') return refuse('It is scheduled already: change it instead.');
  const approvedBy = request.approval === 'needs_action' ? undefined : request.by;
  return schedule(withTexts(space, request), request, now, rules, approvedBy);
}

function isNoteAlone({ title, room, place, startAt, sendAt, text }: RequestOf<'change'>): boolean {
  return [title, room, place, startAt, sendAt, text].every((asked) => asked === undefined);
}

function withTexts(space: OpenSpace, { title, note }: { readonly title?: string; readonly note?: string }): OpenSpace {
  if (title === undefined && note === undefined) return space;
  return { ...space, ...(title === undefined ? {} : { title }), ...(note === undefined ? {} : { note }) };
}

function answerSendNow(space: OpenSpace, request: RequestOf<'sendNow'>, now: number): OpenSpace {
  if (space.standing.status !== 'scheduled') return refuse('It is not scheduled: stage or approve it first.');
  refuseAfterStart(space.startAt, now, space.timeZone);
  const target = nextOf(space, request.reminder);
  const approved =
    target.state.status === 'approved' ? target : moveReminder(target, { status: 'approved', by: request.by });
  const { held: _, ...free } = approved;
  return replace(space, { ...free, sendAt: now, sendAtPicked: true });
}

/** What a person says of a reminder that failed, or of which nobody knew whether X has it. */
function answerAfterFailure(space: OpenSpace, request: RequestOf<'retry' | 'confirmSent'>, now: number): OpenSpace {
  const wanted = request.verb === 'retry' ? ['failed', 'unconfirmed'] : ['unconfirmed'];
  const target = targets(space, request.reminder).findLast(({ state }) => wanted.includes(state.status));
  if (target === undefined) return refuse(whyNothingToDecide(space, request.reminder));
  const { by } = request;
  if (request.verb === 'confirmSent') {
    const sent = moveReminder(target, { status: 'sent', at: now, note: `${by.name} saw it on the profile` });
    return told(replace(space, sent), target);
  }
  if (!canBeRetried(space, target)) return refuse('What it says does not hold any more: nothing is posted.');
  refuseAfterStart(space.startAt, now, space.timeZone);
  const approved = moveReminder(target, { status: 'approved', by });
  return replace(space, { ...approved, sendAt: now, sendAtPicked: true, retried: space.revision + 1 });
}

/** Schedules what was not: the room, the start, and fresh reminders from the rules of when it was opened. */
function schedule(
  space: OpenSpace,
  request: WhereAndWhen,
  now: number,
  rules: OpeningRules,
  approvedBy?: Actor,
): OpenSpace {
  const moved = relocate(space, request, now);
  if (whereOf(moved) === undefined) return refuse('Pick a room first.');
  if (moved.startAt === undefined) return refuse('Pick a date and a time first.');
  refuseAfterStart(moved.startAt, now, moved.timeZone);
  return scheduled(moved, moved.startAt, now, rules, approvedBy);
}

/** Scheduled at that start, with fresh reminders; what was sent stays sent, also when a cancelled one comes back. */
export function scheduled(
  space: OpenSpace,
  startAt: number,
  now: number,
  rules: OpeningRules,
  approvedBy?: Actor,
): OpenSpace {
  const reminders = renewReminders(space, startAt, now, rules, approvedBy);
  return moveStanding({ ...space, reminders }, { status: 'scheduled' });
}

/** The space with the requested room and start; the very same space where they ask for what stands. */
function relocate(space: OpenSpace, request: WhereAndWhen, now: number): OpenSpace {
  let next = space;
  const where = request.room ?? request.place;
  if (
    where !== undefined &&
    (where !== whereOf(space) || (request.room === undefined) !== (space.room === undefined))
  ) {
    const { room: _room, place: _place, ...rest } = space;
    next = { ...rest, ...(request.room === undefined ? { place: where } : { room: where }) };
  }
  if (request.startAt !== undefined && request.startAt !== space.startAt) {
    refuseAfterStart(request.startAt, now, space.timeZone);
    if (request.startAt > space.conferenceEndsAt + longestAfterMs) return refuse(tooFarWords);
    next = atStart(next, request.startAt);
  }
  return next;
}

/** @param changedOtherwise with another change in the same request, repeating an approval is no refusal */
function approveReminders(
  space: OpenSpace,
  request: RequestOf<'decide'>,
  approval: Approval,
  now: number,
  changedOtherwise = false,
): OpenSpace {
  refuseAfterStart(space.startAt, now, space.timeZone);
  const open = targets(space, request.reminder).filter(isUndecidedOrWaiting);
  if (open.length === 0) return refuse(whyNothingToDecide(space, request.reminder));
  const toMove = open.filter((reminder) => reminder.state.status !== approval);
  const [first] = open;
  if (toMove.length === 0 && changedOtherwise) return space;
  if (toMove.length === 0 && first !== undefined) {
    const by = 'by' in first.state && first.state.by !== undefined ? `, by ${first.state.by.name}` : '';
    return refuse(`It is ${approval === 'needs_action' ? 'undecided' : approval} already${by}.`);
  }
  return toMove.reduce(
    (moved, reminder) => replace(moved, moveReminder(reminder, stateOf(approval, request.by, reminder))),
    space,
  );
}

function stateOf(approval: Approval, by: Actor, { state }: Reminder): ReminderState {
  if (approval === 'needs_action') return { status: approval };
  if (approval === 'approved' || state.status !== 'approved') return { status: approval, by };
  return { status: 'denied', by, wasApproved: true };
}

function rewordReminder(space: OpenSpace, request: ReminderWording, now: number): OpenSpace {
  if (request.sendAt === undefined && request.text === undefined) return space;
  const target = nextOf(space, request.reminder);
  let next = target;
  if (request.sendAt !== undefined && request.sendAt !== target.sendAt) {
    if (space.startAt !== undefined && request.sendAt >= space.startAt) {
      return refuse('A reminder goes out before the start: pick an earlier time.');
    }
    if (request.sendAt < now) return refuse('That time has passed: pick a later one, or send it now.');
    next = { ...next, sendAt: request.sendAt, sendAtPicked: true };
  }
  if (request.text !== undefined) next = { ...next, text: request.text };
  return replace(space, next);
}

function targets(space: OpenSpace, key: string | undefined): readonly Reminder[] {
  if (key === undefined) return space.reminders;
  const found = space.reminders.filter((reminder) => reminder.key === key);
  return found.length > 0 ? found : refuse(`It has no reminder ${key}.`);
}

/** The named reminder, or the one that goes out next; a denied one only where there is no other. */
function nextOf(space: OpenSpace, key: string | undefined): Reminder {
  const open = targets(space, key).filter(isUndecidedOrWaiting);
  const next = currentReminder({ ...space, reminders: open });
  return next ?? refuse(whyNothingToDecide(space, key));
}

function replace(space: OpenSpace, reminder: Reminder): OpenSpace {
  return { ...space, reminders: space.reminders.map((other) => (other.key === reminder.key ? reminder : other)) };
}

function refuseAfterStart(startAt: number | undefined, now: number, timeZone: string): void {
  if (startAt !== undefined && startAt <= now) {
    refuse(`${localDayAndTime(startAt, timeZone)} has passed: nothing is posted after the start.`);
  }
}

function whyNothingToDecide(space: OpenSpace, key: string | undefined): string {
  const last = targets(space, key).at(-1);
  return last === undefined ? 'It has no reminder.' : `Its reminder ${reminderWords(last, space.timeZone)}.`;
}
