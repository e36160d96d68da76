/** Words with which a place can begin by itself: `at the bar`. */
const ownWord = /^(?:in|at|on|by|near|next to|behind|beside|opposite)\s/iu;

/** `in B114`, `at the bar`. */
export const inPlace = (where: string): string => (ownWord.test(where) ? where : `in ${where}`);

/** The wording of a reminder without the `in` before `{room}` where the place begins with such a word by itself. */
export const wordingFor = (template: string, where: string): string =>
  ownWord.test(where) ? template.replaceAll(/\bin \{room\}/gu, '{room}') : template;
