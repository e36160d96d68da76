import { cut } from '../core/cut.ts';
import { plainText } from '../core/texts.ts';

export { cut };

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
