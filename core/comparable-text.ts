import twitter from 'twitter-text';
import { erased } from './erase-host.ts';
import { fingerprint } from './fingerprint.ts';

/**
 * A normal form: two texts with the same one are the same post. NFC and trimmed, as X stores texts. Links are spelled
 * in one way: X adds a scheme to bare domains (`foo.py` becomes `http://foo.py`) and redirects twitter.com to x.com.
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

export const isErasedText = (text: string): boolean => new RegExp(`^${erased} [0-9a-f]{28}$`, 'u').test(text);

function comparableLink(link: string): string {
  const bare = link.replace(/^https?:\/\//iu, '').replace(/\/$/u, '');
  const [host = '', ...path] = bare.split('/');
  return [host.toLowerCase().replace(/^(?:www\.|mobile\.)?twitter\.com$/u, 'x.com'), ...path].join('/');
}
