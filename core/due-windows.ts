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

/**
 * The first time at which more is due than fits, or undefined.
 *
 * @param dueAt epoch milliseconds, ascending
 */
export function findOverfull(dueAt: readonly number[], windows: readonly PostWindow[]): Overfull | undefined {
  let first: Overfull | undefined;
  for (const window of windows) {
    let begin = 0;
    for (const [end, at] of dueAt.entries()) {
      while (at - (dueAt[begin] ?? at) >= window.ms) begin += 1;
      if (end - begin + 1 <= window.limit) continue;
      const from = dueAt[begin] ?? at;
      const count = dueAt.filter((due) => due >= from && due < from + window.ms).length;
      if (first === undefined || from < first.from) first = { window, from, count };
      break;
    }
  }
  return first;
}
