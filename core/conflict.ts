import type { Config } from './config.ts';
import type { HeldRoom } from './open-space.ts';

/** The known open space with which another one clashes. Its name is looked up when it is shown. */
export interface Conflict extends HeldRoom {
  readonly openSpaceId: string;
  /** `repeats`: the same start. */
  readonly relation: 'repeats' | 'overlaps';
}

/** Whether a known start clashes with a new one in the same room: within [startAt − before, startAt + after]. */
export const clashes = (startAt: number, known: number, { before, after }: Config['conflictWindow']): boolean =>
  known >= startAt - before * 60_000 && known <= startAt + after * 60_000;
