import twitter from 'twitter-text';
import { erased } from '../core/erase-host.ts';
import { fingerprint } from '../core/fingerprint.ts';

/** A link as X stores it: `url` is the t.co form in the text, `expanded_url` what the author wrote, with a scheme. */
export interface StoredLink {
  readonly url: string;
  readonly expanded_url?: string | undefined;
}

/** X sends `&`, `<` and `>` as entities, in posts too that came in without them. */
export function decodeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/**
 * Puts what was written back in the place of t.co links. By value: X's offsets count code points of yet another form
 * of the text.
 */
export function expandLinks(text: string, links: readonly StoredLink[]): string {
  const expansions = new Map(links.map((link) => [link.url, link.expanded_url ?? link.url]));
  return text.replaceAll(/https?:\/\/t\.co\/\w+/gu, (short) => expansions.get(short) ?? short);
}

/**
 * The form in which two texts are the same post: NFC and trimmed as X stores them, and with links spelled one way,
 * because X adds a scheme to bare domains (`foo.py` becomes `http://foo.py`) and sends people from twitter.com to
 * x.com.
 */
export function comparableText(text: string): string {
  const normal = text.normalize('NFC').trim();
  let result = '';
  let end = 0;
  for (const { url, indices } of twitter.extractUrlsWithIndices(normal)) {
    result += normal.slice(end, indices[0]) + comparableLink(url);
    end = indices[1];
  }
  return result + normal.slice(end);
}

/** What is kept of a text that was erased: by it, the post that has the text is still found among others. */
export const erasedText = (text: string): string => `${erased} ${fingerprint(comparableText(text))}`;

/** Whether the text was erased already. */
export const isErasedText = (text: string): boolean => new RegExp(`^${erased} [0-9a-f]{28}$`, 'u').test(text);

function comparableLink(link: string): string {
  const bare = link.replace(/^https?:\/\//iu, '').replace(/\/$/u, '');
  const [host = '', ...path] = bare.split('/');
  return [host.toLowerCase().replace(/^(?:www\.|mobile\.)?twitter\.com$/u, 'x.com'), ...path].join('/');
}
