import { anyOf, wordList } from './words.ts';

const PEOPLE = anyOf(
  wordList(`
    kids
    children
    teens
    youth
    girls
    boys
    kinder
    jugendliche
    ninos
    ninas
    peques
    enfants
    ados
    criancas
    bambini
    ragazzi
    kinderen
    barn
    born
    dzieci
  `),
);
const YEARS = anyOf(
  wordList(`
    years
    year
    year olds
    yrs
    yo
    jahre
    jahren
    jahrige
    anos
    ans
    anni
    jaar
    ar
    lat
  `),
);
const TO = anyOf(['-', 'to', 'bis', 'a', 'al', 'ate', 'tot', 'till', 'til', 'do', 'and', 'und']);
const FROM = '(?:aged|ages|between|from|von|zwischen|de|entre|da|dai|van|tussen|fran|mellan|fra|mellem|od)';
const RANGE = `\\d{1,2}-? ?${TO} ?\\d{1,2}`;

/** "kids from 7 to 12", "von 6 bis 10 Jahren", "ages 8-14": ages of people, not hours. */
export const AGES = new RegExp(
  `(?<![a-z0-9])${RANGE}(?:(?=[- ]?${YEARS}(?![a-z]))|` +
    `(?!\\d|[:.]\\d|-?\\w)(?<=(?:${PEOPLE} ${FROM}|\\bage[sd]?(?: ${FROM})?) ${RANGE}))`,
  'gu',
);
/** Every such range contains this. */
export const AGES_SIGN = /\d-? ?(?:-|[a-z]{1,4}) ?\d/u;
