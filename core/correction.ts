import type { Actor } from './actor.ts';
import { localDay, localTimeWithZone } from './local-time.ts';
import { canGoOut, whereOf, type OpenSpace } from './open-space.ts';
import { isUndecidedOrWaiting, moveReminder, type Reminder } from './reminder.ts';

/** What a post told people of an open space. */
export interface Told {
  readonly where: string;
  /** Epoch milliseconds. */
  readonly startAt: number;
  /** That it does not take place. */
  readonly isOff?: true;
}

/** What is wrong with what people were told. */
export type Correcting = 'moved' | 'cancelled' | 'reinstated';

/** Whether it was called off; what is in review or in conflict may still take place. */
export const isOff = ({ standing }: OpenSpace): boolean =>
  standing.status === 'cancelled' || standing.status === 'dismissed';

/** What a post would tell now; undefined while nobody knows whether and where it takes place. */
export function tells(space: OpenSpace): Told | undefined {
  const { standing, startAt } = space;
  const where = whereOf(space);
  if (where === undefined || startAt === undefined) return undefined;
  if (standing.status === 'scheduled') return { where, startAt };
  return isOff(space) ? { where, startAt, isOff: true } : undefined;
}

/**
 * The changed open space with the reminder that corrects what a post of it has told people, where they were told
 * something else than holds now: at most one waits, and a further change replaces it. Where what they were told holds
 * again, it is not needed any more.
 *
 * @param now epoch milliseconds; after the start nothing is posted
 * @param approval whose change it is, which approves the correction, or the config's word
 */
export function withCorrection(
  before: OpenSpace,
  after: OpenSpace,
  now: number,
  approval: Actor | 'approved' | 'needs_action',
): OpenSpace {
  const is = tells(after);
  if (before.told === after.told && isSame(tells(before), is)) return after;
  if (after.told === undefined || is === undefined || is.startAt <= now) return after;
  const open = waitingCorrection(after);
  const others = after.reminders.filter((one) => one !== open);
  if (isSame(after.told, is)) {
    if (open === undefined) return after;
    return { ...after, reminders: [...others, superseded(open, 'what was posted holds again')] };
  }
  const correction: Reminder = {
    key: open?.key ?? `correction${before.revision + 1}`,
    minutes: 0,
    corrects: is.isOff === true ? 'cancelled' : after.told.isOff === true ? 'reinstated' : 'moved',
    sendAt: now,
    sendAtPicked: true,
    state: typeof approval === 'string' ? { status: approval } : { status: 'approved', by: approval },
  };
  return { ...after, reminders: [...others, correction] };
}

/** A reminder that nobody needs any more, also where it was denied. */
export function superseded(reminder: Reminder, why: string): Reminder {
  const open = reminder.state.status === 'denied' ? moveReminder(reminder, { status: 'needs_action' }) : reminder;
  return moveReminder(open, { status: 'superseded', why });
}

/** The correction that is not posted yet, approved or not. */
export const waitingCorrection = ({ reminders }: OpenSpace): Reminder | undefined =>
  reminders.find((one) => one.corrects !== undefined && isUndecidedOrWaiting(one));

/**
 * The wording, with the day where that is another one than people were told. What was called off is named as people
 * were told of it, wherever it had moved since.
 */
export function correctionText({ told, startAt = 0, timeZone }: OpenSpace, corrects: Correcting): string {
  const isOtherDay = told !== undefined && localDay(told.startAt, timeZone) !== localDay(startAt, timeZone);
  const at = isOtherDay ? '{day} at {time}' : 'at {time}';
  switch (corrects) {
    case 'moved':
      return `Moved: {title} is now in {room}${isOtherDay ? ' on' : ''} ${at}.`;
    case 'cancelled':
      if (told === undefined) return `Cancelled: {title}, {room} ${at}.`;
      return (
        `Cancelled: {title}, ${told.where.replaceAll(/[{}]/gu, '')} ` +
        `at ${localTimeWithZone(told.startAt, timeZone)}.`
      );
    case 'reinstated':
      return `It takes place after all: {title}, {room} ${at}.`;
  }
}

/** Whether two posts tell people the same; where and when it does not take place changes nothing. */
export function isSame(one: Told | undefined, other: Told | undefined): boolean {
  if (one?.isOff === true && other?.isOff === true) return true;
  return one?.where === other?.where && one?.startAt === other?.startAt && one?.isOff === other?.isOff;
}

/**
 * Whether a failed reminder may be tried again: a correction only where people still know something else, and no newer
 * correction waits.
 */
export function canBeRetried(space: OpenSpace, reminder: Reminder): boolean {
  return canGoOut(space, reminder) && (reminder.corrects === undefined || !isOutdated(space));
}

/** Whether a correction that does not wait any more has been replaced, or people know again what holds. */
export const isOutdated = (space: OpenSpace): boolean =>
  waitingCorrection(space) !== undefined || isSame(space.told, tells(space));
