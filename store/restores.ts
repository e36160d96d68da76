import type { Db } from 'mongodb';
import type { Restore } from '../core/restored.ts';
import { unlessTaken } from './duplicate-key.ts';
import { findsInBatches } from './in-batches.ts';

interface RestoreDoc {
  readonly _id: 'latest';
  readonly copiedAt: Date;
  readonly restoredAt: Date;
  readonly isCaughtUp?: boolean;
  readonly isUnfinished?: boolean;
}

/** The time of this database's last restore, and of its copy. */
export function createRestores(db: Db) {
  const collection = db.collection<RestoreDoc>('restores');
  const find = findsInBatches(collection);
  return {
    /**
     * Written before anything of the copy. Until `note`, no process may open this store. False if another restore has
     * begun.
     */
    begin: (copiedAt: Date, now: Date): Promise<boolean> =>
      unlessTaken(() => collection.insertOne({ _id: 'latest', copiedAt, restoredAt: now, isUnfinished: true })),

    isUnfinished: async (): Promise<boolean> => (await find('latest'))?.isUnfinished === true,

    /** The copy is completely stored. */
    async note({ copiedAt, restoredAt }: Restore): Promise<void> {
      const set = { copiedAt: new Date(copiedAt), restoredAt: new Date(restoredAt) };
      const update = { $set: set, $unset: { isCaughtUp: '', isUnfinished: '' } } as const;
      await collection.updateOne({ _id: 'latest' }, update, { upsert: true });
    },

    /** The states that Temporal knew better than this restore's copy are stored. */
    async noteCaughtUp({ restoredAt }: Restore): Promise<void> {
      await collection.updateOne({ _id: 'latest', restoredAt: new Date(restoredAt) }, { $set: { isCaughtUp: true } });
    },

    /** Null if this database was never restored. */
    async latest(): Promise<Restore | null> {
      const found = await find('latest');
      if (found === null) return null;
      const { copiedAt, restoredAt, isCaughtUp = false } = found;
      return { copiedAt: copiedAt.getTime(), restoredAt: restoredAt.getTime(), isCaughtUp };
    },
  };
}
