import { randomBytes } from 'node:crypto';
import type { Db } from 'mongodb';
import { unlessTaken } from './duplicate-key.ts';

/** A POST that came with an `Idempotency-Key`, and what it was answered. */
interface KeyedRequest {
  /** SHA-256 of the token and the key. */
  readonly _id: string;
  /** Of method, address, `If-Match` and body: the same key with another request is a mistake. */
  readonly fingerprint: string;
  /** Names what the request makes, also where it is made again after its process died. Hexadecimal, 12 digits. */
  readonly seed: string;
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

/** Either the request is to be done, or another one has its key. */
type Begun =
  | { readonly kind: 'first'; readonly seed: string }
  | { readonly kind: 'repeated'; readonly earlier: KeyedRequest };

export function createIdempotency(db: Db) {
  const collection = db.collection<KeyedRequest>('idempotency');

  return {
    async begin(id: string, fingerprint: string, now: Date): Promise<Begun> {
      const seed = randomBytes(6).toString('hex');
      const fresh = { fingerprint, seed, startedAt: now, expiresAt: new Date(now.getTime() + keepFor) };
      if (await unlessTaken(() => collection.insertOne({ _id: id, ...fresh }))) return { kind: 'first', seed };
      // MongoDB's own removal comes up to a minute late.
      const isExpired = { _id: id, expiresAt: { $lte: now } };
      const replaced = await collection.updateOne(isExpired, { $set: fresh, $unset: { answer: '' } });
      if (replaced.modifiedCount === 1) return { kind: 'first', seed };
      const abandoned = await collection.findOneAndUpdate(
        {
          _id: id,
          fingerprint,
          answer: { $exists: false },
          startedAt: { $lte: new Date(now.getTime() - abandonedAfter) },
        },
        { $set: { startedAt: now } },
      );
      // What it began before it died is taken up under the same name.
      if (abandoned !== null) return { kind: 'first', seed: abandoned.seed };
      return { kind: 'repeated', earlier: (await collection.findOne({ _id: id })) ?? { _id: id, ...fresh } };
    },

    async settle(id: string, answer: string): Promise<void> {
      await collection.updateOne({ _id: id }, { $set: { answer } });
    },

    /** The request failed on our side: the same one may try again at once. */
    async giveUp(id: string): Promise<void> {
      await collection.updateOne({ _id: id, answer: { $exists: false } }, { $set: { startedAt: new Date(0) } });
    },
  };
}
