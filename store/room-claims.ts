import type { Db, Document } from 'mongodb';
import { clashRange, type Conflict, type ConflictWindow } from '../core/conflict.ts';
import type { HeldRoom } from '../core/open-space.ts';
import { unlessTaken } from './duplicate-key.ts';

/** Who holds which rooms from when. One document for the whole conference: one conditional write decides. */
interface RoomClaims {
  readonly _id: string;
  readonly claims: readonly StoredClaim[];
}

export interface Claim {
  readonly openSpaceId: string;
  /** Of the open space for which it was claimed. */
  readonly revision: number;
  /** As people see it. */
  readonly room: string;
  /** Folded names of everything that the room occupies: itself, its aliases, its parts. Empty after a release. */
  readonly occupied: readonly string[];
  /** Epoch milliseconds. */
  readonly startAt: number;
}

type StoredClaim = Omit<Claim, 'startAt'> & { readonly startAt: Date; readonly claimedAt: Date };

export const roomClaimSchema: Document = {
  bsonType: 'object',
  required: ['claims'],
  properties: {
    claims: { bsonType: 'array', items: { bsonType: 'object', required: ['openSpaceId', 'occupied', 'startAt'] } },
  },
};

/** A claim that started this long ago can clash with nothing any more; keeps the document small. Milliseconds. */
const forgetAfter = 26 * 3_600_000;

export type RoomClaimStore = ReturnType<typeof createRoomClaims>;

export function createRoomClaims(db: Db) {
  const collection = db.collection<RoomClaims>('roomClaims');

  const holder = async (conferenceId: string, wish: Claim, window: ConflictWindow): Promise<Conflict | undefined> => {
    const { from, to } = clashRange(wish.startAt, window);
    const claims = (await collection.findOne({ _id: conferenceId }))?.claims ?? [];
    const [nearest] = claims
      .filter(
        (claim) =>
          claim.openSpaceId !== wish.openSpaceId &&
          claim.occupied.some((room) => wish.occupied.includes(room)) &&
          claim.startAt.getTime() >= from &&
          claim.startAt.getTime() <= to,
      )
      .toSorted((a, b) => Math.abs(a.startAt.getTime() - wish.startAt) - Math.abs(b.startAt.getTime() - wish.startAt));
    if (nearest === undefined) return undefined;
    const startAt = nearest.startAt.getTime();
    const relation = startAt === wish.startAt ? 'repeats' : 'overlaps';
    return { openSpaceId: nearest.openSpaceId, room: nearest.room, startAt, relation };
  };

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
      const claim: StoredClaim = {
        ...wish,
        occupied: [...wish.occupied],
        startAt: new Date(wish.startAt),
        claimedAt: new Date(now),
      };
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
        const claims = (await collection.findOne({ _id: conferenceId }))?.claims;
        if (claims === undefined) {
          await unlessTaken(() => collection.insertOne({ _id: conferenceId, claims: [] }));
          continue;
        }
        if (claims.some((one) => one.openSpaceId === openSpaceId && one.revision > revision)) return undefined;
        const taken = await holder(conferenceId, wish, window);
        // It may have been released between the two looks: then try again.
        if (taken !== undefined) return taken;
      }
    },

    /**
     * Brings the claims in line with the open space's stored view: of what it claimed up to that revision, only what
     * the view holds stays. Where it holds nothing, that is remembered under its revision.
     *
     * @param abandonedBefore claims of later revisions go too if they are older than this, epoch milliseconds: their
     * change
     *   was never stored
     * @returns whether a room was freed
     */
    async settle(
      conferenceId: string,
      { openSpaceId, revision, held }: { openSpaceId: string; revision: number; held: HeldRoom | undefined },
      abandonedBefore = 0,
    ): Promise<boolean> {
      const claims = (await collection.findOne({ _id: conferenceId }))?.claims ?? [];
      const own = claims.filter((one) => one.openSpaceId === openSpaceId);
      const isSettled = (one: StoredClaim) => one.revision <= revision || one.claimedAt.getTime() < abandonedBefore;
      const settled = own.filter(isSettled);
      const kept = settled.findLast(
        (one) => held !== undefined && one.room === held.room && one.startAt.getTime() === held.startAt,
      );
      const dropped = settled.filter((one) => one !== kept && one.occupied.length > 0);
      if (dropped.length === 0) return false;
      const released = kept === undefined && settled.length === own.length ? [releaseOf(dropped, revision)] : [];
      const isKept = [
        { $ne: ['$$this.openSpaceId', { $literal: openSpaceId }] },
        { $and: [{ $gt: ['$$this.revision', revision] }, { $gte: ['$$this.claimedAt', new Date(abandonedBefore)] }] },
        ...(kept === undefined
          ? []
          : [{ $and: [{ $eq: ['$$this.room', { $literal: kept.room }] }, { $eq: ['$$this.startAt', kept.startAt] }] }]),
      ];
      const others = { $filter: { input: '$claims', cond: { $or: isKept } } };
      await collection.updateOne({ _id: conferenceId }, [
        { $set: { claims: { $concatArrays: [others, { $literal: released }] } } },
      ]);
      return true;
    },

    /** Everything that is claimed, by open space: for the reconciler and for checks of a config. */
    async list(conferenceId: string): Promise<Claim[]> {
      const claims = (await collection.findOne({ _id: conferenceId }))?.claims ?? [];
      return claims.map((claim) => ({ ...claim, startAt: claim.startAt.getTime() }));
    },
  };
}

/** A release is a claim of nothing: it keeps late claims of lower revisions out. */
function releaseOf(dropped: readonly StoredClaim[], revision: number): StoredClaim {
  const [first] = dropped;
  return {
    claimedAt: first?.claimedAt ?? new Date(0),
    openSpaceId: first?.openSpaceId ?? '',
    revision,
    room: '',
    occupied: [],
    startAt: first?.startAt ?? new Date(0),
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
