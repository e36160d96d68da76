/** How many posts fit into some time. */
export interface PostWindow {
  /** Milliseconds. */
  readonly ms: number;
  readonly limit: number;
  /** Who set the limit. */
  readonly by: 'X' | 'organisers';
}

interface Overfull {
  readonly window: PostWindow;
  /** When the first of them is due, epoch milliseconds. */
  readonly from: number;
  /** How many are due from then on within the window. */
  readonly count: number;
}

/**
 * What X documents for posts of one account. The docs name 100 in 15 minutes and, elsewhere,
 * 300 in three hours: https://docs.x.com/x-api/posts/manage-tweets/integrate
 */
const documentedWindows: readonly PostWindow[] = [
  { ms: 15 * 60_000, limit: 100, by: 'X' },
  { ms: 3 * 3_600_000, limit: 300, by: 'X' },
];

/** What X's headers named, as it is stored. */
interface SaidLimits {
  readonly post?: { readonly windows?: readonly { readonly minutes: number; readonly limit: number }[] };
}

/** X's limits for posts: its headers name what it enforces; its documents count until they have named something. */
export function windowsOfX(said: SaidLimits | null): readonly PostWindow[] {
  const windows = said?.post?.windows ?? [];
  if (windows.length === 0) return documentedWindows;
  return windows.map(({ minutes, limit }) => ({ ms: minutes * 60_000, limit, by: 'X' }));
}

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
