import { z } from 'zod';
import { whereOf, type OpenSpace } from '../../../core/open-space.ts';

/** What an open space was announced as on the public schedule, where that is not what stands now. */
export interface Former {
  readonly where?: string;
  /** Epoch milliseconds. */
  readonly startAt?: number;
}

const facts = z.record(z.string(), z.unknown());
/** Decisions that were stored before they held facts say nothing here. */
const changeSchema = z.object({ from: facts, to: facts });
const placeSchema = z.string().min(1);

/** Where and when it first was, among the changes since it was approved; undefined where it is still there and then. */
export function formerOf(space: OpenSpace): Former | undefined {
  const changes = space.decisions.flatMap((decision) => {
    const parsed = changeSchema.safeParse(decision);
    return parsed.success ? [parsed.data] : [];
  });
  // Nobody saw what an organiser put right before approving it.
  const approved = changes.findIndex(({ to }) => Object.entries(to).some(isApproval));
  const seen = changes.slice(approved + 1).map(({ from }) => from);
  const where = seen.map(({ room, place }) => placeSchema.safeParse(room ?? place).data).find(isGiven);
  const startAt = seen.map((from) => z.number().safeParse(from['startAt']).data).find(isGiven);
  const former = {
    ...(where === undefined || where === whereOf(space) ? {} : { where }),
    ...(startAt === undefined || startAt === space.startAt ? {} : { startAt }),
  };
  return Object.keys(former).length === 0 ? undefined : former;
}

const isApproval = ([fact, value]: [string, unknown]): boolean => fact.startsWith('reminder:') && value === 'approved';

const isGiven = <Value>(value: Value | undefined): value is Value => value !== undefined;
