import type { Room } from './conference.ts';
import { clashes, type Conflict, type ConflictWindow } from './conflict.ts';
import { occupiedRooms } from './listed-room.ts';
import { heldRoom, isSameHold, type HeldRoom, type OpenSpace } from './open-space.ts';

/** An open space's hold on a room from a start on. */
export interface Claim extends HeldRoom {
  readonly openSpaceId: string;
  /** Of the open space for which it was claimed. */
  readonly revision: number;
  /** Folded names of everything that the room occupies: itself, its aliases, its parts. Empty after a release. */
  readonly occupied: readonly string[];
  /** Epoch milliseconds. */
  readonly claimedAt: number;
}

/** What an open space wants to claim. */
export type Wish = Omit<Claim, 'claimedAt'>;

/** What an open space claims in its present state; undefined where it holds no room. */
export function claimOf(space: OpenSpace, rooms: readonly Room[]): Wish | undefined {
  const held = heldRoom(space);
  if (held === undefined) return undefined;
  return { openSpaceId: space.id, revision: space.revision, ...held, occupied: occupiedRooms(held.room, rooms) };
}

type Held = Pick<Claim, 'openSpaceId' | 'occupied' | 'startAt'>;

/** Whether what another open space holds is in the way of a wish: they share a room, and their starts clash. */
export const blocks = (held: Held, wish: Held, window: ConflictWindow): boolean =>
  held.openSpaceId !== wish.openSpaceId &&
  clashes(wish.startAt, held.startAt, window) &&
  held.occupied.some((room) => wish.occupied.includes(room));

/** Which other open space holds one of the claim's rooms around its start: the one that starts nearest. */
function findHolder(
  wish: Wish,
  claims: readonly Claim[],
  window: ConflictWindow,
  rooms: readonly Room[],
): Conflict | undefined {
  const distance = ({ startAt }: Claim) => Math.abs(startAt - wish.startAt);
  const near = claims.filter(({ startAt, room }) => room !== '' && clashes(wish.startAt, startAt, window));
  const holders = near.filter((claim) => blocks(withNamesOfNow(claim, rooms), wish, window));
  const [nearest] = holders.toSorted((one, other) => distance(one) - distance(other));
  if (nearest === undefined) return undefined;
  const { openSpaceId, room, startAt } = nearest;
  return { openSpaceId, room, startAt, relation: startAt === wish.startAt ? 'repeats' : 'overlaps' };
}

/** The list of rooms may have changed since it was claimed: what it holds may be a part of the wish by now. */
const withNamesOfNow = (claim: Claim, rooms: readonly Room[]): Claim => ({
  ...claim,
  occupied: [...claim.occupied, ...occupiedRooms(claim.room, rooms)],
});

/** Listed rooms that nobody but the one who asks (`exceptId`) holds around a start, in the order of the list. */
export function freeRooms(
  startAt: number,
  rooms: readonly Room[],
  held: readonly Held[],
  window: ConflictWindow,
  exceptId: string,
): string[] {
  const isFree = (name: string) => {
    const wish = { openSpaceId: exceptId, startAt, occupied: occupiedRooms(name, rooms) };
    return !held.some((one) => blocks(one, wish, window));
  };
  return rooms.map(({ name }) => name).filter(isFree);
}

/** A claim that started this long ago can clash with nothing any more; keeps the list small. Milliseconds. */
const forgetAfter = 26 * 3_600_000;

/**
 * Takes the room at that start for the open space, beside what it holds already: that stays until the view that gives
 * it up is written. A claim of a lower revision than one already listed for this open space is late: nothing is claimed
 * and no conflict is reported. Its commit then finds the newer view.
 *
 * @param rooms the conference's list of now
 * @returns the claims after it; with `taken` where another open space holds one of the rooms within the window
 */
export function withClaim(
  claims: readonly Claim[],
  wish: Claim,
  window: ConflictWindow,
  rooms: readonly Room[],
): { readonly claims: readonly Claim[]; readonly taken?: Conflict } {
  const isOwn = (one: Claim) => one.openSpaceId === wish.openSpaceId;
  if (claims.some((one) => isOwn(one) && one.revision > wish.revision)) return { claims };
  const taken = findHolder(wish, claims, window, rooms);
  if (taken !== undefined) return { claims, taken };
  const isKept = (one: Claim) =>
    one.startAt > wish.claimedAt - forgetAfter && (!isOwn(one) || (one.occupied.length > 0 && !isSameHold(one, wish)));
  return { claims: [...claims.filter(isKept), wish] };
}

/** An open space as it is stored, for its claims. */
export interface StoredHold {
  readonly openSpaceId: string;
  readonly revision: number;
  readonly held: HeldRoom | undefined;
  /** Older claims of later revisions go too, for their change was never stored; epoch milliseconds [0]. */
  readonly abandonedBefore?: number;
}

/**
 * Brings the claims in line with the open space's stored view: of what it claimed up to that revision, only what the
 * view holds stays. Where it holds nothing, that is remembered under its revision: a claim of nothing keeps late claims
 * of lower revisions out.
 *
 * @returns the claims after it; the very same where no room was freed
 */
export function withoutFreed(claims: readonly Claim[], stored: StoredHold): readonly Claim[] {
  const { openSpaceId, revision, held, abandonedBefore = 0 } = stored;
  const own = claims.filter((one) => one.openSpaceId === openSpaceId);
  const settled = own.filter((one) => one.revision <= revision || one.claimedAt < abandonedBefore);
  const kept = settled.findLast((one) => isSameHold(one, held));
  const [freed] = settled.filter((one) => one !== kept && one.occupied.length > 0);
  if (freed === undefined) return claims;
  const left = claims.filter((one) => one === kept || !settled.includes(one));
  const isReleased = kept === undefined && settled.length === own.length;
  return isReleased ? [...left, { ...freed, revision, room: '', occupied: [] }] : left;
}
