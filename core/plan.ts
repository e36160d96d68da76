import type { Reading, Verdict } from './reading/reading.ts';
import { withoutUndefined } from './without-undefined.ts';
import { refusalWords } from './words/refusal-words.ts';

/** What a reading plans: the room and the start where it gives exactly one of each kind. */
export interface Plan {
  readonly verdict: Verdict;
  readonly room?: string;
  /** Epoch milliseconds. */
  readonly startAt?: number;
  /** So surely that the config may approve it; absent in what was stored before there was this field. */
  readonly isSure?: boolean;
}

export function planOf({ verdict, rooms, starts, sure }: Reading): Plan {
  const room = rooms.length === 1 ? rooms[0]?.name : undefined;
  const startAt = starts.length === 1 ? starts[0]?.at : undefined;
  return withoutUndefined({ verdict, room, startAt, isSure: sure || undefined });
}

/** Whether two readings of one tweet's versions ask for something else, however sure they are. */
export function plansDiffer(a: Plan, b: Plan): boolean {
  return a.verdict !== b.verdict || a.room !== b.room || a.startAt !== b.startAt;
}

/** Whether a plan may stand without a person: exactly one room and one start, which is still to come. */
export function schedulesItself(plan: Plan, now: number): plan is Plan & Required<Pick<Plan, 'room' | 'startAt'>> {
  return plan.verdict === 'schedule' && plan.room !== undefined && plan.startAt !== undefined && plan.startAt > now;
}

/** How long after the conference's end a start may be: a slip in the year must not wait for years. */
const daysAfter = 30;
const longestAfterMs = daysAfter * 86_400_000;

/** Why a start is refused at every door; undefined where it is near the conference. Epoch milliseconds. */
export const farProblem = (startAt: number, conferenceEndsAt: number): string | undefined =>
  startAt > conferenceEndsAt + longestAfterMs ? refusalWords.tooFar(daysAfter) : undefined;
