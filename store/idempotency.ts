import type { Db } from 'mongodb';
import { unlessTaken } from './duplicate-key.ts';

/** A POST that came with an `Idempotency-Key`, and what it was answered. */
export interface KeyedRequest {
  /** SHA-256 of the token and the key. */
  readonly _id: string;
  /** Of method, path and body: the same key with another request is a mistake. */
  readonly fingerprint: string;
  readonly startedAt: Date;
  readonly expiresAt: Date;
  /** Absent while the first request is still being answered. Sealed with the caller's token. */
  readonly answer?: string;
}

export const idempotencyIndexes = [{ key: { expiresAt: 1 }, expireAfterSeconds: 0 }] as const;

/** As long as Stripe keeps its keys. Milliseconds. */
const keepFor = 24 * 3_600_000;
/** A request that has no answer after so long died with its process; the key is free again. Milliseconds. */
const abandonedAfter = 60_000;

export type Idempotency = ReturnType<typeof createIdempotency>;

export function createIdempotency(db: Db) {
  const collection = db.collection<KeyedRequest>('idempotency');

  return {
    /** Undefined when the key is the caller's to use; else the request that has it. */
    async begin(id: string, fingerprint: string, now: Date): Promise<KeyedRequest | undefined> {
      const fresh = { fingerprint, startedAt: now, expiresAt: new Date(now.getTime() + keepFor) };
      if (await unlessTaken(() => collection.insertOne({ _id: id, ...fresh }))) return undefined;
      const abandoned = new Date(now.getTime() - abandonedAfter);
      const taken = await collection.updateOne(
        {
          _id: id,
          $or: [
            // MongoDB's own removal comes up to a minute late.
            { expiresAt: { $lte: now } },
            { fingerprint, answer: { $exists: false }, startedAt: { $lte: abandoned } },
          ],
        },
        { $set: fresh, $unset: { answer: '' } },
      );
      if (taken.modifiedCount === 1) return undefined;
      return (await collection.findOne({ _id: id })) ?? { _id: id, ...fresh };
    },

    async settle(id: string, answer: string): Promise<void> {
      await collection.updateOne({ _id: id }, { $set: { answer } });
    },

    /** The request failed on our side: the same key may try again. */
    async forget(id: string): Promise<void> {
      await collection.deleteOne({ _id: id, answer: { $exists: false } });
    },
  };
}
