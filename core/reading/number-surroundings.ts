/** What stands behind a number of the list that is no room, or that is one after all. */
import { dictionaryOf } from './locales/index.ts';
import { anyOf, wordList } from './words.ts';

const UNITS = anyOf([
  ...dictionaryOf('units').keys(),
  ...wordList(`
    s
    k
    x
    %
    am
    pm
    day
    days
    week
    weeks
    month
    months
    year
    years
    second
    sec
    secs
    people
    ppl
    folks
    of
    languages
    lines
    countries
    steps
  `),
]);
export const UNIT = new RegExp(`^ ?-?(?:${UNITS}|(?![a-z]+mos\\b)[a-z]{1,30}s)\\b`, 'u');
/** Verbs that a room has, though they end as plurals do. */
export const ROOM_VERB = new RegExp(
  `^ ${anyOf(
    wordList(`
      as
      is
      us
      this
      fits
      holds
      seats
      has
      was
      gets
      needs
      smells
      looks
      sounds
      feels
      says
    `),
  )}\\b`,
  'u',
);
