/** How many posts fit into some time. */
export interface PostWindow {
  /** Milliseconds. */
  readonly ms: number;
  readonly limit: number;
  /** Who set the limit. */
  readonly by: 'X' | 'organisers';
}

export interface Overfull {
  readonly window: PostWindow;
  /** When the first of them is due, epoch milliseconds. */
  readonly from: number;
  /** How many are due from then on within the window. */
  readonly count: number;
}

/**
 * What X documents for posts of one account; its headers may say less. The docs name 100 in 15 minutes and, elsewhere,
 * 300 in three hours: https://docs.x.com/x-api/posts/manage-tweets/integrate
 */
export const documentedWindows: readonly PostWindow[] = [
  { ms: 15 * 60_000, limit: 100, by: 'X' },
  { ms: 3 * 3_600_000, limit: 300, by: 'X' },
];

/** The first time at which more is due than fits, or undefined. @param dueAt epoch milliseconds, ascending */
export function findOverfull(dueAt: readonly number[], windows: readonly PostWindow[]): Overfull | undefined {
  let first: Overfull | undefined;
  for (const window of windows) {
    const isOverfull = (from: number, index: number) => (dueAt[index + window.limit] ?? Infinity) - from < window.ms;
    const from = dueAt.find(isOverfull);
    if (from === undefined || (first !== undefined && first.from <= from)) continue;
    first = { window, from, count: dueAt.filter((due) => due >= from && due < from + window.ms).length };
  }
  return first;
}
