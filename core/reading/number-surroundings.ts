/** Words after a listed number which show that it is no room, or that it is one. */
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
/** Verbs of which a room can be the subject, although they end like plurals. */
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
