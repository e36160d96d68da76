import type { Db } from 'mongodb';

/** Numbers that are given out once: the `n` of `manual-<n>`. */
export type Counters = ReturnType<typeof createCounters>;

export function createCounters(db: Db) {
  const collection = db.collection<{ _id: string; value: number }>('counters');
  return {
    async next(name: string): Promise<number> {
      const counter = await collection.findOneAndUpdate(
        { _id: name },
        { $inc: { value: 1 } },
        { upsert: true, returnDocument: 'after' },
      );
      return counter?.value ?? 1;
    },
  };
}
