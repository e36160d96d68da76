import type { Conflict } from './conflict.ts';
import { canBeRetried, withCorrection } from './correction.ts';
import {
  approveReminders,
  nextOf,
  placed,
  refuse,
  refuseAfterStart,
  Refusal,
  relocate,
  rewordReminder,
  schedule,
  sentAt,
  targets,
  whyNothingToDecide,
  withCorrectionBefore,
  withoutDecision,
  withoutSendNow,
  type RequestOf,
} from './decide-steps.ts';
import { withDecision, type Decision } from './decision.ts';
import { withTold } from './outcomes.ts';
import {
  areDenied,
  calledOff,
  heldRoom,
  isOff,
  isPosting,
  mapReminders,
  moveStanding,
  scheduled,
  whereOf,
  withReminder,
  type OpenSpace,
} from './open-space.ts';
import { isSettled, moveReminder, type Reminder, type ReminderStatus } from './reminder.ts';
import type { Request, VerbName } from './request.ts';
import type { Situation } from './situation.ts';
import { following } from './source-change.ts';
import { withoutUndefined } from './without-undefined.ts';
import { decisionWords, refusalWords, seenOnProfile, statusWords, takenWords } from './words.ts';

export type Answer = { readonly kind: 'accepted'; readonly space: OpenSpace; readonly decision: Decision } | Refused;

export interface Refused {
  readonly kind: 'refused';
  /** A sentence for people. */
  readonly reason: string;
  readonly taken?: Conflict;
  /** The reason is that the person saw an older revision. */
  readonly isOutdated?: true;
}

/** What organisers may do: a pure function. Whether a room is free, only the commit finds out. */
export function decide(situation: Situation, request: Request): Answer {
  const { space, now, rules, taken, frozen, unfit } = situation;
  const { id, verb, by } = request;
  try {
    const changed = changedSince(space, request.revision);
    if (changed !== undefined) return { kind: 'refused', reason: changed, isOutdated: true };
    if (space.standing.status === 'over') return refuse(refusalWords.isOver);
    if (isPosting(space)) return refuse(refusalWords.beingPosted);
    const answer = answers[verb] as (situation: Situation, request: Request) => OpenSpace;
    const asked = answer(situation, request);
    const isOldHistory = rules.approvesCorrections === true;
    const asksForNoApproval = 'approval' in request && request.approval === 'needs_action';
    const approvesNothing = verb === 'confirmSent' || (asksForNoApproval && !isOldHistory);
    const isUncancelled = verb === 'undo' && space.standing.status === 'cancelled';
    const next =
      isUncancelled && !isOldHistory
        ? withCorrectionBefore(space, asked, now, by)
        : withCorrection(space, asked, now, approvesNothing ? 'needs_action' : by);
    const reminder = 'reminder' in request ? request.reminder : undefined;
    const decided = withDecision(space, next, withoutUndefined({ id, verb, by, at: now, reminder }));
    if (decided === undefined) return refuse(refusalWords.noChange);
    if (unfit !== undefined) return refuse(unfit);
    if (frozen !== undefined) return refuse(refusalWords.beingPosted);
    // If a denial is undone and the room is taken, the open space goes back to the conflict instead.
    const isTaken = taken !== undefined && heldRoom(next) !== undefined;
    return isTaken ? { kind: 'refused', reason: takenWords(taken), taken } : { kind: 'accepted', ...decided };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', reason: error.message };
    throw error;
  }
}

/** The refusal for a person who saw an older revision; undefined if they saw the present one, or gave none. */
export function changedSince(space: OpenSpace, seen = space.revision): string | undefined {
  if (seen === space.revision) return undefined;
  const since = space.decisions.findLast(({ revision }) => revision > seen);
  return since === undefined
    ? refusalWords.hasChanged
    : refusalWords.faster(since.by.name, decisionWords(since, space.timeZone));
}

/** What each verb makes of the open space, before the post that corrects what people were told. */
const answers: { readonly [V in VerbName]: (situation: Situation, request: RequestOf<V>) => OpenSpace } = {
  decide(situation, request) {
    const { now } = situation;
    const { approval, by, reminder } = request;
    const space = withTexts(situation.space, request);
    const { standing } = space;
    // A correction is decided separately, in every standing of the open space.
    if (reminder !== undefined && targets(space, reminder).every(({ corrects }) => corrects !== undefined)) {
      return approveReminders(space, request, now);
    }
    if (approval === 'denied') {
      if ('by' in standing) return refuse(refusalWords.already(statusWords[standing.status], standing.by.name));
      if (standing.status === 'scheduled') return approveReminders(space, request, now);
      return calledOff(rewordReminder(space, request, now), by);
    }
    if (standing.status === 'scheduled') {
      const moved = relocate(space, request, now);
      return approveReminders(moved, request, now, moved !== space);
    }
    if (approval === 'needs_action') {
      if (standing.status === 'dismissed') {
        return rewordReminder(reopen({ ...situation, space }, standing.conflict), request, now);
      }
      if (standing.status !== 'cancelled') return refuse(refusalWords.undecided);
    }
    const staged = schedule({ ...situation, space }, request, 'nobody');
    // Cancelled after its reminder, and back: there is no reminder left to decide on, but it takes place.
    if (staged.reminders.length > 0 && staged.reminders.every(isSettled)) return rewordReminder(staged, request, now);
    return approveReminders(staged, request, now, true);
  },

  change(situation, request) {
    const { space, now } = situation;
    const named = following(withTexts(space, request), request.follows);
    // The reason of a denial can be added afterwards, as a note.
    if (isNoteAlone(request) && isOff(space)) return named;
    if (isOff(space)) return refuse(refusalWords.undoFirst(statusWords[space.standing.status]));
    const moved = relocate(named, request, now);
    const isScheduled = space.standing.status === 'scheduled';
    if (isScheduled) refuseAfterStart(moved, now);
    // A title or a wording alone schedules nothing.
    const schedules = !isScheduled && moved !== named && whereOf(moved) !== undefined && moved.startAt !== undefined;
    const next = schedules ? schedule({ ...situation, space: named }, request, 'nobody') : moved;
    return rewordReminder(next, request, now);
  },

  stage(situation, request) {
    const { space } = situation;
    if (space.standing.status === 'scheduled') return refuse(refusalWords.changeInstead);
    const approvedBy = request.approval === 'needs_action' ? 'nobody' : request.by;
    return schedule({ ...situation, space: withTexts(space, request) }, request, approvedBy);
  },

  cancel({ space, now }, { by }) {
    const { standing } = space;
    if (standing.status === 'cancelled') return refuse(refusalWords.already('cancelled', standing.by.name));
    if (standing.status !== 'scheduled') return refuse(refusalWords.denyInstead);
    refuseAfterStart(space, now);
    return calledOff(space, by);
  },

  undo(situation, { by, id }) {
    const { space, now, rules } = situation;
    const { standing } = space;
    if (standing.status === 'dismissed') return reopen(situation, standing.conflict);
    if (standing.status === 'cancelled') return moveStanding(placed(space, now), { status: 'scheduled' });
    if (standing.status !== 'scheduled') return refuse(refusalWords.undecided);
    refuseAfterStart(space, now);
    const before = withoutDecision(space, by);
    if (before === space) return approveReminders(space, { verb: 'decide', approval: 'needs_action', by, id }, now);
    return rules.keepsSendNow === true ? before : withoutSendNow(before, now);
  },

  sendNow({ space, now }, { reminder, by }) {
    if (space.standing.status !== 'scheduled') return refuse(refusalWords.notScheduled);
    refuseAfterStart(space, now);
    const target = nextOf(space, reminder);
    const isApproved = target.state.status === 'approved';
    const approved = isApproved ? target : moveReminder(target, { status: 'approved', by });
    return withReminder(space, sentAt(approved, now));
  },

  retry({ space, now }, { reminder, by }) {
    const target = lastIn(['failed', 'unconfirmed'], space, reminder);
    if (!canBeRetried(space, target)) return refuse(refusalWords.textNoLongerTrue);
    refuseAfterStart(space, now);
    const approved = sentAt(moveReminder(target, { status: 'approved', by }), now);
    const { firstDueAt = target.sendAt } = target;
    return withReminder(space, { ...approved, ...withoutUndefined({ firstDueAt }), retried: space.revision + 1 });
  },

  confirmSent({ space, now }, { reminder, by }) {
    const target = lastIn(['unconfirmed'], space, reminder);
    const sent = withReminder(space, moveReminder(target, { status: 'sent', at: now, note: seenOnProfile(by.name) }));
    const { sendAt: dueAt = 0 } = target;
    // If a later reminder was sent too, people know its text.
    const isOlder = space.reminders.some(({ state, sendAt = 0 }) => state.status === 'sent' && sendAt > dueAt);
    return isOlder ? sent : withTold(sent, target.said);
  },
};

/** Undoes a denial: it is in review or in conflict again, or scheduled without an approval if its room is free now. */
function reopen({ space, now, rules, taken }: Situation, conflict: Conflict | undefined): OpenSpace {
  const { startAt, room } = space;
  if (conflict === undefined || room === undefined || startAt === undefined || startAt <= now) {
    // If all are denied, an edit has dismissed it (`applySourceChange`), and the denial of the reminders is undone.
    const review = moveStanding(space, { status: 'needs_review' });
    const undone = (one: Reminder) =>
      one.state.status === 'denied' ? moveReminder(one, { status: 'needs_action' }) : one;
    return areDenied(space) ? mapReminders(review, undone) : review;
  }
  return taken === undefined
    ? scheduled(space, now, rules, 'nobody')
    : moveStanding(space, { status: 'conflict', with: taken });
}

const isNoteAlone = ({ title, room, place, startAt, sendAt, text, follows }: RequestOf<'change'>): boolean =>
  [title, room, place, startAt, sendAt, text, follows].every((asked) => asked === undefined);

/** An empty note removes the note. */
function withTexts(space: OpenSpace, { title, note }: Pick<OpenSpace, 'title' | 'note'>): OpenSpace {
  const { note: known, ...rest } = space;
  return { ...rest, ...withoutUndefined({ title, note: (note ?? known) || undefined }) };
}

const lastIn = (wanted: readonly ReminderStatus[], space: OpenSpace, key: string | undefined): Reminder =>
  targets(space, key).findLast(({ state }) => wanted.includes(state.status)) ?? refuse(whyNothingToDecide(space, key));
