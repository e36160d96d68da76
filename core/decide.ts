import type { Actor } from './actor.ts';
import type { Conflict } from './conflict.ts';
import { canBeRetried, postableUntil, withCorrection } from './correction.ts';
import { withDecision, type Decision } from './decision.ts';
import { localDayAndTime } from './local-time.ts';
import { withTold } from './outcomes.ts';
import { farProblem } from './plan.ts';
import {
  atStart,
  heldRoom,
  isOff,
  isPosting,
  mapReminders,
  moveStanding,
  scheduled,
  whereOf,
  withReminder,
  type OpenSpace,
  type OpeningRules,
} from './open-space.ts';
import { isSettled, isOpen, moveReminder, type Approval, type Reminder, type ReminderState } from './reminder.ts';
import type { Request, VerbName, WhereAndWhen } from './request.ts';
import { currentReminder } from './status.ts';
import { withoutDenial } from './undo.ts';
import { withoutUndefined } from './without-undefined.ts';
import { decisionWords, refusalWords, reminderWords, seenOnProfile, takenWords } from './words.ts';

/** What a request comes to: the next state with the decision it made, or a reason that the asker is told. */
export type Answer =
  | { readonly kind: 'accepted'; readonly space: OpenSpace; readonly decision: Decision }
  /**
   * The reason is a sentence for people. `taken`: who holds the room, where that is the reason. `isOutdated`: the asker
   * had an older revision before them, and that is the reason.
   */
  | { readonly kind: 'refused'; readonly reason: string; readonly taken?: Conflict; readonly isOutdated?: true };

/** What the commit found in the way of the next state; the message is judged again with it. */
export interface Obstacles {
  /** Somebody else holds the room then. */
  readonly taken?: Conflict;
  /** Reminders whose text is frozen: X may have them at any moment. */
  readonly frozen?: readonly string[];
  /** Why the config does not allow it. */
  readonly unfit?: string;
  /** Reminders that may have been posted before the database was restored from an older copy. */
  readonly mayBePosted?: readonly string[];
}

/** What a message is judged by. */
export interface Situation extends Obstacles {
  readonly space: OpenSpace;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly rules: OpeningRules;
}

/** Marks a refusal inside the steps below; `decide` turns it into an answer. */
class Refusal extends Error {}

function refuse(reason: string): never {
  throw new Refusal(reason);
}

/**
 * The whole policy of what organisers may do, pure: the workflow and its validators ask it. Whether the room is free is
 * not asked here but by the commit, when the answer needs the room.
 */
export function decide(situation: Situation, request: Request): Answer {
  const { space, now, taken, frozen, unfit } = situation;
  const { id, verb, by } = request;
  try {
    const changed = changedSince(space, request.revision);
    if (changed !== undefined) return { kind: 'refused', reason: changed, isOutdated: true };
    if (space.standing.status === 'over') return refuse(refusalWords.isOver);
    if (isPosting(space)) return refuse(refusalWords.beingPosted);
    const asked = answerVerb(situation, request);
    const isUnsure = verb === 'confirmSent' || (verb === 'stage' && request.approval === 'needs_action');
    const next = withCorrection(space, asked, now, isUnsure ? 'needs_action' : by);
    const reminder = 'reminder' in request ? request.reminder : undefined;
    const decided = withDecision(space, next, withoutUndefined({ id, verb, by, at: now, reminder }));
    if (decided === undefined) return refuse(refusalWords.noChange);
    if (unfit !== undefined) return refuse(unfit);
    if (frozen !== undefined) return refuse(refusalWords.beingPosted);
    // Undoing a denial goes back to the conflict instead.
    const isTaken = taken !== undefined && heldRoom(next) !== undefined;
    return isTaken ? { kind: 'refused', reason: takenWords(taken), taken } : { kind: 'accepted', ...decided };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', reason: error.message };
    throw error;
  }
}

/** What somebody is told who had an older revision before them; undefined where it is the present one, or none. */
export function changedSince(space: OpenSpace, seen = space.revision): string | undefined {
  if (seen === space.revision) return undefined;
  const since = space.decisions.findLast(({ revision }) => revision > seen);
  return since === undefined
    ? refusalWords.hasChanged
    : refusalWords.faster(since.by.name, decisionWords(since, space.timeZone));
}

function answerVerb(situation: Situation, request: Request): OpenSpace {
  switch (request.verb) {
    case 'decide':
      return answerDecide(situation, request);
    case 'change':
      return answerChange(situation, request);
    case 'stage':
      return answerStage(situation, request);
    case 'cancel':
      return answerCancel(situation, request);
    case 'undo':
      return answerUndo(situation, request);
    case 'sendNow':
      return answerSendNow(situation, request);
    case 'retry':
    case 'confirmSent':
      return answerAfterFailure(situation, request);
  }
}

type RequestOf<V extends VerbName> = Request & { verb: V };

function answerDecide(situation: Situation, request: RequestOf<'decide'>): OpenSpace {
  const { space, now } = situation;
  const { standing } = space;
  const { approval, by, reminder } = request;
  // A correction is decided on by itself, whatever became of the open space.
  if (reminder !== undefined && targets(space, reminder).every(({ corrects }) => corrects !== undefined)) {
    return approveReminders(space, request, now);
  }
  if (approval === 'denied') {
    if (standing.status === 'dismissed') return refuse(refusalWords.already('denied', standing.by.name));
    if (standing.status === 'cancelled') return refuse(refusalWords.already('cancelled', standing.by.name));
    const noted = withTexts(space, request);
    if (standing.status === 'scheduled') return approveReminders(noted, request, now);
    const conflict = standing.status === 'conflict' ? standing.with : undefined;
    const worded = rewordReminder(noted, request, now);
    return moveStanding(worded, withoutUndefined({ status: 'dismissed', by, conflict }));
  }
  if (standing.status === 'scheduled') {
    const moved = relocate(space, request, now);
    return approveReminders(moved, request, now, moved !== space);
  }
  if (approval === 'needs_action') {
    if (standing.status === 'dismissed') {
      return rewordReminder(reopen(situation, standing.conflict), request, now);
    }
    if (standing.status !== 'cancelled') return refuse(refusalWords.undecided);
  }
  const staged = schedule(situation, request, 'nobody');
  // Cancelled after its reminder, and back: there is no reminder left to decide on, but it takes place.
  if (staged.reminders.length > 0 && staged.reminders.every(isSettled)) return rewordReminder(staged, request, now);
  return approveReminders(staged, request, now, true);
}

/**
 * Undoes a denial: back to the review or the conflict that it was. Whether the room is still taken is asked anew; where
 * it is free by now, the open space is scheduled and waits for approval.
 */
function reopen({ space, now, rules, taken }: Situation, conflict: Conflict | undefined): OpenSpace {
  const { startAt, room } = space;
  if (conflict === undefined || room === undefined || startAt === undefined || startAt <= now) {
    // All denied: an edit dismissed it (`applySourceChange`), and that denial is what is undone.
    const isUndone = space.reminders.every(({ state }) => state.status === 'denied');
    const review = moveStanding(space, { status: 'needs_review' });
    return isUndone ? mapReminders(review, (one) => moveReminder(one, { status: 'needs_action' })) : review;
  }
  return taken === undefined
    ? scheduled(space, now, rules, 'nobody')
    : moveStanding(space, { status: 'conflict', with: taken });
}

function answerChange(situation: Situation, request: RequestOf<'change'>): OpenSpace {
  const { space, now } = situation;
  const named = withTexts(space, request);
  // Why it was denied can be added afterwards; it changes nothing else.
  if (isNoteAlone(request) && isOff(space)) return named;
  if (space.standing.status === 'cancelled') return refuse(refusalWords.undoFirst('cancelled'));
  if (space.standing.status === 'dismissed') return refuse(refusalWords.undoFirst('denied'));
  const moved = relocate(named, request, now);
  if (space.standing.status === 'scheduled') refuseAfterStart(moved, now);
  // A title or a wording alone schedules nothing.
  const isReady = moved !== named && whereOf(moved) !== undefined && moved.startAt !== undefined;
  const schedules = isReady && space.standing.status !== 'scheduled';
  const next = schedules ? schedule({ ...situation, space: named }, request, 'nobody') : moved;
  return rewordReminder(next, request, now);
}

function answerStage(situation: Situation, request: RequestOf<'stage'>): OpenSpace {
  const { space } = situation;
  if (space.standing.status === 'scheduled') return refuse(refusalWords.changeInstead);
  const approvedBy = request.approval === 'needs_action' ? 'nobody' : request.by;
  return schedule({ ...situation, space: withTexts(space, request) }, request, approvedBy);
}

function answerCancel({ space, now }: Situation, { by }: Request): OpenSpace {
  const { standing } = space;
  if (standing.status === 'cancelled') return refuse(refusalWords.already('cancelled', standing.by.name));
  if (standing.status !== 'scheduled') return refuse(refusalWords.denyInstead);
  refuseAfterStart(space, now);
  return moveStanding(space, { status: 'cancelled', by });
}

/** Takes back what was decided last, and leaves the reminders as they were before it. */
function answerUndo(situation: Situation, { by, id }: Request): OpenSpace {
  const { space, now } = situation;
  const { standing } = space;
  if (standing.status === 'dismissed') return reopen(situation, standing.conflict);
  if (standing.status === 'cancelled') return moveStanding(placed(space, now), { status: 'scheduled' });
  if (standing.status !== 'scheduled') return refuse(refusalWords.undecided);
  refuseAfterStart(space, now);
  const before = withoutDenial(space, by);
  return before === space ? approveReminders(space, { verb: 'decide', approval: 'needs_action', by, id }, now) : before;
}

function isNoteAlone({ title, room, place, startAt, sendAt, text }: RequestOf<'change'>): boolean {
  return [title, room, place, startAt, sendAt, text].every((asked) => asked === undefined);
}

function withTexts(space: OpenSpace, { title, note }: { readonly title?: string; readonly note?: string }): OpenSpace {
  return title === undefined && note === undefined ? space : { ...space, ...withoutUndefined({ title, note }) };
}

function answerSendNow({ space, now }: Situation, request: RequestOf<'sendNow'>): OpenSpace {
  if (space.standing.status !== 'scheduled') return refuse(refusalWords.notScheduled);
  refuseAfterStart(space, now);
  const target = nextOf(space, request.reminder);
  const approved =
    target.state.status === 'approved' ? target : moveReminder(target, { status: 'approved', by: request.by });
  const { held: _, ...free } = approved;
  return withReminder(space, { ...free, sendAt: now, sendAtPicked: true });
}

/** What a person says of a reminder that failed, or of which nobody knew whether X has it. */
function answerAfterFailure({ space, now }: Situation, request: RequestOf<'retry' | 'confirmSent'>): OpenSpace {
  const wanted = request.verb === 'retry' ? ['failed', 'unconfirmed'] : ['unconfirmed'];
  const target = targets(space, request.reminder).findLast(({ state }) => wanted.includes(state.status));
  if (target === undefined) return refuse(whyNothingToDecide(space, request.reminder));
  const { by } = request;
  if (request.verb === 'confirmSent') {
    const sent = moveReminder(target, { status: 'sent', at: now, note: seenOnProfile(by.name) });
    return withTold(withReminder(space, sent), target);
  }
  if (!canBeRetried(space, target)) return refuse(refusalWords.textNoLongerTrue);
  refuseAfterStart(space, now);
  const approved = moveReminder(target, { status: 'approved', by });
  return withReminder(space, { ...approved, sendAt: now, sendAtPicked: true, retried: space.revision + 1 });
}

/** Schedules what was not. Its reminders keep their texts, and wait for `approvedBy`; the config is not asked. */
function schedule({ space, now, rules }: Situation, request: WhereAndWhen, approvedBy: Actor | 'nobody'): OpenSpace {
  return scheduled(placed(relocate(space, request, now), now), now, rules, approvedBy);
}

/** The same, where it has what a scheduled one needs. */
function placed(space: OpenSpace, now: number): OpenSpace {
  if (whereOf(space) === undefined) return refuse(refusalWords.noRoom);
  if (space.startAt === undefined) return refuse(refusalWords.noStart);
  refuseAfterStart(space, now);
  return space;
}

/** The space with the requested room and start; the very same space where they ask for what stands. */
function relocate(space: OpenSpace, { room, place, startAt }: WhereAndWhen, now: number): OpenSpace {
  const { room: oldRoom, place: oldPlace, ...rest } = space;
  const isElsewhere = room === undefined ? place !== undefined && place !== oldPlace : room !== oldRoom;
  const located: OpenSpace = isElsewhere ? { ...rest, ...withoutUndefined({ room, place }) } : space;
  if (startAt === undefined || startAt === space.startAt) return located;
  const moved = atStart(located, startAt, now);
  refuseAfterStart(moved, now);
  const far = farProblem(startAt, space.conferenceEndsAt);
  return far === undefined ? moved : refuse(far);
}

/**
 * Time and text are changed first, then it is decided on.
 *
 * @param isChanged the same request also changes something else, so approving again is not refused
 */
function approveReminders(space: OpenSpace, request: RequestOf<'decide'>, now: number, isChanged = false): OpenSpace {
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

function rewordReminder(space: OpenSpace, request: RequestOf<'decide' | 'change'>, now: number): OpenSpace {
  const { sendAt, text } = request;
  if (sendAt === undefined && text === undefined) return space;
  const target = nextOf(space, request.reminder);
  const reworded = { ...target, ...withoutUndefined({ text }) };
  if (sendAt === undefined || sendAt === target.sendAt) return withReminder(space, reworded);
  if (space.startAt !== undefined && sendAt >= space.startAt) return refuse(refusalWords.reminderAfterStart);
  if (sendAt < now) return refuse(refusalWords.reminderInPast);
  const { held: _, ...free } = reworded;
  return withReminder(space, { ...free, sendAt, sendAtPicked: true });
}

function targets(space: OpenSpace, key: string | undefined): readonly Reminder[] {
  if (key === undefined) return space.reminders;
  const found = space.reminders.filter((reminder) => reminder.key === key);
  return found.length > 0 ? found : refuse(refusalWords.noSuchReminder(key));
}

/** The named reminder, or the one that goes out next; a denied one only where there is no other. */
function nextOf(space: OpenSpace, key: string | undefined): Reminder {
  const open = targets(space, key).filter(isOpen);
  return currentReminder({ ...space, reminders: open }) ?? refuse(whyNothingToDecide(space, key));
}

function refuseAfterStart({ startAt: start, timeZone }: OpenSpace, now: number, startAt = start): void {
  if (startAt !== undefined && startAt <= now) {
    refuse(refusalWords.afterStart(localDayAndTime(startAt, timeZone)));
  }
}

function whyNothingToDecide(space: OpenSpace, key: string | undefined): string {
  const last = targets(space, key).at(-1);
  return last === undefined ? refusalWords.noReminder : refusalWords.reminderIs(reminderWords(last, space.timeZone));
}
