/**
 * The answer of `ask`, asked again only when the last one is so old: however many ask at once, it is done once. A rejection
 * is not remembered.
 *
 * @param ms milliseconds
 */
export function rememberFor<T>(ms: number, ask: () => Promise<T>, clock: () => number): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | undefined;
  return () => {
    if (last !== undefined && clock() - last.at < ms) return last.answer;
    const answer = ask();
    const mine = { at: clock(), answer };
    last = mine;
    answer.catch(() => {
      if (last === mine) last = undefined;
    });
    return answer;
  };
}
