/** Recent search takes half of what a stream rule may have (1,024): one text serves both. */
const LONGEST_QUERY = 512;

/** Letters, digits and underscores of any script, as hashtags have them; operators cannot be smuggled in. */
const KEYWORD = /^[\p{L}\p{M}\p{N}_]{1,100}$/u;

/** A keyword as people type it into the config: without #, lower case. Undefined where X could not listen for it. */
export function cleanKeyword(keyword: string): string | undefined {
  const bare = keyword.trim().replace(/^#/u, '').toLowerCase();
  // Bare OR is an operator of the rule language.
  return KEYWORD.test(bare) && /\p{L}/u.test(bare) && bare !== 'or' ? bare : undefined;
}

/**
 * What the bot listens for, in X's rule language, for stream and search alike. Retweets and the bot's own posts are left
 * out: rules match quoted content too, so a reminder could call up itself.
 * Throws when a keyword cannot be listened for, or the query would exceed 512 characters.
 */
export function streamRule(keywords: readonly string[], botUsername: string): string {
  const cleaned = keywords.map((keyword) => {
    const clean = cleanKeyword(keyword);
    if (clean === undefined)
      throw new Error(`X cannot listen for the keyword ${JSON.stringify(keyword)}: use letters, digits and _`);
    return clean;
  });
  if (cleaned.length === 0) throw new Error('no keyword to listen for');
  const username = botUsername.replace(/^@/u, '');
  if (!/^\w{1,30}$/u.test(username)) throw new Error(`${JSON.stringify(botUsername)} is not an X handle`);
  const terms = [...new Set(cleaned)].flatMap((keyword) => [keyword, `#${keyword}`]);
  const query = `(${terms.join(' OR ')}) -is:retweet -from:${username}`;
  if (query.length > LONGEST_QUERY)
    throw new Error(`too many keywords: X takes queries of ${LONGEST_QUERY} characters, these make ${query.length}`);
  return query;
}
