/** At most `limit` UTF-16 code units, with `…` where something is missing; no character is halved. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = Math.max(0, limit - 1);
  const whole = /[\uD800-\uDBFF]/u.test(text.charAt(end - 1)) ? end - 1 : end;
  return `${text.slice(0, whole).trimEnd()}…`;
}

/** The same by bytes: at most so many of UTF-8, as JSON writes the text, quotes included. */
export function cutToBytes(text: string, most: number): string {
  const bytes = (part: string): number => new TextEncoder().encode(JSON.stringify(part)).length;
  let limit = Math.min(text.length, most);
  while (bytes(cut(text, limit)) > most) limit -= 1;
  return cut(text, limit);
}
