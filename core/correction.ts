import type { Actor } from './actor.ts';
import { canGoOut, isOff, whereOf, type OpenSpace } from './open-space.ts';
import { isOpen, moveReminder, type Approval, type Reminder } from './reminder.ts';
import { whyWords } from './words/outcome-words.ts';

export interface Told {
  readonly where: string;
  /** Epoch milliseconds. */
  readonly startAt: number;
  readonly isOff?: true;
  /** It was not posted: the output was Slack only, so people on X do not know of it. */
  readonly isOnlyInSlack?: true;
}

export type Correcting = 'moved' | 'cancelled' | 'reinstated';

/**
 * What a post would tell people now; undefined while it is unclear whether and where the session takes place. If the
 * session was called off, a post names the place and start that people were told, even if they have changed since.
 */
export function tells(space: OpenSpace): Told | undefined {
  const { standing, startAt, told } = space;
  if (isOff(space) && told !== undefined) return { ...told, isOff: true };
  const where = whereOf(space);
  if (where === undefined || startAt === undefined) return undefined;
  if (standing.status === 'scheduled') return { where, startAt };
  return isOff(space) ? { where, startAt, isOff: true } : undefined;
}

/** Until when its posts may go out, epoch ms: its start; if called off, at least the start that people were told. */
export function postableUntil(space: OpenSpace): number | undefined {
  const { startAt, told } = space;
  return isOff(space) && told !== undefined ? Math.max(told.startAt, startAt ?? 0) : startAt;
}

/**
 * The changed open space with a correction, if people were told something else than is true now. At most one correction
 * waits; a further change replaces it. If what people were told is true again, the waiting correction is superseded.
 *
 * @param now epoch milliseconds
 * @param approval the person whose change approves the correction, or the correction's approval
 */
export function withCorrection(
  before: OpenSpace,
  after: OpenSpace,
  now: number,
  approval: Actor | Approval,
): OpenSpace {
  const is = tells(after);
  if (before.told === after.told && tellsTheSame(tells(before), is)) return after;
  if (after.told === undefined || is === undefined || (postableUntil(after) ?? 0) <= now) return after;
  const open = waitingCorrection(after);
  const others = after.reminders.filter((one) => one !== open);
  if (tellsTheSame(after.told, is)) {
    if (open === undefined) return after;
    const why = whyWords.postHoldsAgain;
    const undecided = open.state.status === 'denied' ? moveReminder(open, { status: 'needs_action' }) : open;
    return { ...after, reminders: [...others, moveReminder(undecided, { status: 'superseded', why })] };
  }
  const corrects = is.isOff === true ? 'cancelled' : after.told.isOff === true ? 'reinstated' : 'moved';
  // If an organiser denied the correction, a new change by the host needs a decision again, also with `autoSend`.
  const isForPerson = open !== undefined && open.state.status !== 'approved' && open.corrects === corrects;
  const correction: Reminder = {
    key: open?.key ?? `correction${before.revision + 1}`,
    minutes: 0,
    corrects,
    sendAt: now,
    sendAtPicked: true,
    state:
      typeof approval === 'string'
        ? { status: isForPerson ? 'needs_action' : approval }
        : { status: 'approved', by: approval },
  };
  return { ...after, reminders: [...others, correction] };
}

/** The correction that is not posted yet, approved, denied or undecided. */
export const waitingCorrection = ({ reminders }: OpenSpace): Reminder | undefined =>
  reminders.find((one) => one.corrects !== undefined && isOpen(one));

/** Whether two posts tell people the same. If both say that it is off, place and start do not matter. */
export function tellsTheSame(one: Told | undefined, other: Told | undefined): boolean {
  if (one?.isOff === true && other?.isOff === true) return true;
  return one?.where === other?.where && one?.startAt === other?.startAt && one?.isOff === other?.isOff;
}

/** Whether a failed reminder may be tried again: a correction only while it is still needed. */
export const canBeRetried = (space: OpenSpace, reminder: Reminder): boolean =>
  canGoOut(space, reminder) && (reminder.corrects === undefined || !isOutdated(space));

/** Whether a correction that is not waiting any more is out of date: a newer one waits, or people know what is true. */
export const isOutdated = (space: OpenSpace): boolean =>
  waitingCorrection(space) !== undefined || tellsTheSame(space.told, tells(space));
