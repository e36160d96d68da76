import { randomBytes } from 'node:crypto';
import type { Db } from 'mongodb';
import { unlessTaken } from './duplicate-key.ts';

/** A POST or PATCH with an `Idempotency-Key`, and the answer to it. */
interface KeyedRequest {
  /** SHA-256 of the token and the key. */
  readonly _id: string;
  /** Hash of method, address, `If-Match` and body: the same key with another request is an error. */
  readonly fingerprint: string;
  /**
   * The name for new things that the request makes, the same if it is repeated after a crash. 12 hexadecimal digits.
   */
  readonly seed: string;
  readonly startedAt: Date;
  readonly expiresAt: Date;
  /** Absent while the first request is still running. Encrypted with the caller's token. */
  readonly answer?: string;
}

export const idempotencyIndexes = [{ key: { expiresAt: 1 }, expireAfterSeconds: 0 }] as const;

/** As long as Stripe keeps its keys: 24 hours. Milliseconds. */
const keepFor = 24 * 3_600_000;
/** A request without an answer after this time has died with its process, so the key is free again. Milliseconds. */
const abandonedAfter = 60_000;

export function createIdempotency(db: Db) {
  const collection = db.collection<KeyedRequest>('idempotency');

  return {
    async begin(id: string, fingerprint: string, now: Date) {
      const seed = randomBytes(6).toString('hex');
      const fresh = { fingerprint, seed, startedAt: now, expiresAt: new Date(now.getTime() + keepFor) };
      const first = { kind: 'first', seed } as const;
      if (await unlessTaken(() => collection.insertOne({ _id: id, ...fresh }))) return first;
      // MongoDB removes expired documents up to a minute late.
      const isExpired = { _id: id, expiresAt: { $lte: now } };
      const replaced = await collection.updateOne(isExpired, { $set: fresh, $unset: { answer: '' } });
      if (replaced.modifiedCount === 1) return first;
      const startedBefore = { $lte: new Date(now.getTime() - abandonedAfter) };
      const isAbandoned = { _id: id, fingerprint, answer: { $exists: false }, startedAt: startedBefore };
      const abandoned = await collection.findOneAndUpdate(isAbandoned, { $set: { startedAt: now } });
      // The repeated request continues under the name that the first one had.
      if (abandoned !== null) return { ...first, seed: abandoned.seed };
      const earlier: KeyedRequest = (await collection.findOne({ _id: id })) ?? { _id: id, ...fresh };
      return { kind: 'repeated', earlier } as const;
    },

    isKnown: async (id: string, fingerprint: string, now: Date): Promise<boolean> =>
      (await collection.findOne({ _id: id, fingerprint, expiresAt: { $gt: now } })) !== null,

    async settle(id: string, answer: string): Promise<void> {
      await collection.updateOne({ _id: id }, { $set: { answer } });
    },

    /** The request failed on our side, so it may be tried again at once. */
    async giveUp(id: string): Promise<void> {
      await collection.updateOne({ _id: id, answer: { $exists: false } }, { $set: { startedAt: new Date(0) } });
    },
  };
}
