import { cut } from '../core/cut.ts';
import { plainLine, plainText } from '../core/texts.ts';

export { cut };

/** Makes other people's words fit for a card. They stay readable, but cannot break the layout. */

/**
 * For top-level `text` and mrkdwn, where `<!channel>` would notify everybody.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function escapeText(text: string): string {
  return plainText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** One line of at most `limit` UTF-16 code units, cut between whole characters. */
export function oneLine(text: string, limit: number): string {
  return cut(plainLine(text), limit);
}
