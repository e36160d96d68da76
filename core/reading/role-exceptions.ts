/** Hours that are starts, although beside them is a word for an end, a deadline or an opening of doors. */
import { anyOf, wordList } from './words.ts';

/** "the slot is still open at 10:30": nobody has taken the slot. */
const FREE = /\b(?:still|slot|slots|spot|gap|wide|is left) (?:is )?(?:still )?open(?: at| from)? *$/u;
/** "by the gate 2:30": a place to meet. */
const BY_THE_DOOR = /\b(?:by|at|near|outside|behind|beside) the (?:[a-z]+ )?(?:gates?|doors?|registration)[ ,]*$/u;

/** "charge up before our 10am open space there": the hour is the session's own start. */
const BEFORE_OURS = /(?<!\b(?:right|just|shortly) )\bbefore our $/u;
const OURS = new RegExp(
  `^ (?:[a-z-]+ ){0,2}${anyOf(
    wordList(`
      open space
      session
      bof
      meetup
      workshop
      unconf
      discussion
      roundtable
      circle
      jam
    `),
  )}\\b`,
  'u',
);

/** @param left The marked text before the hour. */
export const isFree = (left: string): boolean => FREE.test(left);
/** @param left The marked text before the hour. */
export const isByTheDoor = (left: string): boolean => BY_THE_DOOR.test(left);
/** @param left The marked text before the hour; `right` is the text after it. */
export const isOwnStart = (left: string, right: string): boolean => BEFORE_OURS.test(left) && OURS.test(right);
