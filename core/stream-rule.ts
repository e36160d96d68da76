import { keywordWords } from './words.ts';

/** The limit of recent search. A stream rule may have 1,024 characters, but the bot uses one text for both. */
const LONGEST_QUERY = 512;

/** A keyword: letters, digits and underscores of any script, as in hashtags, and no operators. */
export const keywordPattern = /^[\p{L}\p{M}\p{N}_]{1,50}$/u;

/** X's own limit: https://help.x.com/en/managing-your-account/x-username-rules */
const LONGEST_HANDLE = 15;

/** Empty if X can listen for them, also with the longest possible handle of the bot: saved keywords always work. */
export function keywordProblems(keywords: readonly string[]): string[] {
  const wrong = keywords.flatMap((keyword) => {
    // Bare OR is an operator of the rule language.
    if (keyword.toLowerCase() === 'or') return [keywordWords.refused(keyword, keywordWords.isOr)];
    return /\p{L}/u.test(keyword) ? [] : [keywordWords.refused(keyword, keywordWords.noLetter)];
  });
  if (wrong.length > 0) return wrong;
  const { length } = ruleOf(keywords, 'x'.repeat(LONGEST_HANDLE));
  return length <= LONGEST_QUERY ? [] : [keywordWords.tooMany(LONGEST_QUERY, length)];
}

/**
 * The rule for X's stream and search. It excludes retweets and the bot's own posts: rules also match quoted content, so
 * a reminder would match its own rule.
 *
 * @throws {Error} if X cannot listen for a keyword, or the rule would exceed 512 characters
 */
export function streamRule(keywords: readonly string[], botUsername: string): string {
  const username = botUsername.replace(/^@/u, '');
  if (!/^\w{1,30}$/u.test(username)) throw new Error(`${JSON.stringify(botUsername)} is not an X handle`);
  // The config's schema has checked this already. This check makes sure that nothing else reaches X.
  const odd = keywords.find((keyword) => !keywordPattern.test(keyword));
  if (odd !== undefined) throw new Error(keywordWords.refused(odd, keywordWords.notOneWord));
  const [problem] = keywordProblems(keywords);
  if (problem !== undefined) throw new Error(problem);
  const rule = ruleOf(keywords, username);
  // Only a sandbox's handle is longer than X's longest.
  if (rule.length > LONGEST_QUERY) throw new Error(`too long a handle for these keywords: ${username}`);
  return rule;
}

/** Whether a post has one of the keywords, with or without #. More texts count than X's search finds. */
export function hasKeyword(text: string, keywords: readonly string[]): boolean {
  const folded = foldCase(text);
  return keywords.some((keyword) => folded.includes(foldCase(keyword)));
}

const foldCase = (text: string): string => text.normalize('NFC').toLowerCase();

function ruleOf(keywords: readonly string[], username: string): string {
  const folded = new Set(keywords.map(foldCase));
  const terms = [...folded].flatMap((keyword) => [keyword, `#${keyword}`]);
  return `(${terms.join(' OR ')}) -is:retweet -from:${username}`;
}
