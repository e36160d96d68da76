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
