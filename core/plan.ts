import type { Conflict } from './conflict.ts';
import type { OpenSpace, OpeningRules, SourceTweet } from './open-space.ts';
import { openReminders } from './open-space.ts';
import type { Reading } from './reading/reading.ts';

/** What a reading plans: the room and the start where it gives exactly one of each kind. */
export interface Plan {
  readonly verdict: 'schedule' | 'review' | 'ignore';
  readonly room?: string;
  /** Epoch milliseconds. */
  readonly startAt?: number;
}

export function planOf(reading: Reading): Plan {
  const [start, ...moreStarts] = reading.starts;
  const [room, ...moreRooms] = reading.rooms;
  return {
    verdict: reading.verdict,
    ...(room !== undefined && moreRooms.length === 0 ? { room: room.name } : {}),
    ...(start !== undefined && moreStarts.length === 0 ? { startAt: start.at } : {}),
  };
}

/** Whether two readings of one tweet's versions ask for something else. */
export function plansDiffer(a: Plan, b: Plan): boolean {
  return a.verdict !== b.verdict || a.room !== b.room || a.startAt !== b.startAt;
}

/** Whether a plan may stand without a person: exactly one room and one coming start. A start in the past is for review. */
export function schedulesItself(plan: Plan, now: number): plan is Required<Plan> {
  return plan.verdict === 'schedule' && plan.room !== undefined && plan.startAt !== undefined && plan.startAt > now;
}

/** Where an open space begins; pure, so that the first view and the workflow agree without asking each other. */
export interface Opening {
  readonly id: string;
  readonly conferenceId: string;
  readonly timeZone: string;
  readonly conferenceEndsAt: number;
  readonly source?: SourceTweet;
  readonly title?: string;
  readonly note?: string;
  readonly place?: string;
  readonly plan: Plan;
  /** What the room claim said. */
  readonly taken?: Conflict;
}

/** @param now epoch milliseconds */
export function openOpenSpace(opening: Opening, now: number, rules: OpeningRules): OpenSpace {
  const { plan, taken } = opening;
  const placed = plan.room !== undefined || opening.place !== undefined;
  const ready = plan.verdict === 'schedule' && placed && plan.startAt !== undefined && plan.startAt > now;
  return {
    id: opening.id,
    conferenceId: opening.conferenceId,
    timeZone: opening.timeZone,
    openedAt: now,
    conferenceEndsAt: Math.max(opening.conferenceEndsAt, now),
    ...(opening.source === undefined ? {} : { source: opening.source }),
    ...(opening.title === undefined ? {} : { title: opening.title }),
    ...(opening.note === undefined ? {} : { note: opening.note }),
    ...(plan.room === undefined ? {} : { room: plan.room }),
    ...(opening.place === undefined ? {} : { place: opening.place }),
    ...(plan.startAt === undefined ? {} : { startAt: plan.startAt }),
    standing: !ready
      ? { status: 'needs_review' }
      : taken === undefined
        ? { status: 'scheduled' }
        : { status: 'conflict', with: taken },
    reminders: openReminders(plan.startAt, now, rules),
    revision: 0,
    decisions: [],
  };
}
