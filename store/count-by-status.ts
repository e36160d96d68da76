import type { Collection, Document } from 'mongodb';

/** How many documents of a conference have each status. */
export async function countByStatus<T extends Document>(
  collection: Collection<T>,
  conferenceId: string,
): Promise<Map<string, number>> {
  const groups = await collection
    .aggregate<{ _id: string; n: number }>([
      { $match: { conferenceId } },
      { $group: { _id: '$status', n: { $sum: 1 } } },
    ])
    .toArray();
  return new Map(groups.map(({ _id, n }) => [_id, n]));
}
