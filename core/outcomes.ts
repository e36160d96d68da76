import { isOutdated, tells, tellsTheSame, withCorrection, type Told } from './correction.ts';
import {
  findReminder,
  isSurelyRead,
  mapReminders,
  moveStanding,
  withNextRevision,
  withReminder,
  type OpenSpace,
} from './open-space.ts';
import type { SourceChange } from './request.ts';
import { isSettled, isWaiting, moveReminder, type Reminder, type ReminderState } from './reminder.ts';
import { withoutUndefined } from './without-undefined.ts';
import { whyWords } from './words.ts';

/** What the posting activity reports; only the workflow decides what follows. */
export type SendResult =
  /**
   * `told`: what its frozen text tells; the open space may have changed since. Absent in what earlier versions stored.
   * `recordedAs`: the revision under which the activity has stored this outcome itself, if it has.
   */
  | {
      readonly kind: 'sent';
      readonly at: number;
      readonly tweetId?: string;
      readonly note?: string;
      readonly told?: Told;
      readonly recordedAs?: number;
    }
  /** Not tried: paused, throttled, or X asks to wait. Try again after so many milliseconds. */
  | { readonly kind: 'held'; readonly afterMs: number; readonly why: string }
  /** Tried, and nobody can say yet whether X took it. Ask again after so many milliseconds. */
  | { readonly kind: 'unclear'; readonly afterMs: number; readonly why: string }
  | { readonly kind: 'failed' | 'unconfirmed' | 'missed'; readonly why: string }
  /** Not tried: the host changed the tweet. That is a message of its own. */
  | { readonly kind: 'sourceChanged'; readonly change: SourceChange }
  /** The worker died, was slow, or found no store: after so many milliseconds the store says whether X may have it. */
  | { readonly kind: 'lost'; readonly afterMs: number }
  /** Not tried: the store holds another open space than the one of this revision, which was to be posted for. */
  | { readonly kind: 'outdated'; readonly revision: number };

/** Whatever the wait, it must not become a loop. Milliseconds. */
const shortestWaitMs = 1_000;

/**
 * When the next attempt may begin, on the clock of `now`; undefined where the result asks for none. The result brings a
 * duration, because the clock of the worker that made the attempt may be wrong. In histories of earlier versions it
 * brings that worker's moment itself.
 *
 * @param now epoch milliseconds
 */
export function nextAttemptAt(result: SendResult & { readonly until?: number }, now: number): number | undefined {
  const at = 'afterMs' in result ? now + result.afterMs : result.until;
  return at === undefined ? undefined : Math.max(at, now + shortestWaitMs);
}

/** The open space after an attempt to post one reminder; the very same one where nothing changed that people see. */
export function withSendResult(space: OpenSpace, key: string, result: SendResult): OpenSpace {
  const reminder = findReminder(space, key);
  if (reminder === undefined || isSettled(reminder)) return space;
  if (result.kind === 'sent') {
    const { kind: _kind, recordedAs: _recordedAs, told = reminder.said, ...sent } = result;
    return withSent(space, reminder, { status: 'sent', ...sent }, told);
  }
  // Only where nothing newer is known here: another revision brings the store in line.
  if (result.kind === 'outdated') return result.revision === space.revision ? withNextRevision(space) : space;
  // Somebody may have taken the approval back since the attempt began; then only that X has the post still counts.
  if (reminder.state.status !== 'approved' && reminder.state.status !== 'sending') return space;
  switch (result.kind) {
    case 'unclear':
      return withState(space, reminder, onItsWay(reminder), result.why);
    case 'held':
      return withHeld(space, reminder, result.why);
    case 'missed': {
      // What had held it back says more than that the time is over.
      const why = reminder.held === undefined ? result.why : whyWords.notPosted(reminder.held);
      return withState(space, reminder, { status: 'missed', why, wasApproved: true });
    }
    case 'failed':
      return withState(space, reminder, { status: 'failed', why: result.why });
    case 'unconfirmed': {
      // X may have it, so the others would tell people a second time.
      const next = withState(space, reminder, { status: 'unconfirmed', why: result.why });
      const superseded = supersedes(reminder, whyWords.mayBeReplaced(reminder.key));
      // A correction says something else, so it neither takes another one's place, nor loses its own.
      const isOther = (one: Reminder) => reminder.corrects !== undefined || one.corrects !== undefined;
      return mapReminders(next, (one) => (isOther(one) ? one : superseded(one)));
    }
    case 'lost':
    case 'sourceChanged':
      return space;
  }
}

/** Nobody knows whether X has it; who had approved it is kept. */
export const onItsWay = ({ state }: Reminder): ReminderState => ({ ...approverOf(state), status: 'sending' });

const approverOf = (state: ReminderState) =>
  (state.status === 'approved' || state.status === 'sending') && state.by !== undefined ? { by: state.by } : {};

/**
 * Nothing was posted, and it will be tried again, unless another reminder went out in its place, or the open space is
 * not any more what the text says: then the approval was for something else, or a newer correction waits. It also needs
 * approval again where the config had approved it, and its host has since edited the post into something that is not
 * surely read.
 */
function withHeld(space: OpenSpace, reminder: Reminder, why: string): OpenSpace {
  const { corrects, state } = reminder;
  const replacing = state.status === 'sending' ? replacedBy(space, reminder) : undefined;
  if (replacing !== undefined) {
    return withState(space, reminder, { status: 'superseded', why: whyWords.replaced(replacing.key) });
  }
  if (corrects !== undefined && state.status === 'sending' && isOutdated(space)) {
    return withState(space, reminder, { status: 'superseded', why: whyWords.outOfDate });
  }
  const approver = approverOf(state);
  const isUnsure = state.status === 'sending' && !('by' in approver) && !isSurelyRead(space);
  return isUnsure || hasChanged(space, reminder.said)
    ? withState(space, reminder, { status: 'needs_action' })
    : withState(space, reminder, { ...approver, status: 'approved' }, why);
}

/** What was not sent by the start is missed, and an unanswered review is over. */
export function closed(space: OpenSpace): OpenSpace {
  const { status } = space.standing;
  if (status === 'needs_review' || status === 'conflict')
    return withNextRevision(moveStanding(space, { status: 'over', was: status }));
  if (status === 'scheduled' && space.reminders.every(isSettled)) return space;
  // The card of a denied or cancelled one must lose the buttons that would take the decision back.
  const isOver = (one: Reminder) => status === 'scheduled' || one.corrects !== undefined;
  return withNextRevision(mapReminders(space, (one) => (isOver(one) ? missedUnlessSettled(one) : one)));
}

function missedUnlessSettled(one: Reminder): Reminder {
  if (!isWaiting(one)) return one;
  const wasApproved = one.state.status === 'approved';
  const why = wasApproved ? whyWords.notPosted(one.held) : whyWords.notApproved;
  return moveReminder(one, { status: 'missed', why, wasApproved });
}

/**
 * The reminder that went out while nobody knew whether X had this one, which was due with it or before it. Undefined
 * where people have asked for this one since.
 */
export function replacedBy(space: OpenSpace, reminder: Reminder): Reminder | undefined {
  if (reminder.corrects !== undefined || reminder.retried !== undefined) return undefined;
  return space.reminders.find(
    (one) => one.state.status === 'sent' && one.corrects === undefined && isDueWith(reminder, one, one.state.at),
  );
}

/** Ends the reminders that wait and were due with this one, or before it, or by `at`. */
const supersedes =
  (reminder: Reminder, why: string, at = 0) =>
  (one: Reminder): Reminder =>
    isWaiting(one) && isDueWith(one, reminder, at) ? moveReminder(one, { status: 'superseded', why }) : one;

/** Whether it was due with another one, or before it, or by `at`. */
const isDueWith = ({ key, sendAt = Infinity }: Reminder, other: Reminder, at: number): boolean =>
  key !== other.key && sendAt <= Math.max(at, other.sendAt ?? 0);

/** A reminder went out: the others that were due with it, or before it, are superseded. */
function withSent(
  space: OpenSpace,
  reminder: Reminder,
  state: ReminderState & { status: 'sent' },
  told: Told | undefined,
): OpenSpace {
  const superseded = supersedes(reminder, whyWords.replaced(reminder.key), state.at);
  const sent = mapReminders(withTold(space, told), (one) =>
    one.key === reminder.key ? moveReminder(one, state) : superseded(one),
  );
  // Its host may have changed it while nobody knew whether X had the post.
  return withNextRevision(withCorrection(space, sent, state.at, 'needs_action'));
}

/** People know now what a post told them: what its text said when it was frozen, else what holds. */
export function withTold(space: OpenSpace, told = tells(space)): OpenSpace {
  return told === undefined ? space : { ...space, told };
}

/** The reminder in its new state. While nobody knows whether X has it, what it says is kept, whatever changes. */
export function moveReminderOf(space: OpenSpace, reminder: Reminder, state: ReminderState): Reminder {
  const isUnclear = state.status === 'sending' || state.status === 'unconfirmed';
  const said = isUnclear ? (reminder.said ?? tells(space)) : undefined;
  return { ...moveReminder(reminder, state), ...withoutUndefined({ said }) };
}

/** Whether the open space is not any more what a text said of it. */
export function hasChanged(space: OpenSpace, said: Told | undefined): boolean {
  return said !== undefined && !tellsTheSame(said, tells(space));
}

/** @param held why it waits, shown beside its state */
function withState(space: OpenSpace, reminder: Reminder, state: ReminderState, held?: string): OpenSpace {
  // Told once: while the reason stays the same, nothing new is recorded.
  const isSame = reminder.state.status === state.status;
  if (isSame && reminder.held === held) return space;
  const next = isSame ? reminder : moveReminderOf(space, reminder, state);
  return withNextRevision(withReminder(space, { ...next, ...withoutUndefined({ held }) }));
}
