/** At most `limit` UTF-16 code units, with `…` at the end if something was cut. Never cuts a character in two. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = Math.max(0, limit - 1);
  const whole = /[\uD800-\uDBFF]/u.test(text.charAt(end - 1)) ? end - 1 : end;
  return `${text.slice(0, whole).trimEnd()}…`;
}

/** The same by bytes: at most `most` bytes of UTF-8 as a JSON string, including the quotes. */
export function cutToBytes(text: string, most: number): string {
  const bytes = (part: string): number => new TextEncoder().encode(JSON.stringify(part)).length;
  let limit = Math.min(text.length, most);
  while (bytes(cut(text, limit)) > most) limit -= 1;
  return cut(text, limit);
}

/**
 * A text, cut to fit Temporal's list. A Keyword may have 255 characters in an SQL store. One of more than 2,048 bytes
 * ends the workflow; JSON takes at most 6 bytes for each UTF-16 code unit.
 */
export const listed = (text: string): string => cut(text, 255);
