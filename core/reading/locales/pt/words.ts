import { wordList } from '../../words.ts';
import type { Locale } from '../locale.ts';

export const words: Locale = {
  hours: {
    uma: 1,
    duas: 2,
    tres: 3,
    quatro: 4,
    cinco: 5,
    seis: 6,
    sete: 7,
    oito: 8,
    nove: 9,
    dez: 10,
    onze: 11,
    doze: 12,
  },
  numbers: {
    dois: 2,
    quinze: 15,
    vinte: 20,
    trinta: 30,
  },
  months: {
    janeiro: 1,
    fevereiro: 2,
    fev: 2,
    marco: 3,
    abril: 4,
    maio: 5,
    junho: 6,
    julho: 7,
    agosto: 8,
    setembro: 9,
    set: 9,
    outubro: 10,
    out: 10,
    novembro: 11,
    dezembro: 12,
    dez: 12,
  },
  weekdays: {
    domingo: 0,
    'segunda feira': 1,
    'terca feira': 2,
    'quarta feira': 3,
    'quinta feira': 4,
    'sexta feira': 5,
    sabado: 6,
  },
  weekdaysInShort: {
    dom: 0,
    segunda: 1,
    seg: 1,
    terca: 2,
    ter: 2,
    quarta: 3,
    qua: 3,
    quinta: 4,
    qui: 4,
    sexta: 5,
    sex: 5,
    sab: 6,
  },
  today: {
    hoje: 'any',
    hj: 'any',
    'esta tarde': 'pm',
    'esta noite': 'pm',
    'esta manha': 'am',
  },
  tomorrow: {
    amanha: 'any',
    amnh: 'any',
  },
  dayAfterTomorrow: {
    'depois de amanha': 'any',
  },
  yesterday: {
    ontem: 'any',
  },
  partsOfDay: {
    'de manha': 'am',
    'de tarde': 'pm',
    'a tarde': 'pm',
    'de noite': 'pm',
    'a noite': 'pm',
  },
  everyDay: wordList(`
    todos os dias
    de hora em hora
    a cada hora
  `),
  ordinals: {
    primeiro: 1,
    terceiro: 3,
  },
  noon: wordList(`
    meio dia
  `),
  night: wordList(`
    noite
  `),
  midnight: wordList(`
    meia noite
  `),
  at: wordList(`
    as
    das
  `),
  within: wordList(`
    em
    daqui a
  `),
  about: wordList(`
    uns
    cerca de
  `),
  units: {
    minuto: 1,
    minutos: 1,
    minutinho: 1,
    minutinhos: 1,
    hora: 60,
    horas: 60,
  },
  lengths: {
    'em meia hora': 30,
    'daqui a meia hora': 30,
    'em uma hora': 60,
    'numa hora': 60,
    'daqui a uma hora': 60,
    'daqui a um quarto de hora': 15,
    'daqui a uma hora e meia': 90,
    'falta meia hora': 30,
  },
  now: wordList(`
    agora
  `),
  startingNow: wordList(`
    comecando agora
    comeca agora
    comecamos agora
  `),
  to: wordList(`
    as
    ate
    ate as
    ate a
    ao
    a
  `),
  or: wordList(`
    ou
  `),
  and: wordList(`
    e
  `),
  not: wordList(`
    nao
    nao as
  `),
  saysMorning: wordList(`
    da manha
  `),
  saysEvening: wordList(`
    noite
    tarde
  `),
  saysNeither: wordList(`
    bom dia
    boa tarde
    boa noite
    noite foi
    noite curta
    mais tarde
  `),
  ends: wordList(`
    ate
    ate as
    fecha
    fecham
    termina
  `),
  deadlines: wordList(`
    antes das
    antes da
    antes do
    prazo
  `),
  travel: wordList(`
    voo
    onibus
    trem
  `),
  after: wordList(`
    depois da
    depois do
    depois das
    depois dos
  `),
};
