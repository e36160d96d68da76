import type { Actor } from './actor.ts';
import { localDayAndTime, localTimeWithZone } from './local-time.ts';
import {
  atStart,
  moveStanding,
  openReminders,
  whereOf,
  type Decision,
  type OpenSpace,
  type OpeningRules,
} from './open-space.ts';
import {
  approvalOf,
  isSettled,
  isUndecidedOrWaiting,
  moveReminder,
  type Approval,
  type Reminder,
  type ReminderState,
} from './reminder.ts';
import type { Request, WhereAndWhen } from './request.ts';
import { reminderWords } from './status.ts';

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

/**
 * The whole policy of what organisers may do, pure: workflow handlers, their validators and the doors' previews ask it.
 * Whether the room is free is not asked here but at the room claim, when the answer needs the room.
 *
 * @param now epoch milliseconds
 */
export function decide(space: OpenSpace, request: Request, now: number, rules: OpeningRules): Answer {
  if (request.revision !== undefined && request.revision !== space.revision) {
    const last = space.decisions.at(-1);
    return refused(
      last === undefined || last.revision <= request.revision
        ? 'It has changed since you looked. Look at it again, then decide.'
        : `${last.by.name} was faster: ${last.words}. Look at it again, then decide.`,
    );
  }
  if (space.standing.status === 'over') return refused('It is over: nothing can be decided any more.');
  if (space.reminders.some((reminder) => reminder.state.status === 'sending')) {
    return refused('Its reminder is being posted at this moment. Wait for the outcome on the card.');
  }
  try {
    const [next, words] = answerVerb(space, request, now, rules);
    if (words === '') return refused('That changes nothing: it is so already.');
    const revision = space.revision + 1;
    const decision: Decision = { id: request.id, verb: request.verb, by: request.by, at: now, revision, words };
    return { kind: 'accepted', space: { ...next, revision, decisions: [...space.decisions, decision] }, decision };
  } catch (error) {
    if (error instanceof Refusal) return refused(error.message);
    throw error;
  }
}

/** Whether anybody, or the config itself, had approved a reminder of it at any time, whatever came after. */
export function wasEverApproved({ reminders, decisions }: OpenSpace): boolean {
  // The words are those of `approveReminders` and `answerSendNow` below.
  return (
    reminders.some(({ state }) => approvalOf(state) === 'approved' || ('wasApproved' in state && state.wasApproved)) ||
    decisions.some(({ verb, words }) => (verb === 'decide' && words.startsWith('approved')) || verb === 'sendNow')
  );
}

function answerVerb(space: OpenSpace, request: Request, now: number, rules: OpeningRules): [OpenSpace, string] {
  switch (request.verb) {
    case 'decide':
      return answerDecide(space, request, now, rules);
    case 'change':
      return answerChange(space, request, now, rules);
    case 'stage':
      return answerStage(space, request, now, rules);
    case 'cancel':
      if (space.standing.status === 'cancelled')
        return refuse(`It is cancelled already, by ${space.standing.by.name}.`);
      if (space.standing.status !== 'scheduled') return refuse('It is not scheduled: deny it instead.');
      refuseAfterStart(space.startAt, now, space.timeZone);
      return [moveStanding(space, { status: 'cancelled', by: request.by }), 'cancelled'];
    case 'sendNow':
      return answerSendNow(space, request, now);
  }
}

type RequestOf<V extends Request['verb']> = Extract<Request, { verb: V }>;

function answerDecide(
  space: OpenSpace,
  request: RequestOf<'decide'>,
  now: number,
  rules: OpeningRules,
): [OpenSpace, string] {
  const { standing } = space;
  if (request.approval === 'denied') {
    if (standing.status === 'dismissed') return refuse(`It is dismissed already, by ${standing.by.name}.`);
    if (standing.status === 'cancelled') return refuse(`It is cancelled already, by ${standing.by.name}.`);
    if (standing.status !== 'scheduled') {
      return [moveStanding(space, { status: 'dismissed', by: request.by }), 'dismissed'];
    }
    return approveReminders(space, request, 'denied', now);
  }
  if (standing.status === 'scheduled') {
    const [moved, words] = relocate(space, request, now);
    if (moved.startAt !== undefined) refuseAfterStart(moved.startAt, now, moved.timeZone);
    const [decided, more] = approveReminders(moved, request, request.approval, now, words !== '');
    return [decided, [more, words].filter((part) => part !== '').join('; ')];
  }
  if (request.approval === 'needs_action') {
    if (standing.status === 'dismissed') {
      return [moveStanding(space, { status: 'needs_review' }), 'taken up for review again'];
    }
    if (standing.status !== 'cancelled') return refuse('Nobody has decided on it yet.');
  }
  const [staged, words] = schedule(space, request, now, rules);
  // Cancelled after its reminder, and back: there is no reminder left to decide on, but it takes place.
  if (staged.reminders.length > 0 && staged.reminders.every(isSettled)) return [staged, words];
  const [decided, more] = approveReminders(staged, request, request.approval, now, true);
  return [decided, [more === '' ? 'needs approval again' : more, words].join('; ')];
}

function answerChange(
  space: OpenSpace,
  request: RequestOf<'change'>,
  now: number,
  rules: OpeningRules,
): [OpenSpace, string] {
  if (space.standing.status === 'cancelled') return refuse('It is cancelled: approve it to take that back first.');
  if (space.standing.status === 'dismissed') return refuse('It is dismissed: stage it to take that back.');
  if (space.standing.status !== 'scheduled') {
    const [moved, words] = relocate(space, request, now);
    if (whereOf(moved) === undefined || moved.startAt === undefined) return [moved, words];
    return schedule(space, request, now, rules);
  }
  const [moved, words] = relocate(space, request, now);
  if (moved.startAt !== undefined) refuseAfterStart(moved.startAt, now, moved.timeZone);
  const [changed, more] = rewordReminder(moved, request, now);
  return [changed, [words, more].filter((part) => part !== '').join('; ')];
}

function answerStage(
  space: OpenSpace,
  request: RequestOf<'stage'>,
  now: number,
  rules: OpeningRules,
): [OpenSpace, string] {
  if (space.standing.status === 'scheduled') return refuse('It is scheduled already: change it instead.');
  const titled = {
    ...space,
    ...(request.title === undefined ? {} : { title: request.title }),
    ...(request.note === undefined ? {} : { note: request.note }),
  };
  return schedule(titled, request, now, rules);
}

function answerSendNow(space: OpenSpace, request: RequestOf<'sendNow'>, now: number): [OpenSpace, string] {
  if (space.standing.status !== 'scheduled') return refuse('It is not scheduled: stage or approve it first.');
  refuseAfterStart(space.startAt, now, space.timeZone);
  const target = targets(space, request.reminder).findLast(isUndecidedOrWaiting);
  if (target === undefined) return refuse(whyNothingToDecide(space, request.reminder));
  const approved =
    target.state.status === 'approved' ? target : moveReminder(target, { status: 'approved', by: request.by });
  const { held: _, ...free } = approved;
  return [replace(space, { ...free, sendAt: now, sendAtPicked: true }), 'sent now'];
}

/** Schedules what was not: the room, the start, and fresh reminders from the rules of when it was opened. */
function schedule(space: OpenSpace, request: WhereAndWhen, now: number, rules: OpeningRules): [OpenSpace, string] {
  const [moved] = relocate(space, request, now);
  const where = whereOf(moved);
  if (where === undefined) return refuse('Pick a room first.');
  if (moved.startAt === undefined) return refuse('Pick a date and a time first.');
  refuseAfterStart(moved.startAt, now, moved.timeZone);
  // What was sent stays sent, also when a cancelled one comes back.
  const settled = moved.reminders.filter(isSettled);
  const fresh = openReminders(moved.startAt, now, rules);
  const reminders = fresh.map((reminder) => settled.find((other) => other.key === reminder.key) ?? reminder);
  const started = { ...moved, reminders };
  return [
    moveStanding(started, { status: 'scheduled' }),
    `scheduled in ${where}, ${localDayAndTime(moved.startAt, moved.timeZone)}`,
  ];
}

/** The space with the requested room and start, and what that changed in words (none: an empty string). */
function relocate(space: OpenSpace, request: WhereAndWhen, now: number): [OpenSpace, string] {
  const words: string[] = [];
  let next = space;
  const where = request.room ?? request.place;
  if (where !== undefined && where !== whereOf(space)) {
    const { room: _room, place: _place, ...rest } = space;
    next = { ...rest, ...(request.room === undefined ? { place: where } : { room: where }) };
    words.push(`${where} instead of ${whereOf(space) ?? 'no room'}`);
  }
  if (request.startAt !== undefined && request.startAt !== space.startAt) {
    refuseAfterStart(request.startAt, now, space.timeZone);
    next = atStart(next, request.startAt);
    words.push(`start ${localDayAndTime(request.startAt, space.timeZone)}`);
  }
  return [next, words.join('; ')];
}

/** @param changedOtherwise with another change in the same request, repeating an approval is no refusal */
function approveReminders(
  space: OpenSpace,
  request: RequestOf<'decide'>,
  approval: Approval,
  now: number,
  changedOtherwise = false,
): [OpenSpace, string] {
  refuseAfterStart(space.startAt, now, space.timeZone);
  const open = targets(space, request.reminder).filter(isUndecidedOrWaiting);
  if (open.length === 0) return refuse(whyNothingToDecide(space, request.reminder));
  const toMove = open.filter((reminder) => reminder.state.status !== approval);
  const [first] = open;
  if (toMove.length === 0 && changedOtherwise) return [space, ''];
  if (toMove.length === 0 && first !== undefined) {
    const by = 'by' in first.state && first.state.by !== undefined ? `, by ${first.state.by.name}` : '';
    return refuse(`It is ${approval === 'needs_action' ? 'undecided' : approval} already${by}.`);
  }
  const decided = toMove.reduce(
    (moved, reminder) => replace(moved, moveReminder(reminder, stateOf(approval, request.by, reminder))),
    space,
  );
  const which = request.reminder === undefined ? '' : ` (the ${request.reminder}-minute reminder)`;
  return [decided, (approval === 'needs_action' ? 'decision taken back' : approval) + which];
}

function stateOf(approval: Approval, by: Actor, { state }: Reminder): ReminderState {
  if (approval === 'needs_action') return { status: approval };
  if (approval === 'approved' || state.status !== 'approved') return { status: approval, by };
  return { status: 'denied', by, wasApproved: true };
}

function rewordReminder(space: OpenSpace, request: RequestOf<'change'>, now: number): [OpenSpace, string] {
  if (request.sendAt === undefined && request.text === undefined) return [space, ''];
  const target = targets(space, request.reminder).findLast(isUndecidedOrWaiting);
  if (target === undefined) return refuse(whyNothingToDecide(space, request.reminder));
  const words: string[] = [];
  let next = target;
  if (request.sendAt !== undefined && request.sendAt !== target.sendAt) {
    if (space.startAt !== undefined && request.sendAt >= space.startAt) {
      return refuse('A reminder goes out before the start: pick an earlier time.');
    }
    if (request.sendAt < now) return refuse('That time has passed: pick a later one, or send it now.');
    next = { ...next, sendAt: request.sendAt, sendAtPicked: true };
    words.push(`reminder at ${localTimeWithZone(request.sendAt, space.timeZone)}`);
  }
  if (request.text !== undefined && request.text !== target.text) {
    next = { ...next, text: request.text };
    words.push('another reminder text');
  }
  return [replace(space, next), words.join('; ')];
}

function targets(space: OpenSpace, key: string | undefined): readonly Reminder[] {
  if (key === undefined) return space.reminders;
  const found = space.reminders.filter((reminder) => reminder.key === key);
  return found.length > 0 ? found : refuse(`It has no reminder ${key}.`);
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
