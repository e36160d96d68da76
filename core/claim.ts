import type { Conference } from './conference.ts';
import type { Config } from './config.ts';
import { clashes, type Conflict } from './conflict.ts';
import { occupiedRooms } from './listed-room.ts';
import { heldRoom, isSameHold, type HeldRoom, type OpenSpace } from './open-space.ts';

/** An open space's hold on a room around a start. The room is empty after a release. */
export interface Claim extends HeldRoom {
  readonly openSpaceId: string;
  readonly revision: number;
  /** Epoch milliseconds. */
  readonly claimedAt: number;
}

export type Wish = Omit<Claim, 'claimedAt'>;

export function claimOf(space: OpenSpace): Wish | undefined {
  const held = heldRoom(space);
  return held && { openSpaceId: space.id, revision: space.revision, ...held };
}

type Held = Pick<Claim, 'openSpaceId' | 'room' | 'startAt'>;

/** The parts of the config that say whether two claims clash. */
export type BookingRules = Pick<Config, 'conflictWindow'> & { readonly conference: Pick<Conference, 'rooms'> };

/** Whether another open space's hold blocks a wish: by the list of rooms they share one, and their starts clash. */
export const blocks = (held: Held, wish: Held, { conflictWindow, conference: { rooms } }: BookingRules): boolean =>
  held.room !== '' &&
  held.openSpaceId !== wish.openSpaceId &&
  clashes(wish.startAt, held.startAt, conflictWindow) &&
  occupiedRooms(held.room, rooms).some((name) => occupiedRooms(wish.room, rooms).includes(name));

/** The ids of open spaces that hold the same room at the same time, so that neither could be booked after the other. */
export function findDoubled(holds: readonly Held[], rules: BookingRules): string[] {
  const clash = (one: Held, other: Held) => blocks(one, other, rules) && blocks(other, one, rules);
  const held = holds.filter(({ room }) => room !== '');
  return held.filter((one) => held.some((other) => clash(one, other))).map(({ openSpaceId }) => openSpaceId);
}

/** Listed rooms that an open space could have at its start, in the order of the list. Its own holds do not count. */
export function freeRooms(wish: Omit<Held, 'room'>, held: readonly Held[], rules: BookingRules): string[] {
  const isFree = (room: string) => !held.some((one) => blocks(one, { ...wish, room }, rules));
  return rules.conference.rooms.map(({ name }) => name).filter(isFree);
}

/** Claims whose start is longer ago cannot clash any more. They are removed to keep the list small. Milliseconds. */
const forgetAfter = 26 * 3_600_000;

/**
 * Adds a claim. The open space's other claims stay until the view is written. If the list has a claim of the open space
 * with a higher revision, this one is late: nothing is claimed or reported, and its commit finds the newer view.
 *
 * @param rules the newest
 * @returns the claims after it; `taken`: the nearest of the open spaces that hold one of the rooms within the window
 */
export function withClaim(
  claims: readonly Claim[],
  wish: Claim,
  rules: BookingRules,
): { readonly claims: readonly Claim[]; readonly taken?: Conflict } {
  const isOwn = (one: Claim) => one.openSpaceId === wish.openSpaceId;
  if (claims.some((one) => isOwn(one) && one.revision > wish.revision)) return { claims };
  const distance = ({ startAt }: Claim) => Math.abs(startAt - wish.startAt);
  const holders = claims.filter((claim) => blocks(claim, wish, rules));
  const [nearest] = holders.toSorted((one, other) => distance(one) - distance(other));
  if (nearest !== undefined) {
    const { openSpaceId, room, startAt } = nearest;
    const relation = startAt === wish.startAt ? 'repeats' : 'overlaps';
    return { claims, taken: { openSpaceId, room, startAt, relation } };
  }
  const isKept = (one: Claim) =>
    one.startAt > wish.claimedAt - forgetAfter && (!isOwn(one) || (one.room !== '' && !isSameHold(one, wish)));
  return { claims: [...claims.filter(isKept), wish] };
}

export interface StoredHold extends Pick<Claim, 'openSpaceId' | 'revision'> {
  readonly held: HeldRoom | undefined;
  /** Claims of later revisions from before this time are removed too: their change was never stored. Epoch ms [0]. */
  readonly abandonedBefore?: number;
}

/**
 * Removes the open space's claims up to this revision, except the one for the room that its view holds. If the view
 * holds no room, an empty claim with its revision stays, which keeps out late claims of lower revisions.
 *
 * @returns the claims after it; the same object if no room was freed
 */
export function withoutFreed(claims: readonly Claim[], stored: StoredHold): readonly Claim[] {
  const { openSpaceId, revision, held, abandonedBefore = 0 } = stored;
  const own = claims.filter((one) => one.openSpaceId === openSpaceId);
  const settled = own.filter((one) => one.revision <= revision || one.claimedAt < abandonedBefore);
  const kept = settled.findLast((one) => isSameHold(one, held));
  const [freed] = settled.filter((one) => one !== kept && one.room !== '');
  if (freed === undefined) return claims;
  const left = claims.filter((one) => one === kept || !settled.includes(one));
  const isReleased = kept === undefined && settled.length === own.length;
  return isReleased ? [...left, { ...freed, revision, room: '' }] : left;
}
