export interface PostWindow {
  /** Milliseconds. */
  readonly ms: number;
  readonly limit: number;
  readonly by: 'X' | 'organisers';
}

/**
 * X's documented limits for posts of one account: 100 in 15 minutes and, on another page, 300 in three hours:
 * https://docs.x.com/x-api/posts/manage-tweets/integrate
 */
const documentedWindows: readonly PostWindow[] = [
  { ms: 15 * 60_000, limit: 100, by: 'X' },
  { ms: 3 * 3_600_000, limit: 300, by: 'X' },
];

/** The limits from X's headers, as they are stored. */
interface SaidLimits {
  readonly post?: { readonly windows?: readonly { readonly minutes: number; readonly limit: number }[] };
}

/** X's limits for posts: those from its headers; until there are any, the documented ones. */
export function windowsOfX(said: SaidLimits | null): readonly PostWindow[] {
  // A refused account may have a limit of none. It may post again before X names another one.
  const windows = (said?.post?.windows ?? []).filter(({ limit }) => limit > 0);
  if (windows.length === 0) return documentedWindows;
  return windows.map(({ minutes, limit }) => ({ ms: minutes * 60_000, limit, by: 'X' }));
}

/**
 * The first of these times (epoch milliseconds, ascending) from which more fall within a window than its limit, and
 * their count; undefined if there is none.
 *
 * @param waiting those of the times that are not posted yet: a window without one is over [all]
 */
export function findOverfull(dueAt: readonly number[], windows: readonly PostWindow[], waiting = dueAt) {
  const overfull = windows.flatMap((window) => {
    const isIn = (at: number, from: number): boolean => at >= from && at < from + window.ms;
    const from = dueAt.find(
      (due, index) => isIn(dueAt[index + window.limit] ?? Infinity, due) && waiting.some((at) => isIn(at, due)),
    );
    return from === undefined ? [] : [{ window, from, count: dueAt.filter((due) => isIn(due, from)).length }];
  });
  return overfull.toSorted((one, other) => one.from - other.from)[0];
}
