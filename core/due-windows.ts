/** How many posts fit into some time. */
export interface PostWindow {
  /** Milliseconds. */
  readonly ms: number;
  readonly limit: number;
  /** Who set the limit. */
  readonly by: 'X' | 'organisers';
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

/**
 * The first time (`from`, epoch milliseconds) at which more is due within a window than fits, and how much is due then;
 * undefined where there is none.
 *
 * @param dueAt epoch milliseconds, ascending
 */
export function findOverfull(dueAt: readonly number[], windows: readonly PostWindow[]) {
  const overfull = windows.flatMap((window) => {
    const from = dueAt.find((due, index) => (dueAt[index + window.limit] ?? Infinity) - due < window.ms);
    return from === undefined ? [] : [{ window, from }];
  });
  const [first] = overfull.toSorted((one, other) => one.from - other.from);
  if (first === undefined) return undefined;
  const { window, from } = first;
  return { window, from, count: dueAt.filter((due) => due >= from && due < from + window.ms).length };
}
