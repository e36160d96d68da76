/** Words left and right of a listed name which show that it is a verb here, as in "to mingle". */
import { TIME } from './marked-text.ts';
import { anyOf, wordList } from './words.ts';

export const VERB_GOES_ON = new RegExp(
  `^ ${anyOf(
    wordList(`
      your
      my
      the
      a
      an
      our
      their
      his
      her
      its
      it
      them
      us
      around
      about
      away
      down
      up
      politics
      or less
      chair
      music
      code
      file
      files
      wear
    `),
  )}\\b`,
  'u',
);
const GOING = anyOf(
  wordList(`
    come
    coming
    go
    going
    get
    head
    heading
    over
    back
    down
    up
    move
    run
    walk
    welcome
    way
  `),
);
/** A verb follows these words. Exceptions: "come to", and the Nordic "i", which means "in" and comes after hours. */
export const VERB_BEFORE = new RegExp(
  `(?:(?<!\\b${GOING}) to|\\b(?:can't|cannot|will|let's|lets|we|(?<!${TIME} )i|you|they|don't|just|and)) $`,
  'u',
);
