import type { Config } from './config.ts';

export type ConflictWindow = Readonly<Config['conflictWindow']>;

/** The known open space that another one clashes with. Its name is looked up where people read of it. */
export interface Conflict {
  readonly openSpaceId: string;
  readonly room: string;
  /** Epoch milliseconds. */
  readonly startAt: number;
  /** The same start repeats it, another one overlaps it. */
  readonly relation: 'repeats' | 'overlaps';
}

/** The known starts that clash with a new one at `startAt`: [start − before, start + after], edges included. */
export function clashRange(startAt: number, window: ConflictWindow): { from: number; to: number } {
  return { from: startAt - window.before * 60_000, to: startAt + window.after * 60_000 };
}

/** Whether a known start clashes with a new one in the same room. Epoch milliseconds. */
export function clashes(startAt: number, known: number, window: ConflictWindow): boolean {
  const { from, to } = clashRange(startAt, window);
  return known >= from && known <= to;
}
