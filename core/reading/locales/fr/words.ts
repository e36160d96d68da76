import { wordList } from '../../words.ts';
import type { Locale } from '../locale.ts';

export const words: Locale = {
  hours: {
    une: 1,
    deux: 2,
    trois: 3,
    quatre: 4,
    cinq: 5,
    six: 6,
    sept: 7,
    huit: 8,
    neuf: 9,
    dix: 10,
    onze: 11,
    douze: 12,
  },
  numbers: {
    deuxieme: 2,
    treize: 13,
    quatorze: 14,
    quinze: 15,
    seize: 16,
    'dix sept': 17,
    'dix huit': 18,
    'dix neuf': 19,
    vingt: 20,
    trente: 30,
  },
  months: {
    janvier: 1,
    fevrier: 2,
    mars: 3,
    avril: 4,
    avr: 4,
    mai: 5,
    juin: 6,
    juillet: 7,
    aout: 8,
    septembre: 9,
    octobre: 10,
    novembre: 11,
    decembre: 12,
  },
  weekdays: {
    dimanche: 0,
    lundi: 1,
    mardi: 2,
    mercredi: 3,
    jeudi: 4,
    vendredi: 5,
    samedi: 6,
  },
  weekdaysInShort: {
    dim: 0,
    mer: 3,
    jeu: 4,
    ven: 5,
    sam: 6,
  },
  today: {
    "aujourd'hui": 'any',
    aujourdhui: 'any',
    'ce soir': 'pm',
    'cette nuit': 'pm',
    'ce matin': 'am',
    'ce midi': 'any',
    'cet apres midi': 'pm',
    'cet aprem': 'pm',
    'cette aprem': 'pm',
    'c aprem': 'pm',
    auj: 'any',
  },
  tomorrow: {
    demain: 'any',
    '2main': 'any',
  },
  dayAfterTomorrow: {
    'apres demain': 'any',
  },
  yesterday: {
    hier: 'any',
    'hier soir': 'pm',
  },
  partsOfDay: {
    matin: 'am',
    soir: 'pm',
    'apres midi': 'pm',
    aprem: 'pm',
  },
  everyDay: wordList(`
    tous les jours
    chaque jour
    toutes les heures
    toutes les demi heures
  `),
  noon: wordList(`
    midi
  `),
  night: wordList(`
    soir
    nuit
  `),
  midnight: wordList(`
    minuit
  `),
  at: wordList(`
    a
    les
    vers
    des
  `),
  within: wordList(`
    dans
  `),
  about: wordList(`
    environ
  `),
  units: {
    minute: 1,
    minutes: 1,
    heure: 60,
    heures: 60,
  },
  lengths: {
    'dans une demi heure': 30,
    "dans un quart d'heure": 15,
    'dans une heure': 60,
    'dans une heure et demie': 90,
    "dans trois quarts d'heure": 45,
    'dans une petite heure': 60,
  },
  now: wordList(`
    maintenant
  `),
  startingNow: wordList(`
    on commence maintenant
    ca commence maintenant
  `),
  to: wordList(`
    a
  `),
  or: wordList(`
    ou
  `),
  and: wordList(`
    et
  `),
  not: wordList(`
    pas a
    pas
  `),
  saysMorning: wordList(`
    matin
  `),
  saysEvening: wordList(`
    soir
  `),
  ends: wordList(`
    jusqu'a
    ferme a
    retour
    retour a
    retour vers
    finit a
  `),
  deadlines: wordList(`
    avant
  `),
  travel: wordList(`
    train
    tgv
    avion
    bus
  `),
  after: wordList(`
    apres
    apres le
    apres la
    apres les
  `),
  since: wordList(`
    depuis
  `),
};
