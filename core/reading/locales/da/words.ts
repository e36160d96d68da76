import { wordList } from '../../words.ts';
import type { Locale } from '../locale.ts';

/** Danish and Norwegian: most of these words are spelled the same in both. */
export const words: Locale = {
  hours: {
    et: 1,
    to: 2,
    tre: 3,
    fire: 4,
    fem: 5,
    seks: 6,
    syv: 7,
    sju: 7,
    otte: 8,
    atte: 8,
    ni: 9,
    ti: 10,
    elleve: 11,
    tolv: 12,
  },
  numbers: {
    femten: 15,
    tyve: 20,
    tjue: 20,
  },
  months: {
    januar: 1,
    februar: 2,
    marts: 3,
    mars: 3,
    april: 4,
    maj: 5,
    mai: 5,
    juni: 6,
    juli: 7,
    august: 8,
    september: 9,
    oktober: 10,
    november: 11,
    desember: 12,
  },
  weekdays: {
    sondag: 0,
    mandag: 1,
    tirsdag: 2,
    onsdag: 3,
    torsdag: 4,
    fredag: 5,
    lordag: 6,
  },
  today: {
    idag: 'any',
    iaften: 'pm',
    ikveld: 'pm',
    'i dag': 'any',
    'i aften': 'pm',
    'i nat': 'pm',
    'i natt': 'pm',
    'i kveld': 'pm',
    'i eftermiddag': 'pm',
    'i ettermiddag': 'pm',
    'i formiddag': 'am',
  },
  tomorrow: {
    imorgen: 'any',
    'i morgen': 'any',
    'i morgen tidlig': 'am',
    'i morgen aften': 'pm',
    'i morgen kveld': 'pm',
  },
  dayAfterTomorrow: {
    'i overmorgen': 'any',
  },
  yesterday: {
    'i gar': 'any',
    'i gar aftes': 'pm',
    'i morges': 'any',
  },
  partsOfDay: {
    formiddag: 'am',
    eftermiddag: 'pm',
    ettermiddag: 'pm',
    aften: 'pm',
    kveld: 'pm',
  },
  everyDay: wordList(`
    hver dag
    hver time
    daglig
  `),
  night: wordList(`
    aften
    kveld
    natt
  `),
  midnight: wordList(`
    midnat
    midnatt
  `),
  at: wordList(`
    kl
    kl.
    klokken
    klokka
    fra kl
    fra kl.
    rundt kl
    omkring kl
  `),
  within: wordList(`
    om
    om ca
  `),
  units: {
    minutter: 1,
    timer: 60,
  },
  lengths: {
    'om en halv time': 30,
    'om et kvarter': 15,
    'om et kvarters tid': 15,
    'om en time': 60,
    'om halvanden time': 90,
  },
  startingNow: wordList(`
    starter nu
    vi starter nu
    begynder nu
    begynner na
    starter na
  `),
  to: wordList(`
    til
    til kl
  `),
  or: wordList(`
    eller
  `),
  and: wordList(`
    og
  `),
  not: wordList(`
    ikke
    ikke kl
  `),
  saysMorning: wordList(`
    om formiddagen
    om morgenen
    morgenmad
  `),
  beginsMorning: wordList(`
    morgenmad
  `),
  beginsEvening: wordList(`
    aften
    kveld
  `),
  saysEvening: wordList(`
    om aftenen
    om eftermiddagen
    om kvelden
    om ettermiddagen
  `),
  ends: wordList(`
    slutter
    slutter kl
    lukker
    lukker kl
  `),
  deadlines: wordList(`
    senest
    senest kl
    inden kl
    innen kl
  `),
  doors: wordList(`
    dorene abner
    dorene apner
  `),
  after: wordList(`
    efter kl
    etter kl
  `),
};
