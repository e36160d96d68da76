import { wordList } from '../../words.ts';
import type { Locale } from '../locale.ts';

export const words: Locale = {
  hours: {
    een: 1,
    twee: 2,
    drie: 3,
    vier: 4,
    vijf: 5,
    zes: 6,
    zeven: 7,
    acht: 8,
    negen: 9,
    tien: 10,
    elf: 11,
    twaalf: 12,
  },
  numbers: {
    vijftien: 15,
    twintig: 20,
    dertig: 30,
  },
  months: {
    januari: 1,
    februari: 2,
    maart: 3,
    mrt: 3,
    april: 4,
    mei: 5,
    juni: 6,
    juli: 7,
    augustus: 8,
    september: 9,
    oktober: 10,
    november: 11,
    december: 12,
  },
  weekdays: {
    zondag: 0,
    maandag: 1,
    dinsdag: 2,
    woensdag: 3,
    donderdag: 4,
    vrijdag: 5,
    zaterdag: 6,
  },
  weekdaysInShort: {
    zo: 0,
    ma: 1,
    wo: 3,
    vr: 5,
    za: 6,
  },
  today: {
    vandaag: 'any',
    vanochtend: 'am',
    vanmorgen: 'am',
    vanmiddag: 'pm',
    vanavond: 'pm',
    vannacht: 'pm',
  },
  tomorrow: {
    morgen: 'any',
    morgenochtend: 'am',
    morgenmiddag: 'pm',
    morgenavond: 'pm',
  },
  dayAfterTomorrow: {
    overmorgen: 'any',
  },
  yesterday: {
    gisteren: 'any',
    gisteravond: 'pm',
    eergisteren: 'any',
  },
  partsOfDay: {
    ochtend: 'am',
    middag: 'pm',
    avond: 'pm',
  },
  everyDay: wordList(`
    elke dag
    iedere dag
    dagelijks
    elk uur
    ieder uur
  `),
  night: wordList(`
    avond
    nacht
  `),
  midnight: wordList(`
    middernacht
  `),
  at: wordList(`
    om
    rond
    tegen
    vanaf
  `),
  within: wordList(`
    over
    over ongeveer
    binnen
  `),
  about: wordList(`
    ongeveer
    zo'n
  `),
  units: {
    minuten: 1,
    minuutjes: 1,
    uur: 60,
    uurtje: 60,
  },
  lengths: {
    'over een half uur': 30,
    'over een half uurtje': 30,
    'over half uur': 30,
    'over een kwartier': 15,
    'over een kwartiertje': 15,
    'over kwartier': 15,
    'nog een kwartier': 15,
    'nog een half uur': 30,
    'over drie kwartier': 45,
    'over een uur': 60,
    'over een uurtje': 60,
    'over anderhalf uur': 90,
  },
  now: wordList(`
    nu
    nu meteen
  `),
  startingNow: wordList(`
    begint nu
    beginnen nu
    we beginnen nu
    start nu
    starten nu
  `),
  to: wordList(`
    tot
    t/m
  `),
  not: wordList(`
    niet
    niet om
  `),
  saysMorning: wordList(`
    ochtends
    ontbijt
    in de ochtend
  `),
  beginsMorning: wordList(`
    ochtend
    ontbijt
  `),
  beginsEvening: wordList(`
    avond
    borrel
  `),
  saysEvening: wordList(`
    avonds
    middags
    borrel
    in de middag
    in de avond
  `),
  saysNeither: wordList(`
    fijne avond
    goede avond
    goede middag
    hele middag
    hele avond
  `),
  ends: wordList(`
    tot
    sluit
    sluit om
    stopt om
    klaar om
  `),
  deadlines: wordList(`
    uiterlijk
    uiterlijk om
    deadline om
  `),
  doors: wordList(`
    inloop
    inloop vanaf
    deuren open
    deuren
    deuren open om
    zaal open
    zaal open om
  `),
  travel: wordList(`
    trein
    vlucht
  `),
  after: wordList(`
    na het
    pas na
  `),
  since: wordList(`
    sinds
    al sinds
  `),
};
