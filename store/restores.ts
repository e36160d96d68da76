import type { Db } from 'mongodb';
import type { Restore } from '../core/restored.ts';

/** When this database was restored from which copy; the newest counts. */
export function createRestores(db: Db) {
  const collection = db.collection<{ _id: 'latest'; copiedAt: Date; restoredAt: Date }>('restores');
  return {
    async note({ copiedAt, restoredAt }: Restore): Promise<void> {
      const set = { copiedAt: new Date(copiedAt), restoredAt: new Date(restoredAt) };
      await collection.updateOne({ _id: 'latest' }, { $set: set }, { upsert: true });
    },

    /** Null where this database was never restored. */
    async latest(): Promise<Restore | null> {
      const found = await collection.findOne({ _id: 'latest' });
      return found === null ? null : { copiedAt: found.copiedAt.getTime(), restoredAt: found.restoredAt.getTime() };
    },
  };
}
