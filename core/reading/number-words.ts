import { dictionaryOf } from './locales/index.ts';
import { wordList } from './words.ts';

const HOURS = dictionaryOf('hours');
const NUMBERS: Map<string, number> = new Map(
  [...dictionaryOf('numbers'), ...HOURS].flatMap(([word, value]): [string, number][] => [
    [word, value],
    [word.replaceAll(' ', '-'), value],
  ]),
);
/** Hours that are common words of another language: "once" is Spanish for eleven, "due" Italian for two. */
const OTHER_WORDS: ReadonlySet<string> = new Set(
  wordList(`
    once
    due
    een
    sei
    to
    et
    ett
    ni
    ti
    sex
    fire
    atte
  `),
);
for (const word of OTHER_WORDS) NUMBERS.delete(word);

/** The words for hours that are no common words of another language. */
export const plainHourWords: readonly string[] = [...HOURS.keys()].filter((word) => !OTHER_WORDS.has(word));

/** The values of folded number words of all languages. */
export const numberWords: ReadonlyMap<string, number> = NUMBERS;

/** The value of a folded number word in one of the languages. */
export const numberWord = (word: string): number | undefined => NUMBERS.get(word);

/** The value of an hour in digits or words. If it is neither, 99, which is no hour. */
export function hourOf(text: string | undefined): number {
  if (text === undefined) return 99;
  return /^\d/u.test(text) ? Number(text) : (HOURS.get(text) ?? numberWord(text) ?? 99);
}

/** The value of minutes in digits or words: "20", "twenty five", "oh-five". */
export function minutesOf(text: string): number {
  const whole = /^\d/u.test(text) ? Number(text) : numberWord(text);
  if (whole !== undefined) return whole;
  return text.split(/[- ]/u).reduce((sum, piece) => sum + (piece === 'oh' ? 0 : hourOf(piece)), 0);
}
