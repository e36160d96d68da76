import type { Config } from './config.ts';
import type { HeldRoom } from './open-space.ts';

export type ConflictWindow = Readonly<Config['conflictWindow']>;

/** The known open space that another one clashes with. Its name is looked up where people read of it. */
export interface Conflict extends HeldRoom {
  readonly openSpaceId: string;
  /** The same start repeats it, another one overlaps it. */
  readonly relation: 'repeats' | 'overlaps';
}

/** Whether a known start clashes with a new one in the same room: within [start − before, start + after]. */
export function clashes(startAt: number, known: number, { before, after }: ConflictWindow): boolean {
  return known >= startAt - before * 60_000 && known <= startAt + after * 60_000;
}
