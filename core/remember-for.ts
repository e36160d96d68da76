/** Caches an answer for `ms` milliseconds. Calls during the work share it. A rejection is shared, but not cached. */
export function rememberFor<T>(ms: number, ask: () => Promise<T>, clock: () => number): () => Promise<T> {
  let shared: { readonly answer: Promise<T>; keptUntil: number } | undefined;
  return () => {
    if (shared !== undefined && clock() < shared.keptUntil) return shared.answer;
    const mine = { answer: ask(), keptUntil: Infinity };
    shared = mine;
    mine.answer.then(
      () => (mine.keptUntil = clock() + ms),
      () => (mine.keptUntil = 0),
    );
    return mine.answer;
  };
}
