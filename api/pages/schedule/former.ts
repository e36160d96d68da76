import type { Decision, Facts } from '../../../core/decision.ts';
import { whereOf, type OpenSpace } from '../../../core/open-space.ts';

/** What an open space was announced as on the public schedule, where that is not what stands now. */
export interface Former {
  readonly where?: string;
  /** Epoch milliseconds. */
  readonly startAt?: number;
}

/** Where and when it first was, among the changes since it was approved; undefined where it is still there and then. */
export function formerOf(space: OpenSpace): Former | undefined {
  // Nobody saw what an organiser put right before approving it.
  const approved = space.decisions.findIndex(approves);
  const changed = space.decisions.slice(approved + 1).map(({ from }) => from);
  const where = changed.map(placeOf).find((place) => place !== undefined);
  const startAt = changed.map((from) => from['startAt']).find((at) => typeof at === 'number');
  const former = {
    ...(where === undefined || where === whereOf(space) ? {} : { where }),
    ...(startAt === undefined || startAt === space.startAt ? {} : { startAt }),
  };
  return Object.keys(former).length === 0 ? undefined : former;
}

const approves = ({ to }: Decision): boolean =>
  Object.entries(to).some(([fact, value]) => fact.startsWith('reminder:') && value === 'approved');

function placeOf(facts: Facts): string | undefined {
  const place = facts['room'] ?? facts['place'];
  return typeof place === 'string' ? place : undefined;
}
