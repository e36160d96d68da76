/** Numbers for the words of the dictionaries and the models, so that each word of a post is looked up once. */
const numbers = new Map<string, number>();

/** The number of words that nobody knows. */
export const UNKNOWN = 0;

/** The number of a word of a dictionary or a model. */
export function addWord(word: string): number {
  const number = numbers.get(word) ?? numbers.size + 1;
  numbers.set(word, number);
  return number;
}

/** The number of a word of a post. */
export const numberOf = (word: string): number => numbers.get(word) ?? UNKNOWN;
