/** Scripts of the labelled posts: of all others, the model knows only the phrases of the dictionaries, or nothing. */
const LABELLED = '\\p{Script=Latin}\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Common}';
const WITH_DICTIONARY = '\\p{Script=Cyrillic}\\p{Script=Hebrew}\\p{Script=Arabic}';
const NOT_LABELLED = new RegExp(`(?![${LABELLED}])\\p{L}`, 'gu');
const UNREAD = new RegExp(`(?![${LABELLED}${WITH_DICTIONARY}])\\p{L}`, 'gu');
const LETTER = /\p{L}/gu;

/** Most posts have no letter after the Latin ones, except Japanese: this quick check costs less than counting. */
const OTHER = /[\u0370-\u1cff\uac00-\ud7a3]/u;

function isMostly(marked: string, letters: RegExp): boolean {
  if (!OTHER.test(marked)) return false;
  const count = marked.match(letters)?.length ?? 0;
  return count > 0 && 2 * count > (marked.match(LETTER)?.length ?? 0);
}

/**
 * Whether most letters, without rooms and days, are of a script that no dictionary is written in, such as Greek,
 * Devanagari, Thai and Hangul: then "tomorrow" and "cancelled" are not read.
 */
export const isUnreadScript = (marked: string): boolean => isMostly(marked, UNREAD);

/** Whether most letters are of a script of which the model has met no labelled posts: it is never sure of these. */
export const isUnlabelledScript = (marked: string): boolean => isMostly(marked, NOT_LABELLED);
