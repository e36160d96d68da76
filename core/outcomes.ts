import { isOutdated, tells, tellsTheSame, withCorrection, type Told } from './correction.ts';
import { nextInPlaceIfApproved } from './left-out.ts';
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

type SentState = ReminderState & { status: 'sent' };

/** The report of the posting activity. The workflow decides what follows. */
export type SendResult =
  /**
   * `told`: what its frozen text tells people; the open space may have changed since. Absent in reports of earlier
   * versions. `recordedAs`: the revision under which the activity has stored this outcome, if it has.
   */
  | (Omit<SentState, 'status'> & { readonly kind: 'sent'; readonly told?: Told; readonly recordedAs?: number })
  /**
   * Not posted: paused, throttled, or X asks to wait. Try again after `afterMs` milliseconds. `ahead`: the keys of
   * other reminders that X has or may have; their outcome is found out first.
   */
  | { readonly kind: 'held'; readonly afterMs: number; readonly why: string; readonly ahead?: readonly string[] }
  /** Nobody knows yet whether X took it. Look again after `afterMs` milliseconds. */
  | { readonly kind: 'unclear'; readonly afterMs: number; readonly why: string }
  | { readonly kind: 'failed' | 'unconfirmed' | 'missed'; readonly why: string }
  /** Not posted: the host changed the tweet. */
  | { readonly kind: 'sourceChanged'; readonly change: SourceChange }
  /** The worker died, was slow, or could not reach the store. The intent record says whether X may have the post. */
  | { readonly kind: 'lost'; readonly afterMs: number }
  /** Not posted: the store has another revision of the open space than the attempt, whose revision this is. */
  | { readonly kind: 'outdated'; readonly revision: number };

/** The shortest wait between attempts, so that they cannot become a busy loop. Milliseconds. */
const shortestWaitMs = 1_000;

/**
 * When the next attempt may begin, epoch milliseconds on the clock of `now`; undefined if the result asks for none. The
 * result has a duration, because the clock of the worker that made the attempt may be wrong. In histories of earlier
 * versions it has a time of that worker's clock (`until`).
 */
export function nextAttemptAt(result: SendResult & { readonly until?: number }, now: number): number | undefined {
  const at = 'afterMs' in result ? now + result.afterMs : result.until;
  return at === undefined ? undefined : Math.max(at, now + shortestWaitMs);
}

/** The open space after an attempt to post one reminder; the same object if nothing changed that people see. */
export function withSendResult(space: OpenSpace, key: string, result: SendResult): OpenSpace {
  const reminder = findReminder(space, key);
  if (reminder === undefined || isSettled(reminder)) return space;
  if (result.kind === 'sent') {
    const { kind: _kind, recordedAs: _recordedAs, told = reminder.said, ...sent } = result;
    return withSent(space, reminder, { status: 'sent', ...sent }, told);
  }
  // If this state is still of that revision, it gets another one, so that the next commit compares it with the store.
  if (result.kind === 'outdated') return result.revision === space.revision ? withNextRevision(space) : space;
  // Somebody may have taken the approval back since the attempt began; then only the outcome `sent` still counts.
  if (reminder.state.status !== 'approved' && reminder.state.status !== 'sending') return space;
  switch (result.kind) {
    case 'unclear':
      return withState(space, reminder, onItsWay(reminder), result.why);
    case 'held': {
      const known = withFrozen(space, result.ahead);
      const next = withHeld(known, reminder, result.why);
      return next === known && known !== space ? withNextRevision(known) : next;
    }
    case 'missed': {
      // The reason why it was held says more than that the start has passed.
      const why = reminder.held === undefined ? result.why : whyWords.notPosted(reminder.held);
      return withState(space, reminder, { status: 'missed', why, wasApproved: true });
    }
    case 'failed':
      return withState(space, reminder, { status: 'failed', why: result.why });
    case 'unconfirmed': {
      // X may have it, so another reminder would tell people a second time.
      const next = withState(space, reminder, { status: 'unconfirmed', why: result.why });
      const superseded = supersedes(reminder, whyWords.mayBeReplaced(reminder.key));
      // A correction says something else, so it replaces no other reminder, and no reminder replaces it.
      const isOther = (one: Reminder) => reminder.corrects !== undefined || one.corrects !== undefined;
      return mapReminders(next, (one) => (isOther(one) ? one : superseded(one)));
    }
    case 'lost':
    case 'sourceChanged':
      return space;
  }
}

/** Marks reminders with a frozen text as being posted: only their outcome can still change them. */
export const withFrozen = (space: OpenSpace, keys: readonly string[] = []): OpenSpace =>
  mapReminders(space, (one) =>
    keys.includes(one.key) && one.state.status === 'approved' ? moveReminderOf(space, one, onItsWay(one)) : one,
  );

/** The state in which nobody knows whether X has it; keeps who had approved it. */
const onItsWay = ({ state }: Reminder): ReminderState => ({ ...approverOf(state), status: 'sending' });

const approverOf = (state: ReminderState) =>
  (state.status === 'approved' || state.status === 'sending') && state.by !== undefined ? { by: state.by } : {};

/**
 * Nothing was posted, so the reminder will be tried again, with three exceptions:
 * - Another reminder went out in its place, or a newer correction waits: it is superseded.
 * - The open space has changed since the text was frozen: it needs approval again.
 * - The config had approved it, and the host's newest version is not surely read: it needs approval again.
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
  return hasLostApproval(space, reminder) || hasChanged(space, reminder.said)
    ? withState(space, reminder, { status: 'needs_action' })
    : withState(space, reminder, { ...approverOf(state), status: 'approved' }, why);
}

/** Whether the config had approved what is on its way, and the host's newest version is not surely read. */
const hasLostApproval = (space: OpenSpace, { state }: Reminder): boolean =>
  state.status === 'sending' && state.by === undefined && !isSurelyRead(space);

/** Why a reminder that X did not take is not posted again as it was. @param now epoch milliseconds */
export function whyNotRepeated(space: OpenSpace, reminder: Reminder, now: number): string | undefined {
  if (replacedBy(space, reminder) !== undefined) return 'another reminder went out';
  // Of several due reminders, only the latest is sent.
  if (space.reminders.some((one) => replaces(reminder, one, now))) return 'a later reminder is due';
  if (nextInPlaceIfApproved(space, reminder, now) !== undefined) return 'the next reminder goes out soon';
  return hasLostApproval(space, reminder) ? 'its post was edited and must be approved again' : undefined;
}

/** Whether the other one is approved and due by now, and goes out instead, unless an organiser wants this one again. */
const replaces = (reminder: Reminder, other: Reminder, now: number): boolean =>
  reminder.corrects === undefined &&
  reminder.retried === undefined &&
  other.corrects === undefined &&
  other.state.status === 'approved' &&
  (other.sendAt ?? Infinity) <= now &&
  isDueWith(reminder, other, 0);

/** The open space after its time: reminders that were not sent are missed, and an undecided review is over. */
export function closed(space: OpenSpace): OpenSpace {
  const { status } = space.standing;
  if (status === 'needs_review' || status === 'conflict')
    return withNextRevision(moveStanding(space, { status: 'over', was: status }));
  if (status === 'scheduled' && space.reminders.every(isSettled)) return space;
  // A new revision, so that the card of a denied or cancelled open space loses its Undo button.
  const missed = mapReminders(space, (one) => {
    if (!isWaiting(one) || (status !== 'scheduled' && one.corrects === undefined)) return one;
    const wasApproved = one.state.status === 'approved';
    const why = wasApproved ? whyWords.notPosted(one.held) : whyWords.notApproved;
    return moveReminder(one, { status: 'missed', why, wasApproved });
  });
  return withNextRevision(missed);
}

/** The reminder that went out instead of this one, unless an organiser has asked to try this one again. */
function replacedBy(space: OpenSpace, reminder: Reminder): Reminder | undefined {
  if (reminder.corrects !== undefined || reminder.retried !== undefined) return undefined;
  return space.reminders.find(
    (one) => one.state.status === 'sent' && one.corrects === undefined && isDueWith(reminder, one, one.state.at),
  );
}

/** Supersedes the waiting reminders that were due at the same time as this one or earlier, or by `at`. */
const supersedes =
  (reminder: Reminder, why: string, at = 0) =>
  (one: Reminder): Reminder =>
    isWaiting(one) && isDueWith(one, reminder, at) ? moveReminder(one, { status: 'superseded', why }) : one;

/** Whether it was due at the same time as another one or earlier, or by `at`. */
const isDueWith = ({ key, sendAt = Infinity }: Reminder, other: Reminder, at: number): boolean =>
  key !== other.key && sendAt <= Math.max(at, other.sendAt ?? 0);

/** The open space after a reminder went out. Other reminders that were due by then are superseded. */
function withSent(space: OpenSpace, reminder: Reminder, state: SentState, told: Told | undefined): OpenSpace {
  const superseded = supersedes(reminder, whyWords.replaced(reminder.key), state.at);
  const sent = mapReminders(withTold(space, told), (one) =>
    one.key === reminder.key ? moveReminder(one, state) : superseded(one),
  );
  // The host may have changed the session while nobody knew whether X had the post.
  return withNextRevision(withCorrection(space, sent, state.at, 'needs_action'));
}

/**
 * Stores what people were told: what the frozen text said, otherwise the present state. What people on X know counts
 * more than what only Slack was told later.
 */
export function withTold(space: OpenSpace, told = tells(space)): OpenSpace {
  const isKnownOnX = space.told !== undefined && space.told.isOnlyInSlack !== true;
  return told === undefined || (isKnownOnX && told.isOnlyInSlack === true) ? space : { ...space, told };
}

/** The reminder in its new state. While nobody knows whether X has it, it keeps what its text said. */
export function moveReminderOf(space: OpenSpace, reminder: Reminder, state: ReminderState): Reminder {
  const isUnclear = state.status === 'sending' || state.status === 'unconfirmed';
  const said = isUnclear ? (reminder.said ?? tells(space)) : undefined;
  return { ...moveReminder(reminder, state), ...withoutUndefined({ said }) };
}

/** Whether the open space has changed since a text was frozen that said this. */
export const hasChanged = (space: OpenSpace, said: Told | undefined): boolean =>
  said !== undefined && !tellsTheSame(said, tells(space));

function withState(space: OpenSpace, reminder: Reminder, state: ReminderState, held?: string): OpenSpace {
  // If state and reason are the same as before, nothing is stored.
  const isSame = reminder.state.status === state.status;
  if (isSame && reminder.held === held) return space;
  const next = isSame ? reminder : moveReminderOf(space, reminder, state);
  return withNextRevision(withReminder(space, { ...next, ...withoutUndefined({ held }) }));
}
