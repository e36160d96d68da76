import { wordList } from '../../words.ts';
import type { Locale } from '../locale.ts';

export const words: Locale = {
  hours: {
    eins: 1,
    zwei: 2,
    zwo: 2,
    drei: 3,
    vier: 4,
    funf: 5,
    fuenf: 5,
    sechs: 6,
    sieben: 7,
    acht: 8,
    neun: 9,
    zehn: 10,
    elf: 11,
    zwolf: 12,
    zwoelf: 12,
  },
  numbers: {
    zwanzig: 20,
  },
  months: {
    januar: 1,
    janner: 1,
    februar: 2,
    marz: 3,
    april: 4,
    mai: 5,
    juni: 6,
    juli: 7,
    august: 8,
    september: 9,
    oktober: 10,
    okt: 10,
    november: 11,
    dezember: 12,
    dez: 12,
  },
  weekdays: {
    sonntag: 0,
    montag: 1,
    dienstag: 2,
    mittwoch: 3,
    donnerstag: 4,
    freitag: 5,
    samstag: 6,
    sonnabend: 6,
  },
  weekdaysInShort: {
    so: 0,
    mo: 1,
    di: 2,
    mi: 3,
    do: 4,
    fr: 5,
    sa: 6,
  },
  today: {
    heute: 'any',
    heut: 'any',
    'heute morgen': 'am',
    'heut morgen': 'am',
  },
  tomorrow: {
    morgen: 'any',
  },
  dayAfterTomorrow: {
    ubermorgen: 'any',
    uebermorgen: 'any',
    'uber morgen': 'any',
  },
  yesterday: {
    gestern: 'any',
    'gestern abend': 'pm',
    vorgestern: 'any',
  },
  partsOfDay: {
    fruh: 'am',
    vormittag: 'am',
    nachmittag: 'pm',
    abend: 'pm',
    nacht: 'pm',
  },
  everyDay: wordList(`
    jeden tag
    taglich
    jede stunde
    stundlich
  `),
  noon: wordList(`
    mittag
    mittags
  `),
  night: wordList(`
    nacht
    abend
  `),
  midnight: wordList(`
    mitternacht
  `),
  at: wordList(`
    um
    um die
    ab
    gegen
    ca
    ca.
  `),
  within: wordList(`
    in
  `),
  about: wordList(`
    ca
    ca.
    etwa
    circa
    ungefahr
  `),
  units: {
    minute: 1,
    minuten: 1,
    stunde: 60,
    stunden: 60,
  },
  lengths: {
    'in einer halben stunde': 30,
    'in einer viertelstunde': 15,
    'in einer stunde': 60,
    'in anderthalb stunden': 90,
    'in ner halben stunde': 30,
    'in ner viertelstunde': 15,
    'in ner stunde': 60,
    'in einer guten stunde': 60,
    'in einer dreiviertelstunde': 45,
    'noch eine viertelstunde': 15,
    'noch eine halbe stunde': 30,
  },
  now: wordList(`
    jetzt
  `),
  startingNow: wordList(`
    gleich jetzt
    jetzt gleich
  `),
  to: wordList(`
    bis
  `),
  or: wordList(`
    oder
  `),
  and: wordList(`
    und
  `),
  not: wordList(`
    nicht
    nicht um
  `),
  saysMorning: wordList(`
    fruh
    fruhstuck
    vormittag
    vormittags
    morgens
  `),
  beginsMorning: wordList(`
    fruhstuck
    fruhsport
    morgenlauf
    morgenrunde
    morgenyoga
  `),
  beginsEvening: wordList(`
    abend
    nachmittag
  `),
  saysEvening: wordList(`
    abend
    abends
    nachmittag
    nachmittags
  `),
  ends: wordList(`
    bis
  `),
  deadlines: wordList(`
    vor
    bevor
    frist
    abgabe
    abgabefrist
    einsendeschluss
    anmeldeschluss
  `),
  doors: wordList(`
    einlass
    einlass ab
  `),
  travel: wordList(`
    flug
    zug
    bahn
    bus
  `),
  after: wordList(`
    nach
    nach dem
    nach der
  `),
  since: wordList(`
    seit
  `),
};
