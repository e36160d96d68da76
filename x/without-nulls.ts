/**
 * An answer of X without its nulls. X may send null in place of a value that is missing, such as the posts of an empty
 * page: its OpenAPI document allows this for many fields since 2.167.
 */
export function withoutNulls(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(withoutNulls);
  if (typeof answer !== 'object' || answer === null) return answer ?? undefined;
  const given = Object.entries(answer).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([name, value]) => [name, withoutNulls(value)]));
}
