import { clashes, type Conflict, type ConflictWindow } from './conflict.ts';
import type { HeldRoom } from './open-space.ts';

/** Who holds which rooms from when. */
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
  /** Epoch milliseconds. */
  readonly claimedAt: number;
}

/** A claim that started this long ago can clash with nothing any more; keeps the list small. Milliseconds. */
const forgetAfter = 26 * 3_600_000;

/**
 * Takes the room at that start for the open space, beside what it holds already: that stays until the view that gives
 * it up is written. A late claim, of a lower revision than one that is known of this open space, takes nothing and says
 * nothing: its commit finds out from the view.
 *
 * @returns the claims after it; with `taken` where another open space holds one of the rooms within the window
 */
export function withClaim(
  claims: readonly Claim[],
  wish: Claim,
  window: ConflictWindow,
): { readonly claims: readonly Claim[]; readonly taken?: Conflict } {
  const { openSpaceId, revision, room, startAt, claimedAt } = wish;
  const isOwn = (one: Claim) => one.openSpaceId === openSpaceId;
  if (claims.some((one) => isOwn(one) && one.revision > revision)) return { claims };
  const [nearest] = claims
    .filter(
      (one) =>
        !isOwn(one) &&
        clashes(startAt, one.startAt, window) &&
        one.occupied.some((name) => wish.occupied.includes(name)),
    )
    .toSorted((a, b) => Math.abs(a.startAt - startAt) - Math.abs(b.startAt - startAt));
  if (nearest !== undefined) {
    const relation = nearest.startAt === startAt ? 'repeats' : 'overlaps';
    const taken = { openSpaceId: nearest.openSpaceId, room: nearest.room, startAt: nearest.startAt, relation } as const;
    return { claims, taken };
  }
  const isKept = (one: Claim) =>
    one.startAt > claimedAt - forgetAfter &&
    (!isOwn(one) || (one.occupied.length > 0 && (one.room !== room || one.startAt !== startAt)));
  return { claims: [...claims.filter(isKept), wish] };
}

/** An open space as it is stored, for its claims. */
export interface SettledClaims {
  readonly openSpaceId: string;
  readonly revision: number;
  readonly held: HeldRoom | undefined;
  /**
   * Claims of later revisions go too if they are older than this, epoch milliseconds [0]: their change was never
   * stored.
   */
  readonly abandonedBefore?: number;
}

/**
 * Brings the claims in line with the open space's stored view: of what it claimed up to that revision, only what the
 * view holds stays. Where it holds nothing, that is remembered under its revision: a claim of nothing keeps late claims
 * of lower revisions out.
 *
 * @returns the claims after it; the very same where no room was freed
 */
export function withoutFreed(claims: readonly Claim[], settled: SettledClaims): readonly Claim[] {
  const { openSpaceId, revision, held, abandonedBefore = 0 } = settled;
  const own = claims.filter((one) => one.openSpaceId === openSpaceId);
  const isOver = (one: Claim) => one.revision <= revision || one.claimedAt < abandonedBefore;
  const over = own.filter(isOver);
  const kept = over.findLast((one) => one.room === held?.room && one.startAt === held.startAt);
  const [freed] = over.filter((one) => one !== kept && one.occupied.length > 0);
  if (freed === undefined) return claims;
  const left = claims.filter((one) => one === kept || !over.includes(one));
  const isReleased = kept === undefined && over.length === own.length;
  return isReleased ? [...left, { ...freed, revision, room: '', occupied: [] }] : left;
}
