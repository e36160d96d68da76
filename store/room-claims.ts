import type { Db, Document } from 'mongodb';
import { findHolder, type Claim } from '../core/claim.ts';
import { clashRange, type Conflict, type ConflictWindow } from '../core/conflict.ts';
import { isSameHold, type HeldRoom } from '../core/open-space.ts';
import { unlessTaken } from './duplicate-key.ts';

/** Who holds which rooms from when. One document for the whole conference: one conditional write decides. */
interface RoomClaims {
  readonly _id: string;
  readonly claims: readonly StoredClaim[];
}

type KnownClaim = Claim & { readonly claimedAt: Date };
type StoredClaim = Omit<KnownClaim, 'startAt'> & { readonly startAt: Date };

const toStored = (claim: KnownClaim): StoredClaim => ({ ...claim, startAt: new Date(claim.startAt) });

export const roomClaimSchema: Document = {
  bsonType: 'object',
  required: ['claims'],
  properties: {
    claims: { bsonType: 'array', items: { bsonType: 'object', required: ['openSpaceId', 'occupied', 'startAt'] } },
  },
};

/** A claim that started this long ago can clash with nothing any more; keeps the document small. Milliseconds. */
const forgetAfter = 26 * 3_600_000;

export function createRoomClaims(db: Db) {
  const collection = db.collection<RoomClaims>('roomClaims');

  /** Undefined until the conference's first claim. */
  async function read(conferenceId: string): Promise<KnownClaim[] | undefined> {
    const claims = (await collection.findOne({ _id: conferenceId }))?.claims;
    return claims?.map((claim) => ({ ...claim, startAt: claim.startAt.getTime() }));
  }

  return {
    /**
     * Takes the room at that start for the open space, beside what it holds already; undefined when it has it. Atomic:
     * of fifty at the same moment exactly one gets it. A late claim, of a lower revision than one that the document
     * knows of this open space, takes nothing and says nothing: its commit finds out from the view.
     *
     * @returns the conflict where another open space holds one of the rooms within the window
     */
    async claim(conferenceId: string, wish: Claim, window: ConflictWindow, now: number): Promise<Conflict | undefined> {
      const { from, to } = clashRange(wish.startAt, window);
      const { openSpaceId, revision } = wish;
      const clashing = {
        openSpaceId: { $ne: openSpaceId },
        occupied: { $in: [...wish.occupied] },
        startAt: { $gte: new Date(from), $lte: new Date(to) },
      };
      const claim = toStored({ ...wish, claimedAt: new Date(now) });
      for (;;) {
        const written = await collection.updateOne(
          {
            _id: conferenceId,
            claims: { $not: { $elemMatch: clashing } },
            $nor: [{ claims: { $elemMatch: { openSpaceId, revision: { $gt: revision } } } }],
          },
          [{ $set: { claims: { $concatArrays: [othersThan(claim, now), [{ $literal: claim }]] } } }],
        );
        if (written.matchedCount === 1) return undefined;
        const claims = await read(conferenceId);
        if (claims === undefined) {
          await unlessTaken(() => collection.insertOne({ _id: conferenceId, claims: [] }));
          continue;
        }
        if (claims.some((one) => one.openSpaceId === openSpaceId && one.revision > revision)) return undefined;
        const taken = findHolder(wish, claims, window);
        // It may have been released since the write: then try again.
        if (taken !== undefined) return taken;
      }
    },

    /**
     * Brings the claims in line with the open space's stored view: of what it claimed up to that revision, only what
     * the view holds stays. Where it holds nothing, that is remembered under its revision.
     *
     * @param abandonedBefore claims of later revisions go too if they are older than this, epoch milliseconds: their
     *   change was never stored
     * @returns whether a room was freed
     */
    async settle(
      conferenceId: string,
      { openSpaceId, revision, held }: { openSpaceId: string; revision: number; held: HeldRoom | undefined },
      abandonedBefore = 0,
    ): Promise<boolean> {
      const own = ((await read(conferenceId)) ?? []).filter((one) => one.openSpaceId === openSpaceId);
      const settled = own.filter((one) => one.revision <= revision || one.claimedAt.getTime() < abandonedBefore);
      const kept = settled.findLast((one) => isSameHold(one, held));
      const [dropped] = settled.filter((one) => one !== kept && one.occupied.length > 0);
      if (dropped === undefined) return false;
      // A release is a claim of nothing: it keeps late claims of lower revisions out.
      const release = toStored({ ...dropped, revision, room: '', occupied: [] });
      const released = kept === undefined && settled.length === own.length ? [release] : [];
      const isKept: Document[] = [
        { $ne: ['$$this.openSpaceId', { $literal: openSpaceId }] },
        { $and: [{ $gt: ['$$this.revision', revision] }, { $gte: ['$$this.claimedAt', new Date(abandonedBefore)] }] },
      ];
      if (kept !== undefined) {
        const isAtItsStart = { $eq: ['$$this.startAt', new Date(kept.startAt)] };
        isKept.push({ $and: [{ $eq: ['$$this.room', { $literal: kept.room }] }, isAtItsStart] });
      }
      const others = { $filter: { input: '$claims', cond: { $or: isKept } } };
      await collection.updateOne({ _id: conferenceId }, [
        { $set: { claims: { $concatArrays: [others, { $literal: released }] } } },
      ]);
      return true;
    },

    /** Everything that is claimed, by open space: for the reconciler and for checks of a config. */
    async list(conferenceId: string): Promise<Claim[]> {
      return (await read(conferenceId)) ?? [];
    },
  };
}

/** All claims but the very same one, releases of its own, and those that are long over. */
function othersThan({ openSpaceId, room, startAt }: StoredClaim, now: number): Document {
  const isOther = { $ne: ['$$this.openSpaceId', { $literal: openSpaceId }] };
  // What it holds already stays until the view that gives it up is written; also another change may be under way.
  const isHeld = { $gt: [{ $size: '$$this.occupied' }, 0] };
  const isAnother = { $or: [{ $ne: ['$$this.room', { $literal: room }] }, { $ne: ['$$this.startAt', startAt] }] };
  const isRecent = { $gt: ['$$this.startAt', new Date(now - forgetAfter)] };
  const cond = { $and: [{ $or: [isOther, { $and: [isHeld, isAnother] }] }, isRecent] };
  return { $filter: { input: '$claims', cond } };
}
