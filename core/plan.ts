import { refusalWords } from './words/refusal-words.ts';
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

/** Whether a plan may stand without a person: exactly one room and one start, which is still to come. */
export function schedulesItself(plan: Plan, now: number): plan is Required<Plan> {
  return plan.verdict === 'schedule' && plan.room !== undefined && plan.startAt !== undefined && plan.startAt > now;
}

/** How long after the conference's end a start may be: a slip in the year must not wait for years. */
const daysAfter = 30;
const longestAfterMs = daysAfter * 86_400_000;

/** Why a start is refused at every door; undefined where it is near the conference. Epoch milliseconds. */
export const farProblem = (startAt: number, conferenceEndsAt: number): string | undefined =>
  startAt > conferenceEndsAt + longestAfterMs ? refusalWords.tooFar(daysAfter) : undefined;
