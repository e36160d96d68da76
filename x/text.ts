import twitter from 'twitter-text';
import { erased } from '../core/erase-host.ts';
import { fingerprint } from '../core/fingerprint.ts';

/** A link in X's form: `url` is the t.co link in the text, `expanded_url` is what the author wrote, with a scheme. */
export interface StoredLink {
  readonly url: string;
  readonly expanded_url?: string | undefined;
}

/** X sends `&`, `<` and `>` as entities, even in posts that were sent without them. */
export function decodeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/**
 * Replaces t.co links by the links that the author wrote. By value, because X's offsets count code points of another
 * form of the text.
 */
export function expandLinks(text: string, links: readonly StoredLink[]): string {
  const expansions = new Map(links.map((link) => [link.url, link.expanded_url ?? link.url]));
  return text.replaceAll(/https?:\/\/t\.co\/\w+/gu, (short) => expansions.get(short) ?? short);
}

/**
 * A normal form: two texts with the same one are the same post. NFC and trimmed, as X stores texts. Links are spelled
 * in one way, because X adds a scheme to bare domains (`foo.py` becomes `http://foo.py`) and redirects twitter.com to
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

/** The form in which an erased text is kept. With it, the post with this text can still be found among others. */
export const erasedText = (text: string): string => `${erased} ${fingerprint(comparableText(text))}`;

/** Whether the text is in that erased form. */
export const isErasedText = (text: string): boolean => new RegExp(`^${erased} [0-9a-f]{28}$`, 'u').test(text);

function comparableLink(link: string): string {
  const bare = link.replace(/^https?:\/\//iu, '').replace(/\/$/u, '');
  const [host = '', ...path] = bare.split('/');
  return [host.toLowerCase().replace(/^(?:www\.|mobile\.)?twitter\.com$/u, 'x.com'), ...path].join('/');
}
