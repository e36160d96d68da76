import { wordList } from '../../words.ts';
import type { Locale } from '../locale.ts';

export const words: Locale = {
  hours: {
    pierwsza: 1,
    pierwszej: 1,
    druga: 2,
    drugiej: 2,
    trzecia: 3,
    trzeciej: 3,
    czwarta: 4,
    czwartej: 4,
    piata: 5,
    piatej: 5,
    szosta: 6,
    szostej: 6,
    siodma: 7,
    siodmej: 7,
    osma: 8,
    osmej: 8,
    dziewiata: 9,
    dziewiatej: 9,
    dziesiata: 10,
    dziesiatej: 10,
    jedenasta: 11,
    jedenastej: 11,
    dwunasta: 12,
    dwunastej: 12,
  },
  numbers: {
    trzynastej: 13,
    czternastej: 14,
    pietnastej: 15,
    szesnastej: 16,
    siedemnastej: 17,
    osiemnastej: 18,
    dziewietnastej: 19,
    dwudziestej: 20,
    pietnascie: 15,
    dwadziescia: 20,
  },
  months: {
    stycznia: 1,
    lutego: 2,
    marca: 3,
    kwietnia: 4,
    maja: 5,
    czerwca: 6,
    lipca: 7,
    sierpnia: 8,
    wrzesnia: 9,
    pazdziernika: 10,
    listopada: 11,
    grudnia: 12,
  },
  weekdays: {
    niedziela: 0,
    niedziele: 0,
    poniedzialek: 1,
    wtorek: 2,
    sroda: 3,
    srode: 3,
    czwartek: 4,
    piatek: 5,
    sobota: 6,
    sobote: 6,
  },
  today: {
    dzis: 'any',
    dzisiaj: 'any',
    'dzis wieczorem': 'pm',
    'dzis w nocy': 'pm',
    'dzisiaj wieczorem': 'pm',
    'dzis rano': 'am',
    'dzis po poludniu': 'pm',
  },
  tomorrow: {
    jutro: 'any',
    'jutro rano': 'am',
    'jutro wieczorem': 'pm',
    'jutro po poludniu': 'pm',
  },
  dayAfterTomorrow: {
    pojutrze: 'any',
  },
  yesterday: {
    wczoraj: 'any',
  },
  partsOfDay: {
    rano: 'am',
    wieczorem: 'pm',
    'po poludniu': 'pm',
  },
  everyDay: wordList(`
    codziennie
    co godzine
  `),
  night: wordList(`
    wieczorem
    nocy
  `),
  midnight: wordList(`
    polnoc
    o polnocy
  `),
  at: wordList(`
    godz
    godz.
    o godz
    o godz.
    o godzinie
    od godz.
  `),
  within: wordList(`
    za
  `),
  units: {
    minut: 1,
    minuty: 1,
  },
  lengths: {
    'za pol godziny': 30,
    'za kwadrans': 15,
    'za godzine': 60,
    'za poltorej godziny': 90,
  },
  now: wordList(`
    teraz
    wlasnie teraz
  `),
  startingNow: wordList(`
    zaczynamy teraz
  `),
  to: wordList(`
    do
    do godz.
  `),
  or: wordList(`
    lub
    albo
  `),
  saysMorning: wordList(`
    rano
  `),
  saysEvening: wordList(`
    wieczorem
    po poludniu
  `),
  ends: wordList(`
    do godz.
    do godziny
  `),
  deadlines: wordList(`
    najpozniej
    przed
  `),
  travel: wordList(`
    pociag
  `),
  after: wordList(`
    po godz.
    dopiero po
  `),
};
