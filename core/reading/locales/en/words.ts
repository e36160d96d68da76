import { wordList } from '../../words.ts';
import type { Locale } from '../locale.ts';

/**
 * English words as hosts write them. Starts relative to the moment of posting are in `moments.ts`; words before an hour
 * that is no start are in `roles.ts`.
 */
export const words: Locale = {
  hours: {
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
  },
  numbers: {
    zero: 0,
    thirteen: 13,
    fourteen: 14,
    fifteen: 15,
    sixteen: 16,
    seventeen: 17,
    eighteen: 18,
    nineteen: 19,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fourty: 40,
    fifty: 50,
  },
  months: {
    january: 1,
    jan: 1,
    february: 2,
    feb: 2,
    march: 3,
    mar: 3,
    april: 4,
    apr: 4,
    may: 5,
    june: 6,
    jun: 6,
    july: 7,
    jul: 7,
    august: 8,
    aug: 8,
    september: 9,
    sept: 9,
    sep: 9,
    october: 10,
    oct: 10,
    november: 11,
    nov: 11,
    december: 12,
    dec: 12,
  },
  weekdays: {
    sunday: 0,
    sundays: 0,
    monday: 1,
    mondays: 1,
    tuesday: 2,
    tuesdays: 2,
    tues: 2,
    wednesday: 3,
    wednesdays: 3,
    weds: 3,
    thursday: 4,
    thursdays: 4,
    thurs: 4,
    thur: 4,
    thu: 4,
    friday: 5,
    fridays: 5,
    fri: 5,
    saturday: 6,
    saturdays: 6,
  },
  weekdaysInShort: {
    sun: 0,
    mon: 1,
    tue: 2,
    wed: 3,
    sat: 6,
  },
  today: {
    today: 'any',
    '2day': 'any',
    tonight: 'pm',
    tonite: 'pm',
    '2nite': 'pm',
    '2night': 'pm',
    'this morning': 'am',
    'this afternoon': 'pm',
    'this evening': 'pm',
    'this arvo': 'pm',
    'this lunchtime': 'any',
    'this lunch': 'any',
  },
  tomorrow: {
    tomorrow: 'any',
    tommorow: 'any',
    tommorrow: 'any',
    tomorow: 'any',
    tmrw: 'any',
    tmrow: 'any',
    tmmrw: 'any',
    tmw: 'any',
    tmr: 'any',
    tomo: 'any',
    tomoz: 'any',
    '2morrow': 'any',
    '2morow': 'any',
    '2moro': 'any',
    '2mrw': 'any',
    '2mro': 'any',
  },
  dayAfterTomorrow: {
    'the day after tomorrow': 'any',
    'day after tomorrow': 'any',
    overmorrow: 'any',
  },
  yesterday: {
    yesterday: 'any',
    'last night': 'pm',
  },
  partsOfDay: {
    morning: 'am',
    afternoon: 'pm',
    evening: 'pm',
    night: 'pm',
    arvo: 'pm',
  },
  everyDay: wordList(`
    every day
    everyday
    daily
    each day
    both days
    every morning
    every evening
    every night
    every afternoon
    every single day
    every hour
    every half hour
    hourly
    on the hour from
    all week
    all three days
    all four days
    all five days
  `),
  ordinals: {
    first: 1,
    '1st': 1,
    opening: 1,
    second: 2,
    '2nd': 2,
    third: 3,
    '3rd': 3,
    fourth: 4,
    '4th': 4,
    fifth: 5,
    '5th': 5,
    last: 0,
    final: 0,
    closing: 0,
  },
  noon: wordList(`
    noon
    high noon
    midday
  `),
  night: wordList(`
    night
    tonight
    tonite
    evening
    2nite
  `),
  midnight: wordList(`
    midnight
  `),
  at: wordList(`
    at
    @
    from
    around
    about
    circa
    start
    starts
    starting
    when
    time
  `),
  to: wordList(`
    to
    till
    til
    'til
    until
  `),
  or: wordList(`
    or
  `),
  and: wordList(`
    and
    &
  `),
  not: wordList(`
    not
  `),
  saysMorning: wordList(`
    morning
    breakfast
    sunrise
    early bird
  `),
  saysEvening: wordList(`
    evening
    tonight
    night
    dinner
    arvo
    afternoon
    drinks
    pub
    karaoke
  `),
  saysNeither: wordList(`
    good morning
    good mornings
    good afternoon
    good evening
    good night
    lovely morning
    lovely evening
    happy morning
    all morning
    all afternoon
    all evening
    all night
    whole morning
    whole afternoon
    every morning
    every afternoon
    every evening
    every night
    movie night
    game night
    games night
    board game night
    night owl
    night owls
    overnight
    nightly
    last night
    night was
    night is over
    evening was
    afternoon was
    morning was
    short night
    rough night
    night flight
    night train
    night bus
    sleepless night
  `),
};
