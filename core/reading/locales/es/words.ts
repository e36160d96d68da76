import { wordList } from '../../words.ts';
import type { Locale } from '../locale.ts';

export const words: Locale = {
  hours: {
    una: 1,
    dos: 2,
    tres: 3,
    cuatro: 4,
    cinco: 5,
    seis: 6,
    siete: 7,
    ocho: 8,
    nueve: 9,
    diez: 10,
    once: 11,
    doce: 12,
  },
  numbers: {
    cero: 0,
    uno: 1,
    quince: 15,
    veinte: 20,
    treinta: 30,
  },
  months: {
    enero: 1,
    febrero: 2,
    marzo: 3,
    abril: 4,
    abr: 4,
    mayo: 5,
    junio: 6,
    julio: 7,
    agosto: 8,
    ago: 8,
    septiembre: 9,
    setiembre: 9,
    set: 9,
    octubre: 10,
    noviembre: 11,
    diciembre: 12,
    dic: 12,
  },
  weekdays: {
    domingo: 0,
    lunes: 1,
    martes: 2,
    miercoles: 3,
    jueves: 4,
    viernes: 5,
    sabado: 6,
  },
  weekdaysInShort: {
    dom: 0,
    lun: 1,
    mar: 2,
    mie: 3,
    jue: 4,
    vie: 5,
    sab: 6,
  },
  today: {
    hoy: 'any',
    'esta tarde': 'pm',
    'esta noche': 'pm',
    'esta manana': 'am',
  },
  tomorrow: {
    manana: 'any',
  },
  dayAfterTomorrow: {
    'pasado manana': 'any',
  },
  yesterday: {
    ayer: 'any',
    anoche: 'pm',
  },
  partsOfDay: {
    'por la manana': 'am',
    'en la manana': 'am',
    'de la manana': 'am',
    'a la manana': 'am',
    'por la tarde': 'pm',
    'en la tarde': 'pm',
    'de la tarde': 'pm',
    'por la noche': 'pm',
    'en la noche': 'pm',
    'de la noche': 'pm',
  },
  everyDay: wordList(`
    todos los dias
    cada dia
    cada hora
  `),
  ordinals: {
    primer: 1,
    segundo: 2,
    tercer: 3,
    ultimo: 0,
  },
  noon: wordList(`
    mediodia
  `),
  night: wordList(`
    noche
  `),
  midnight: wordList(`
    medianoche
  `),
  at: wordList(`
    las
    a las
  `),
  within: wordList(`
    en
    dentro de
  `),
  about: wordList(`
    unos
    cerca de
  `),
  units: {
    minuto: 1,
    minutos: 1,
    minutito: 1,
    minutitos: 1,
    minutillos: 1,
    hora: 60,
    horas: 60,
  },
  lengths: {
    'en media hora': 30,
    'en un cuarto de hora': 15,
    'en una hora': 60,
    'en hora y media': 90,
    'en tres cuartos de hora': 45,
    'dentro de media hora': 30,
    'dentro de un cuarto de hora': 15,
    'dentro de una hora': 60,
    'falta media hora': 30,
    'queda media hora': 30,
  },
  now: wordList(`
    ahora
    ahora mismo
    ya
  `),
  startingNow: wordList(`
    empezamos ya
    empezamos ahora
    comenzamos ya
    comenzamos ahora
    arrancamos ya
    empezar ya
    empieza ya
    comenzar ya
    arrancar ya
    arrancamos ahora
  `),
  to: wordList(`
    a
    a las
    hasta
    hasta las
  `),
  or: wordList(`
    o
  `),
  and: wordList(`
    y
    y las
  `),
  not: wordList(`
    no
    no a las
  `),
  saysMorning: wordList(`
    manana por la manana
    de la manana
    desayuno
  `),
  saysEvening: wordList(`
    noche
    tarde
  `),
  saysNeither: wordList(`
    buenas tardes
    buenas noches
    noche fue
    noche corta
    noche larga
    tarde o temprano
    mas vale tarde
    no es tarde
    llego tarde
    mas tarde
  `),
  ends: wordList(`
    hasta
    hasta las
    termina
    cierra
    cierran
  `),
  deadlines: wordList(`
    antes de
    antes de las
    plazo
  `),
  doors: wordList(`
    puertas
    puertas a
    puertas a las
  `),
  travel: wordList(`
    vuelo
    tren
    autobus
  `),
  after: wordList(`
    despues de
    despues de las
  `),
  since: wordList(`
    desde antes de
    en pie desde
  `),
};
