import { plainText } from '../core/texts.ts';

/**
 * Other people's words, made fit for a card: what they wrote stays readable, what they built to break a layout does
 * not.
 */

/**
 * For top-level `text` and mrkdwn, where `<!channel>` would ring.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function escapeText(text: string): string {
  return plainText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** On one line, at most `limit` UTF-16 code units long, cut between whole characters. */
export function oneLine(text: string, limit: number): string {
  return cut(plainText(text).replaceAll(/\s+/gu, ' ').trim(), limit);
}

/** At most `limit` UTF-16 code units, with `…` where something is missing; no character is halved. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = Math.max(0, limit - 1);
  const whole = /[\uD800-\uDBFF]/u.test(text.charAt(end - 1)) ? end - 1 : end;
  return `${text.slice(0, whole).trimEnd()}…`;
}
