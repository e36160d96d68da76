import type { Db, Document } from 'mongodb';
import type { Correction } from '../core/reading/correction.ts';

/** Stored under the post's id: if an organiser changes their mind, the new correction replaces the old one. */
export interface CorrectionDoc extends Correction {
  readonly _id: string;
}

export const correctionSchema: Document = {
  bsonType: 'object',
  required: ['tweetId', 'conferenceId', 'authorId', 'text', 'postedAt', 'readAs', 'truth', 'by', 'at'],
  properties: { truth: { bsonType: 'object', required: ['kind'] } },
};

export const correctionIndexes = [{ key: { conferenceId: 1, at: 1 } }, { key: { authorId: 1 } }] as const;

export function createCorrections(db: Db) {
  const collection = db.collection<CorrectionDoc>('corrections');

  return {
    /** Stores it, and replaces an older one about the same post. Safe to repeat. */
    async keep(correction: Correction): Promise<void> {
      await collection.replaceOne({ _id: correction.tweetId }, correction, { upsert: true });
    },

    /** Removes it, because the reading was right after all. */
    async drop(tweetId: string): Promise<void> {
      await collection.deleteOne({ _id: tweetId });
    },

    /** Oldest first. */
    list: (): Promise<CorrectionDoc[]> => collection.find().sort({ at: 1, _id: 1 }).toArray(),
  };
}
