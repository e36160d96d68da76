import type { Collection, Document, Filter, WithId } from 'mongodb';
import { withoutUndefined } from '../core/without-undefined.ts';

/** A place in a list that is sorted by a time and the id: the last entry that was seen. */
export interface After {
  /** Null where it has no such time. */
  readonly at: Date | null;
  readonly id: string;
}

/** @param order 1: earliest first, those without a time before all others; -1: newest first */
interface Page {
  readonly by: string;
  readonly order: 1 | -1;
  readonly limit: number;
  readonly after: After | undefined;
}

/** One page of what all conditions hold for; stable under changes elsewhere in the list. */
export async function listPage<T extends Document>(
  collection: Collection<T>,
  conditions: readonly Document[],
  { by, order, limit, after }: Page,
): Promise<WithId<T>[]> {
  const $and = [...conditions, ...(after === undefined ? [{}] : [beyond(by, order, after)])];
  return collection
    .find({ $and } as Filter<T>)
    .sort({ [by]: order, _id: order })
    .limit(limit)
    .toArray();
}

/** Sorts as MongoDB does: a missing time comes before every other. */
function beyond(by: string, order: 1 | -1, { at, id }: After): Document {
  const further = order === 1 ? '$gt' : '$lt';
  const sameTime = { [by]: at ?? { $exists: false }, _id: { [further]: id } };
  return { $or: [{ [by]: at === null ? { $exists: true } : { [further]: at } }, sameTime] };
}

/** At or after `from`, before `before`; undefined where neither is given. */
export function between(from: Date | undefined, before: Date | undefined): Document | undefined {
  return from === undefined && before === undefined ? undefined : withoutUndefined({ $gte: from, $lt: before });
}

/** The update that brings a document to these fields: those that are undefined go. */
export function updateTo(fields: Document): Document {
  const absent = Object.keys(fields).filter((key) => fields[key] === undefined);
  const $unset = Object.fromEntries(absent.map((key) => [key, '']));
  return { $set: withoutUndefined(fields), ...(absent.length > 0 ? { $unset } : {}) };
}

/** How many documents of a conference have each value of a field; `absent` counts those without. */
export async function countBy<T extends Document>(
  collection: Collection<T>,
  field: string,
  conferenceId: string,
  absent = 'none',
): Promise<Map<string, number>> {
  const groups = await collection
    .aggregate<{ _id: string | null; n: number }>([
      { $match: { conferenceId } },
      { $group: { _id: `$${field}`, n: { $sum: 1 } } },
    ])
    .toArray();
  return new Map(groups.map(({ _id, n }) => [_id ?? absent, n]));
}

/** Text that has this in it, in any case. */
export const containing = (text: string): Document => ({ $regex: escapeRegex(text), $options: 'i' });

export function escapeRegex(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, String.raw`\$&`);
}
