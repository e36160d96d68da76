/** Scripts with many labelled posts. Of other scripts, the model knows a few posts, or only the phrases, or nothing. */
const WELL_LABELLED = '\\p{Script=Latin}\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Common}';
const WITH_DICTIONARY = '\\p{Script=Cyrillic}\\p{Script=Hebrew}\\p{Script=Arabic}\\p{Script=Devanagari}';
const SELDOM_LABELLED = new RegExp(`(?![${WELL_LABELLED}])\\p{L}`, 'gu');
const UNREAD = new RegExp(`(?![${WELL_LABELLED}${WITH_DICTIONARY}])\\p{L}`, 'gu');
const LETTER = /\p{L}/gu;

/** A quick check before letters are counted: most posts have only Latin or Japanese letters. */
const OTHER_LETTER = /[\u0370-\u1cff\uac00-\ud7a3]/u;

function isMostly(marked: string, letters: RegExp): boolean {
  if (!OTHER_LETTER.test(marked)) return false;
  const count = marked.match(letters)?.length ?? 0;
  return count > 0 && 2 * count > (marked.match(LETTER)?.length ?? 0);
}

/**
 * Whether most letters, without rooms and days, are of a script that no dictionary is written in, such as Greek, Thai
 * and Hangul: then "tomorrow" and "cancelled" are not read.
 */
export const isUnreadScript = (marked: string): boolean => isMostly(marked, UNREAD);

/** Whether most letters are of a script with too few labelled posts: no reading of such a post is sure. */
export const isSeldomLabelledScript = (marked: string): boolean => isMostly(marked, SELDOM_LABELLED);
