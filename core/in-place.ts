/** Words with which the name of a place can begin: `at the bar`. */
const ownWord = /^(?:in|at|on|by|near|next to|behind|beside|opposite)\s/iu;

export const inPlace = (where: string): string => (ownWord.test(where) ? where : `in ${where}`);

/** The wording of a reminder. If the place begins with such a word, the `in` before `{room}` is left out. */
export const wordingFor = (template: string, where: string): string =>
  ownWord.test(where) ? template.replaceAll(/\bin \{room\}/gu, '{room}') : template;
