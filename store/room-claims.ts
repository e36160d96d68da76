import { randomUUID } from 'node:crypto';
import type { Db, Document } from 'mongodb';
import { withClaim, withoutFreed, type Claim, type KnownClaim, type StoredHold } from '../core/claim.ts';
import type { Conflict, ConflictWindow } from '../core/conflict.ts';
import { unlessTaken } from './duplicate-key.ts';
import { inBatches } from './in-batches.ts';

/** One document for the whole conference: a write that finds another version than it has read changes nothing. */
interface RoomClaims {
  readonly _id: string;
  /** Another one after each change, and never the same again, so that a restored copy is told from what was there. */
  readonly version?: string | number;
  readonly claims: readonly StoredClaim[];
}

type StoredClaim = Omit<KnownClaim, 'startAt' | 'claimedAt'> & { readonly startAt: Date; readonly claimedAt: Date };

interface Change {
  /** The claims after it, of those before it; it may be asked again, where another process was faster. */
  readonly apply: (claims: readonly KnownClaim[]) => readonly KnownClaim[];
  /** Whether remembered claims may say that there is nothing to change: another process may have changed them. */
  readonly trustsMemory: boolean;
}

/** The claims as they stood under a version; undefined before the first change. */
interface Standing {
  readonly version: RoomClaims['version'];
  readonly claims: readonly KnownClaim[];
}

export const roomClaimSchema: Document = {
  bsonType: 'object',
  required: ['claims'],
  properties: {
    claims: { bsonType: 'array', items: { bsonType: 'object', required: ['openSpaceId', 'occupied', 'startAt'] } },
  },
};

export function createRoomClaims(db: Db) {
  const collection = db.collection<RoomClaims>('roomClaims');

  const read = async (conferenceId: string): Promise<Standing> => {
    const found = await collection.findOne({ _id: conferenceId });
    return { version: found?.version, claims: found?.claims.map(toClaim) ?? [] };
  };

  /** False where another version stands. */
  async function write(conferenceId: string, before: Standing['version'], after: RoomClaims): Promise<boolean> {
    const filter = { _id: conferenceId, version: before ?? { $exists: false } };
    let isWritten = false;
    await unlessTaken(async () => {
      const { _id, ...set } = after;
      const { matchedCount, upsertedCount } = await collection.updateOne(
        filter,
        { $set: set },
        { upsert: before === undefined },
      );
      isWritten = matchedCount + upsertedCount === 1;
    });
    return isWritten;
  }

  /** What this process wrote last, by conference: a write finds out whether it still stands. */
  const remembered = new Map<string, Standing>();

  /** All changes one after the other, in one write. */
  async function changeAll(conferenceId: string, changes: readonly Change[]): Promise<void> {
    for (let memory = remembered.get(conferenceId); ; memory = undefined) {
      const before = memory ?? (await read(conferenceId));
      const claims = changes.reduce((claimed, { apply }) => apply(claimed), before.claims);
      if (claims === before.claims) {
        if (memory === undefined || changes.every(({ trustsMemory }) => trustsMemory)) return;
        continue;
      }
      const version = randomUUID();
      const after = { _id: conferenceId, version, claims: claims.map(toStored) };
      if (!(await write(conferenceId, before.version, after))) continue;
      remembered.set(conferenceId, { version, claims });
      return;
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
      const apply: Change['apply'] = (before) => {
        const after = withClaim(before, { ...wish, claimedAt: now }, window);
        taken = after.taken;
        return after.claims;
      };
      await change(conferenceId, { apply, trustsMemory: false });
      return taken;
    },

    /** As {@link withoutFreed}. @returns whether a room was freed */
    async settle(conferenceId: string, stored: StoredHold): Promise<boolean> {
      let isFreed = false;
      const apply: Change['apply'] = (before) => {
        const after = withoutFreed(before, stored);
        isFreed = after !== before;
        return after;
      };
      // A first state has just been claimed here; whoever else claimed for it lost, and settles it too.
      await change(conferenceId, { apply, trustsMemory: stored.revision === 0 });
      return isFreed;
    },

    /** Everything that is claimed, by open space: for the reconciler and for checks of a config. */
    async list(conferenceId: string): Promise<Claim[]> {
      return [...(await read(conferenceId)).claims];
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
