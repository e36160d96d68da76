import { randomUUID } from 'node:crypto';
import type { Db, Document } from 'mongodb';
import { withClaim, withoutFreed, type BookingRules, type Claim, type StoredHold, type Wish } from '../core/claim.ts';
import type { Conflict } from '../core/conflict.ts';
import { unlessTaken } from './duplicate-key.ts';
import { inBatchesByKey } from './in-batches.ts';

/**
 * One document for the whole conference. A write changes nothing if the version is another than the one that was read.
 */
interface RoomClaims {
  readonly _id: string;
  /** A new random id with each write. A counter could reach the same number again after a restore. */
  readonly version?: string;
  readonly claims: readonly StoredClaim[];
}

type StoredClaim = Omit<Claim, 'startAt' | 'claimedAt'> & { readonly startAt: Date; readonly claimedAt: Date };

interface Change {
  /** Computes the new claims from the present ones. It is called again if another process wrote first. */
  readonly apply: (claims: readonly Claim[]) => readonly Claim[];
  /** Whether it may conclude from memory, without a read, that there is nothing to change. */
  readonly trustsMemory: boolean;
}

interface VersionedClaims {
  /** Undefined before the first change. */
  readonly version: RoomClaims['version'];
  readonly claims: readonly Claim[];
}

export const roomClaimSchema: Document = {
  bsonType: 'object',
  required: ['claims'],
  properties: {
    claims: { bsonType: 'array', items: { bsonType: 'object', required: ['openSpaceId', 'room', 'startAt'] } },
  },
};

export function createRoomClaims(db: Db) {
  const collection = db.collection<RoomClaims>('roomClaims');

  const memory = new Map<string, VersionedClaims>();

  async function read(conferenceId: string): Promise<VersionedClaims> {
    const found = await collection.findOne({ _id: conferenceId });
    const seen = { version: found?.version, claims: found?.claims.map(toClaim) ?? [] };
    memory.set(conferenceId, seen);
    return seen;
  }

  /** False if the store has another version. */
  async function write(conferenceId: string, replaced: RoomClaims['version'], claims: readonly Claim[]) {
    const version = randomUUID();
    const filter = { _id: conferenceId, version: replaced ?? { $exists: false } };
    const update = { $set: { version, claims: claims.map(toStored) } };
    let written = 0;
    await unlessTaken(async () => {
      const result = await collection.updateOne(filter, update, { upsert: replaced === undefined });
      written = result.matchedCount + result.upsertedCount;
    });
    if (written === 1) memory.set(conferenceId, { version, claims });
    return written === 1;
  }

  /** Applies all changes, in order, in one write. If the remembered list is out of date, reads it again. */
  const change = inBatchesByKey<Change>(async (conferenceId, changes) => {
    let remembered = memory.get(conferenceId);
    for (;;) {
      const isRead = remembered === undefined;
      const { version, claims } = remembered ?? (await read(conferenceId));
      remembered = undefined;
      const changed = changes.reduce((before, { apply }) => apply(before), claims);
      if (changed !== claims) {
        if (await write(conferenceId, version, changed)) return;
      } else if (isRead || changes.every(({ trustsMemory }) => trustsMemory)) return;
    }
  });

  return {
    /** See {@link withClaim}. Atomic: of fifty claims at the same moment, exactly one succeeds. */
    async claim(conferenceId: string, wish: Wish, rules: BookingRules, now: number): Promise<Conflict | undefined> {
      let taken: Conflict | undefined;
      const apply: Change['apply'] = (before) => {
        const after = withClaim(before, { ...wish, claimedAt: now }, rules);
        taken = after.taken;
        return after.claims;
      };
      await change(conferenceId, { apply, trustsMemory: false });
      return taken;
    },

    /** See {@link withoutFreed}. @returns whether a room was freed */
    async settle(conferenceId: string, stored: StoredHold): Promise<boolean> {
      let isFreed = false;
      const apply: Change['apply'] = (before) => {
        const after = withoutFreed(before, stored);
        isFreed = after !== before;
        return after;
      };
      // For a first state, this process has just made the claim, so memory is right. To find claims that others left
      // behind, it must read.
      const { revision, held, abandonedBefore } = stored;
      const trustsMemory = revision === 0 && held !== undefined && abandonedBefore === undefined;
      await change(conferenceId, { apply, trustsMemory });
      return isFreed;
    },

    list: async (conferenceId: string): Promise<readonly Claim[]> => (await read(conferenceId)).claims,
  };
}

const toClaim = ({ startAt, claimedAt, ...claim }: StoredClaim): Claim => ({
  ...claim,
  startAt: startAt.getTime(),
  claimedAt: claimedAt.getTime(),
});

const toStored = ({ startAt, claimedAt, ...claim }: Claim): StoredClaim => ({
  ...claim,
  startAt: new Date(startAt),
  claimedAt: new Date(claimedAt),
});
