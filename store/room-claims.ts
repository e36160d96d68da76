import type { Db, Document } from 'mongodb';
import { clashRange, type Conflict, type ConflictWindow } from '../core/conflict.ts';
import { unlessTaken } from './duplicate-key.ts';

/** Who holds which rooms from when. One document for the whole conference: one conditional write decides. */
interface RoomClaims {
  readonly _id: string;
  readonly claims: readonly Claim[];
}

interface Claim {
  readonly openSpaceId: string;
  /** As people see it. */
  readonly room: string;
  /** The room and its parts: a merged room claims them all. */
  readonly occupied: readonly string[];
  readonly startAt: Date;
}

export const roomClaimSchema: Document = {
  bsonType: 'object',
  required: ['claims'],
  properties: {
    claims: { bsonType: 'array', items: { bsonType: 'object', required: ['openSpaceId', 'occupied', 'startAt'] } },
  },
};

export interface ClaimWish {
  readonly openSpaceId: string;
  readonly room: string;
  readonly occupied: readonly string[];
  /** Epoch milliseconds. */
  readonly startAt: number;
}

/** A claim that started this long ago can clash with nothing any more; keeps the document small. Milliseconds. */
const forgetAfter = 26 * 3_600_000;

export type RoomClaimStore = ReturnType<typeof createRoomClaims>;

export function createRoomClaims(db: Db) {
  const collection = db.collection<RoomClaims>('roomClaims');

  return {
    /**
     * Takes the room at that start for the open space, in place of what it held before; undefined when it has it. Atomic:
     * of fifty at the same moment exactly one gets it, and claiming one's own again changes nothing.
     *
     * @returns the conflict where another open space holds one of the rooms within the window
     */
    async claim(
      conferenceId: string,
      wish: ClaimWish,
      window: ConflictWindow,
      now: number,
    ): Promise<Conflict | undefined> {
      const { from, to } = clashRange(wish.startAt, window);
      const clashing = {
        openSpaceId: { $ne: wish.openSpaceId },
        occupied: { $in: [...wish.occupied] },
        startAt: { $gte: new Date(from), $lte: new Date(to) },
      };
      const claim: Claim = { ...wish, occupied: [...wish.occupied], startAt: new Date(wish.startAt) };
      await unlessTaken(() => collection.insertOne({ _id: conferenceId, claims: [] }));
      for (;;) {
        const written = await collection.updateOne({ _id: conferenceId, claims: { $not: { $elemMatch: clashing } } }, [
          {
            $set: {
              claims: {
                $concatArrays: [
                  {
                    $filter: {
                      input: '$claims',
                      cond: {
                        $and: [
                          { $ne: ['$$this.openSpaceId', { $literal: wish.openSpaceId }] },
                          { $gt: ['$$this.startAt', new Date(now - forgetAfter)] },
                        ],
                      },
                    },
                  },
                  // Literal: a room that is called "$claims" is a name, not an expression.
                  [{ $literal: claim }],
                ],
              },
            },
          },
        ]);
        if (written.matchedCount === 1) return undefined;
        const holder = await this.holder(conferenceId, wish, { from, to });
        // Whoever stood in the way may have gone between the two looks: then try again.
        if (holder !== undefined) return holder;
      }
    },

    /** The nearest open space that holds one of the rooms in the range. */
    async holder(
      conferenceId: string,
      wish: ClaimWish,
      range: { from: number; to: number },
    ): Promise<Conflict | undefined> {
      const claims = (await collection.findOne({ _id: conferenceId }))?.claims ?? [];
      const [nearest] = claims
        .filter(
          (claim) =>
            claim.openSpaceId !== wish.openSpaceId &&
            claim.occupied.some((room) => wish.occupied.includes(room)) &&
            claim.startAt.getTime() >= range.from &&
            claim.startAt.getTime() <= range.to,
        )
        .toSorted(
          (a, b) => Math.abs(a.startAt.getTime() - wish.startAt) - Math.abs(b.startAt.getTime() - wish.startAt),
        );
      if (nearest === undefined) return undefined;
      const startAt = nearest.startAt.getTime();
      const relation = startAt === wish.startAt ? 'repeats' : 'overlaps';
      return { openSpaceId: nearest.openSpaceId, room: nearest.room, startAt, relation };
    },

    /** Frees whatever the open space held. */
    async release(conferenceId: string, openSpaceId: string): Promise<void> {
      await collection.updateOne({ _id: conferenceId }, { $pull: { claims: { openSpaceId } } });
    },
  };
}
