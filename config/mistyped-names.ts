/** Other programs have variables too; those of these families are probably meant for the bot. */
const ours = /^(?:X|SLACK|SANDBOX|TEMPORAL|MONGODB|METRICS?)_/u;

/** A line for each variable that is not known and looks like a known one that is not set. */
export function mistypedNames(set: Readonly<Record<string, string>>, known: readonly string[]): string[] {
  const unknown = Object.keys(set).filter((name) => ours.test(name) && !known.includes(name));
  return unknown.flatMap((name) => {
    const meant = known.find((one) => set[one] === undefined && isNear(one, name));
    return meant === undefined ? [] : [`${name} is not known and has no effect; is it ${meant}?`];
  });
}

/** Whether two names that are not equal differ in one place, by at most two characters. */
function isNear(one: string, other: string): boolean {
  const longest = Math.max(one.length, other.length);
  let same = 0;
  while (one[same] === other[same]) same++;
  for (let end = 1; one.at(-end) === other.at(-end) && same < Math.min(one.length, other.length); end++) same++;
  return longest - same <= 2;
}
