import type { Db, Document } from 'mongodb';
import { withClaim, withoutFreed, type Claim, type KnownClaim, type StoredHold } from '../core/claim.ts';
import type { Conflict, ConflictWindow } from '../core/conflict.ts';
import { unlessTaken } from './duplicate-key.ts';
import { inBatches } from './in-batches.ts';

/** One document for the whole conference: a write that finds another version than it has read changes nothing. */
interface RoomClaims {
  readonly _id: string;
  /** Absent before the first change of this kind. */
  readonly version?: number;
  readonly claims: readonly StoredClaim[];
}

type StoredClaim = Omit<KnownClaim, 'startAt' | 'claimedAt'> & { readonly startAt: Date; readonly claimedAt: Date };

/** The claims after a change, of those before it; it may be asked again, where another process was faster. */
type Change = (claims: readonly KnownClaim[]) => readonly KnownClaim[];

export const roomClaimSchema: Document = {
  bsonType: 'object',
  required: ['claims'],
  properties: {
    claims: { bsonType: 'array', items: { bsonType: 'object', required: ['openSpaceId', 'occupied', 'startAt'] } },
  },
};

export function createRoomClaims(db: Db) {
  const collection = db.collection<RoomClaims>('roomClaims');

  const read = async (conferenceId: string): Promise<{ version: number; claims: KnownClaim[] }> => {
    const { version = 0, claims = [] } = (await collection.findOne({ _id: conferenceId })) ?? {};
    return { version, claims: claims.map(toClaim) };
  };

  /** All changes one after the other, in one write. */
  async function changeAll(conferenceId: string, changes: readonly Change[]): Promise<void> {
    for (;;) {
      const { version, claims } = await read(conferenceId);
      const changed = changes.reduce((before, change) => change(before), claims as readonly KnownClaim[]);
      if (changed === claims) return;
      const isFirst = version === 0;
      const filter = { _id: conferenceId, version: isFirst ? { $exists: false } : version };
      const next = { $set: { version: version + 1, claims: changed.map(toStored) } };
      let written = 0;
      await unlessTaken(async () => {
        const { matchedCount, upsertedCount } = await collection.updateOne(filter, next, {
          upsert: isFirst,
        });
        written = matchedCount + upsertedCount;
      });
      if (written === 1) return;
    }
  }

  const queues = new Map<string, (change: Change) => Promise<void>>();

  function change(conferenceId: string, one: Change): Promise<void> {
    let queue = queues.get(conferenceId);
    if (queue === undefined) {
      queue = inBatches(async (changes) => {
        await changeAll(conferenceId, changes);
        return [];
      });
      queues.set(conferenceId, queue);
    }
    return queue(one);
  }

  return {
    /**
     * As {@link withClaim}. Atomic: of fifty at the same moment exactly one gets it.
     *
     * @returns the conflict where another open space holds one of the rooms within the window
     */
    async claim(conferenceId: string, wish: Claim, window: ConflictWindow, now: number): Promise<Conflict | undefined> {
      let taken: Conflict | undefined;
      await change(conferenceId, (before) => {
        const after = withClaim(before, { ...wish, claimedAt: now }, window);
        taken = after.taken;
        return after.claims;
      });
      return taken;
    },

    /** As {@link withoutFreed}. @returns whether a room was freed */
    async settle(conferenceId: string, stored: StoredHold): Promise<boolean> {
      let isFreed = false;
      await change(conferenceId, (before) => {
        const after = withoutFreed(before, stored);
        isFreed = after !== before;
        return after;
      });
      return isFreed;
    },

    /** Everything that is claimed, by open space: for the reconciler and for checks of a config. */
    async list(conferenceId: string): Promise<Claim[]> {
      return (await read(conferenceId)).claims;
    },
  };
}

const toClaim = ({ startAt, claimedAt, ...claim }: StoredClaim): KnownClaim => ({
  ...claim,
  startAt: startAt.getTime(),
  claimedAt: claimedAt.getTime(),
});

const toStored = ({ startAt, claimedAt, ...claim }: KnownClaim): StoredClaim => ({
  ...claim,
  startAt: new Date(startAt),
  claimedAt: new Date(claimedAt),
});
