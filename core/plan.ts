import type { Reading, Verdict } from './reading/reading.ts';
import { withoutUndefined } from './without-undefined.ts';
import { refusalWords } from './words/refusal-words.ts';

/** The room and the start of a reading, each only if the reading has exactly one. */
export interface Plan {
  readonly verdict: Verdict;
  readonly room?: string;
  /** Epoch milliseconds. */
  readonly startAt?: number;
  /** Read so surely that the config may approve it. Absent in plans of earlier versions of the bot. */
  readonly isSure?: boolean;
}

export function planOf({ verdict, rooms, starts, sure }: Reading): Plan {
  const room = rooms.length === 1 ? rooms[0]?.name : undefined;
  const startAt = starts.length === 1 ? starts[0]?.at : undefined;
  return withoutUndefined({ verdict, room, startAt, isSure: sure || undefined });
}

export const plansDiffer = (a: Plan, b: Plan): boolean =>
  a.verdict !== b.verdict || a.room !== b.room || a.startAt !== b.startAt;

export const schedulesItself = (plan: Plan, now: number): plan is Plan & Required<Pick<Plan, 'room' | 'startAt'>> =>
  plan.verdict === 'schedule' && plan.room !== undefined && plan.startAt !== undefined && plan.startAt > now;

/** How long after the conference's end a start may be. A wrong year must not keep a workflow waiting for years. */
const daysAfter = 30;

/** Why a start is refused; undefined if it is not too long after the conference. Epoch milliseconds. */
export const farProblem = (startAt: number, conferenceEndsAt: number): string | undefined =>
  startAt > conferenceEndsAt + daysAfter * 86_400_000 ? refusalWords.tooFar(daysAfter) : undefined;
