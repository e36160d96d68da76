import { withEmoji } from './emoji.ts';

/**
 * Slack's marks: `<@U123>`, `<#C123|general>`, `<!here>`, `<https://example.org|the site>`. People cannot type them:
 * Slack sends a typed `<` as `&lt;`. https://docs.slack.dev/messaging/formatting-message-text
 */
const mark = /<(?:([@#!])([^|<>]*)|([a-z][a-z\d+.-]*:)([^|<>]+))(?:\|([^<>]*))?>/giu;

/** Bold, italic, struck out or code: equal signs around words, not within a word or an address. */
const format = /(?<![\p{L}\p{N}/*_~`])([*_~`])(?! )((?:(?!\1)[^\n])+)(?<! )\1(?!\1|[\p{L}\p{N}/])/gu;

/** Words can be bold, italic and struck out at once. */
function withoutFormats(text: string): string {
  const plain = text.replaceAll(format, '$2');
  return plain === text ? text : withoutFormats(plain);
}

/**
 * A message or a command in Slack as plain text: names instead of ids, emoji as characters, the words of a link and its
 * address, `&amp;` as `&`, and nothing bold. So a title made from it reads well anywhere.
 *
 * @param findName the display name of a user id, if it can be known
 */
export async function withoutMarkup(
  text: string,
  findName: (userId: string) => Promise<string | undefined>,
): Promise<string> {
  const ids = [...text.matchAll(mark)].flatMap(([, sign, id = '']) => (sign === '@' ? [id] : []));
  const names = new Map(await Promise.all([...new Set(ids)].map(async (id) => [id, await findName(id)] as const)));
  const words = text.replaceAll(
    mark,
    (_, sign?: string, id = '', scheme: string | undefined = '', rest = '', label = '') => {
      if (sign === '@') return names.get(id) ?? (label || 'somebody');
      // A sign in front of a label would count as “at” or as a hashtag. Without a label, it says nothing in a
      // title.
      if (sign !== undefined) return label.replace(/^[@#]/u, '');
      return /^https?:$/iu.test(scheme) ? `${label} ${scheme}${rest}`.trim() : label || rest;
    },
  );
  return withoutFormats(withEmoji(words)).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
