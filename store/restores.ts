import type { Db } from 'mongodb';
import type { Restore } from '../core/restored.ts';
import { findsInBatches } from './in-batches.ts';

interface RestoreDoc {
  readonly _id: 'latest';
  readonly copiedAt: Date;
  readonly restoredAt: Date;
  readonly isCaughtUp?: boolean;
}

/** When this database was restored from which copy; the newest counts. */
export function createRestores(db: Db) {
  const collection = db.collection<RestoreDoc>('restores');
  const find = findsInBatches(collection);
  return {
    async note({ copiedAt, restoredAt }: Restore): Promise<void> {
      const set = { copiedAt: new Date(copiedAt), restoredAt: new Date(restoredAt) };
      await collection.updateOne({ _id: 'latest' }, { $set: set, $unset: { isCaughtUp: '' } }, { upsert: true });
    },

    /** What Temporal knew better than this restore's copy is stored. */
    async noteCaughtUp({ restoredAt }: Restore): Promise<void> {
      const set = { $set: { isCaughtUp: true } };
      await collection.updateOne({ _id: 'latest', restoredAt: new Date(restoredAt) }, set);
    },

    /** Null where this database was never restored. */
    async latest(): Promise<Restore | null> {
      const found = await find('latest');
      if (found === null) return null;
      const { copiedAt, restoredAt, isCaughtUp = false } = found;
      return { copiedAt: copiedAt.getTime(), restoredAt: restoredAt.getTime(), isCaughtUp };
    },
  };
}
