/** Whether two words differ by at most one letter: added, missing, wrong, or swapped with its neighbour. */
export function nearly(word: string, meant: string): boolean {
  if (word === meant) return true;
  if (Math.abs(word.length - meant.length) > 1) return false;
  let at = 0;
  while (at < word.length && at < meant.length && word[at] === meant[at]) at++;
  const [one, other] = [word.slice(at), meant.slice(at)];
  return (
    one.slice(1) === other.slice(1) ||
    one.slice(1) === other ||
    one === other.slice(1) ||
    (one[0] === other[1] && one[1] === other[0] && one.slice(2) === other.slice(2))
  );
}
