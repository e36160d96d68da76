import { wordList } from '../../words.ts';
import type { Locale } from '../locale.ts';

/** English starts relative to the moment of posting: "in 20 minutes", "starting now". */
export const moments: Locale = {
  within: wordList(`
    in
  `),
  about: wordList(`
    about
    around
    approx
    approx.
    roughly
    like
    just
    ~
  `),
  units: {
    minute: 1,
    minutes: 1,
    min: 1,
    mins: 1,
    m: 1,
    hour: 60,
    hours: 60,
    hr: 60,
    hrs: 60,
    h: 60,
  },
  lengths: {
    'in half an hour': 30,
    'in half an hr': 30,
    'in about half an hour': 30,
    'in around half an hour': 30,
    'in roughly half an hour': 30,
    'in a half hour': 30,
    'in half hour': 30,
    'in a half': 30,
    'in 1/2 hour': 30,
    'in a quarter of an hour': 15,
    'in quarter of an hour': 15,
    'in a quarter hour': 15,
    'in an hour and a half': 90,
    'in one and a half hours': 90,
    'in three quarters of an hour': 45,
    'three quarters of an hour from now': 45,
    'a quarter of an hour from now': 15,
    'quarter of an hour from now': 15,
    'a quarter hour from now': 15,
    'quarter of an hour to go': 15,
    'quarter of an hour until': 15,
    'quarter of an hour till': 15,
    'quarter hour to go': 15,
    'half hour from now': 30,
    'a half hour from now': 30,
    'half an hour to go': 30,
    'half an hour till': 30,
    'half an hour until': 30,
    'half an hour from now': 30,
    'half an hr from now': 30,
    'an hour from now': 60,
    'one hour from now': 60,
    'an hour to go': 60,
    'one hour to go': 60,
  },
  now: wordList(`
    now
    right now
    rn
  `),
  startingNow: wordList(`
    starting now
    starting right now
    starts now
    starts right now
    start now
    start right now
    happening now
    happening right now
    beginning now
    begins now
    on now
    on right now
    live now
    here now
    here right now
    join us now
    join us right now
    come now
    kicking off now
    kicking off right now
    meeting now
    gathering now
    going now
    going on now
    going on right now
    doing it now
    starting up
  `),
};
