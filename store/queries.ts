import type { Collection, Document, Filter, WithId } from 'mongodb';
import { withoutUndefined } from '../core/without-undefined.ts';

/** A place in a list that is sorted by a time and the id: the last entry of the page before. */
export interface After {
  /** Null if that entry has no time. */
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

/** One page of the documents that match all conditions. Changes elsewhere in the list do not move the page. */
export async function listPage<T extends Document>(
  collection: Collection<T>,
  conditions: readonly Document[],
  { by, order, limit, after }: Page,
): Promise<WithId<T>[]> {
  const filter = allOf<T>([...conditions, ...(after === undefined ? [] : [beyond(by, order, after)])]);
  return collection
    .find(filter)
    .sort({ [by]: order, _id: order })
    .limit(limit)
    .toArray();
}

/**
 * One filter for conditions that must all hold. SecantusDB uses an index only if the filter has no `$and` and no `$or`.
 * If no index begins with all the fields of a filter, SecantusDB uses the index of the first field that has one. So the
 * conference comes last: it is the same in all documents.
 */
export function allOf<T extends Document>(conditions: readonly Document[]): Filter<T> {
  const fields = conditions.flatMap((one) => Object.entries(one));
  const filter = Object.fromEntries(fields);
  return (Object.keys(filter).length === fields.length ? filter : { $and: conditions }) as Filter<T>;
}

/** How many ids go in one request: SecantusDB compares each document that it finds with each id of the request. */
const idsAtOnce = 40;

export async function findByIds<T extends { readonly _id: string }>(collection: Collection<T>, ids: readonly string[]) {
  const asked = [...new Set(ids)];
  const found: WithId<T>[] = [];
  for (let from = 0; from < asked.length; from += idsAtOnce) {
    const filter = { _id: { $in: asked.slice(from, from + idsAtOnce) } } as Filter<T>;
    found.push(...(await collection.find(filter).toArray()));
  }
  return found;
}

/** Sorts as MongoDB does: a missing time is before every other. */
function beyond(by: string, order: 1 | -1, { at, id }: After): Document {
  const further = order === 1 ? '$gt' : '$lt';
  const sameTime = { [by]: at ?? { $exists: false }, _id: { [further]: id } };
  return { $or: [{ [by]: at === null ? { $exists: true } : { [further]: at } }, sameTime] };
}

/** At or after `from`, before `before`. Undefined if neither is given. */
export function between(from: Date | undefined, before: Date | undefined): Document | undefined {
  return from === undefined && before === undefined ? undefined : withoutUndefined({ $gte: from, $lt: before });
}

/**
 * Conditions for a free turn: nobody took it, its time is over, or a process whose clock was ahead took it. The last is
 * assumed only if its end is further away than twice the allowed time, because correct clocks differ a little too.
 *
 * @param until the name of the field that holds the end of the turn
 * @param most how long a turn may last, milliseconds
 */
export const isFree = (until: string, now: Date, most: number): Document[] => [
  { [until]: { $exists: false } },
  { [until]: { $lte: now } },
  { [until]: { $gt: new Date(now.getTime() + 2 * most) } },
];

export function updateTo(fields: Document): Document {
  const absent = Object.keys(fields).filter((key) => fields[key] === undefined);
  const $unset = Object.fromEntries(absent.map((key) => [key, '']));
  return { $set: withoutUndefined(fields), ...(absent.length > 0 ? { $unset } : {}) };
}

/** The number of a conference's documents by value of a field; null counts those without the field. */
export async function countBy<T extends Document>(collection: Collection<T>, field: string, conferenceId: string) {
  const count = [{ $match: { conferenceId } }, { $group: { _id: `$${field}`, n: { $sum: 1 } } }];
  const groups = await collection.aggregate<{ _id: string | null; n: number }>(count).toArray();
  return new Map(groups.map(({ _id, n }) => [_id, n]));
}

export const containing = (text: string): Document => ({ $regex: escapeRegex(text), $options: 'i' });

export function escapeRegex(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, String.raw`\$&`);
}
