import { wordList } from '../../words.ts';
import type { Locale } from '../locale.ts';

export const words: Locale = {
  hours: {
    una: 1,
    due: 2,
    tre: 3,
    quattro: 4,
    cinque: 5,
    sei: 6,
    sette: 7,
    otto: 8,
    nove: 9,
    dieci: 10,
    undici: 11,
    dodici: 12,
  },
  numbers: {
    quindici: 15,
    venti: 20,
    trenta: 30,
  },
  months: {
    gennaio: 1,
    febbraio: 2,
    marzo: 3,
    aprile: 4,
    maggio: 5,
    giugno: 6,
    luglio: 7,
    agosto: 8,
    settembre: 9,
    ottobre: 10,
    novembre: 11,
    dicembre: 12,
  },
  weekdays: {
    domenica: 0,
    lunedi: 1,
    martedi: 2,
    mercoledi: 3,
    giovedi: 4,
    venerdi: 5,
    sabato: 6,
  },
  weekdaysInShort: {
    gio: 4,
  },
  today: {
    oggi: 'any',
    'oggi pomeriggio': 'pm',
    'questo pomeriggio': 'pm',
    stamattina: 'am',
    stamani: 'am',
    'questa mattina': 'am',
    stasera: 'pm',
    stanotte: 'pm',
    'questa notte': 'pm',
    'questa sera': 'pm',
  },
  tomorrow: {
    domani: 'any',
    'domani mattina': 'am',
    domattina: 'am',
    'domani pomeriggio': 'pm',
    'domani sera': 'pm',
  },
  dayAfterTomorrow: {
    dopodomani: 'any',
  },
  yesterday: {
    ieri: 'any',
    'ieri sera': 'pm',
    "l'altro ieri": 'any',
  },
  partsOfDay: {
    mattina: 'am',
    pomeriggio: 'pm',
    'di mattina': 'am',
    'del mattino': 'am',
    'di pomeriggio': 'pm',
    'del pomeriggio': 'pm',
    'di sera': 'pm',
    'della sera': 'pm',
  },
  everyDay: wordList(`
    ogni giorno
    tutti i giorni
    ogni ora
    ogni mezz'ora
  `),
  noon: wordList(`
    mezzogiorno
  `),
  night: wordList(`
    sera
    notte
  `),
  midnight: wordList(`
    mezzanotte
  `),
  at: wordList(`
    alle
    alle ore
    dalle
    dalle ore
    ore
    verso le
    per le
  `),
  within: wordList(`
    tra
    fra
    mancano
  `),
  about: wordList(`
    circa
  `),
  units: {
    minuto: 1,
    minuti: 1,
    ora: 60,
    ore: 60,
  },
  lengths: {
    "tra mezz'ora": 30,
    "fra mezz'ora": 30,
    "tra un quarto d'ora": 15,
    "fra un quarto d'ora": 15,
    "tra un'ora": 60,
    "fra un'ora": 60,
    "tra un'oretta": 60,
    "fra un'oretta": 60,
    "tra un'ora e mezza": 90,
  },
  now: wordList(`
    adesso
    proprio ora
    proprio adesso
  `),
  startingNow: wordList(`
    inizia ora
    inizia adesso
    iniziamo ora
    iniziamo adesso
    cominciamo adesso
    si comincia ora
    si comincia adesso
  `),
  to: wordList(`
    alle
    alle ore
    fino alle
  `),
  and: wordList(`
    e
    e le
  `),
  not: wordList(`
    non
    non alle
  `),
  saysMorning: wordList(`
    di mattina
    del mattino
    colazione
  `),
  saysEvening: wordList(`
    di sera
    della sera
    del pomeriggio
    aperitivo
    cena
  `),
  saysNeither: wordList(`
    buona serata
    buon pomeriggio
  `),
  ends: wordList(`
    fino alle
    finisce
    finisce alle
    chiude
    chiude alle
    chiudono alle
  `),
  deadlines: wordList(`
    entro
    entro le
    prima delle
    scadenza
  `),
  doors: wordList(`
    apertura porte
    porte aperte
    porte aperte dalle
    porte aperte alle
  `),
  travel: wordList(`
    treno
    volo
    aereo
  `),
  after: wordList(`
    dopo le
    dopo la
    dopo il
    dopo i
  `),
  since: wordList(`
    gia dalle
  `),
};
