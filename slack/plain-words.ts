/** Other people's words, made fit for a card: what they wrote stays readable, what they built to break a layout does not. */

/** For top-level `text` and mrkdwn, where `<!channel>` would ring. https://docs.slack.dev/messaging/formatting-message-text */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Without control and direction-changing characters and halves of pairs, and with at most three marks on a letter; line breaks stay. */
export function tame(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replaceAll(/[^\P{Cc}\n]|\p{Cs}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, '')
    .replaceAll(/(\p{M}{3})\p{M}+/gu, '$1');
}

/** On one line, at most `limit` UTF-16 code units long, cut between whole characters. */
export function oneLine(text: string, limit: number): string {
  return cut(tame(text).replaceAll(/\s+/gu, ' ').trim(), limit);
}

/** At most `limit` UTF-16 code units, with `…` where something is missing; no character is halved. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = Math.max(0, limit - 1);
  const whole = /[\uD800-\uDBFF]/u.test(text.charAt(end - 1)) ? end - 1 : end;
  return `${text.slice(0, whole).trimEnd()}…`;
}
