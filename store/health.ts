import type { Db } from 'mongodb';

/** How one of the standing works is doing, as its worker last said. */
export interface Health {
  readonly _id: 'listener' | 'desk';
  readonly connected: boolean;
  /** Since when it is connected, or not. */
  readonly since: Date;
  readonly lastError?: string;
  readonly lastTweetAt?: Date;
  /** When the worker last said anything. */
  readonly seenAt: Date;
}

export type HealthStore = ReturnType<typeof createHealth>;

export function createHealth(db: Db) {
  const collection = db.collection<Health>('health');
  return {
    async say(id: Health['_id'], state: Partial<Omit<Health, '_id' | 'seenAt'>>, seenAt: Date): Promise<void> {
      await collection.updateOne({ _id: id }, { $set: { ...state, seenAt } }, { upsert: true });
    },
    async find(id: Health['_id']): Promise<Health | null> {
      return collection.findOne({ _id: id });
    },
  };
}
