import { wordList } from '../../words.ts';
import type { Locale } from '../locale.ts';

export const words: Locale = {
  hours: {
    ett: 1,
    tva: 2,
    tre: 3,
    fyra: 4,
    fem: 5,
    sex: 6,
    sju: 7,
    atta: 8,
    nio: 9,
    tio: 10,
    elva: 11,
    tolv: 12,
  },
  numbers: {
    femton: 15,
    tjugo: 20,
    trettio: 30,
  },
  months: {
    januari: 1,
    februari: 2,
    mars: 3,
    april: 4,
    maj: 5,
    juni: 6,
    juli: 7,
    augusti: 8,
    september: 9,
    oktober: 10,
    november: 11,
    december: 12,
  },
  weekdays: {
    sondag: 0,
    mandag: 1,
    tisdag: 2,
    onsdag: 3,
    torsdag: 4,
    fredag: 5,
    lordag: 6,
  },
  today: {
    idag: 'any',
    'i dag': 'any',
    ikvall: 'pm',
    'i kvall': 'pm',
    inatt: 'pm',
    'i natt': 'pm',
    'i eftermiddag': 'pm',
  },
  tomorrow: {
    imorgon: 'any',
    imorron: 'any',
    'i morgon': 'any',
    'i morron': 'any',
    'imorgon kvall': 'pm',
    'i morgon kvall': 'pm',
    'imorgon bitti': 'am',
    'i morgon bitti': 'am',
  },
  dayAfterTomorrow: {
    'i overmorgon': 'any',
    overmorgon: 'any',
  },
  yesterday: {
    igar: 'any',
    'i gar': 'any',
    'i gar kvall': 'pm',
    igarkvall: 'pm',
    'i morse': 'any',
  },
  partsOfDay: {
    formiddag: 'am',
    formiddagen: 'am',
    eftermiddag: 'pm',
    eftermiddagen: 'pm',
    kvall: 'pm',
  },
  everyDay: wordList(`
    varje dag
    varje timme
    dagligen
  `),
  night: wordList(`
    kvall
    natt
  `),
  midnight: wordList(`
    midnatt
  `),
  at: wordList(`
    kl
    kl.
    klockan
    fran kl
    fran klockan
    runt
  `),
  within: wordList(`
    om
    om cirka
  `),
  units: {
    minuter: 1,
    timme: 60,
    timmar: 60,
  },
  lengths: {
    'om en halvtimme': 30,
    'om en halv timme': 30,
    'om en kvart': 15,
    'om en timme': 60,
    'om en och en halv timme': 90,
  },
  now: wordList(`
    just nu
  `),
  startingNow: wordList(`
    borjar nu
    vi borjar nu
    startar nu
    vi kor nu
  `),
  or: wordList(`
    eller
  `),
  and: wordList(`
    och
  `),
  not: wordList(`
    inte
    inte kl
  `),
  saysMorning: wordList(`
    pa morgonen
    pa formiddagen
    frukost
  `),
  beginsMorning: wordList(`
    frukost
    morgon
  `),
  beginsEvening: wordList(`
    kvall
  `),
  saysEvening: wordList(`
    pa kvallen
    pa eftermiddagen
  `),
  ends: wordList(`
    slutar
    slutar kl
    stanger
    stanger kl
  `),
  deadlines: wordList(`
    senast
    senast kl
    fore kl
    innan
  `),
  doors: wordList(`
    dorrarna oppnar
    dorrarna oppnar kl
    inslapp
    inslapp kl
  `),
  travel: wordList(`
    flyget
    taget
    bussen
  `),
  after: wordList(`
    efter
    efter kl
  `),
};
