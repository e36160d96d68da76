import { wordList } from '../../words.ts';
import type { Locale } from '../locale.ts';

/** Turkish. "salı" and "pazar" are also other words, so they need "günü" behind them. */
export const words: Locale = {
  months: {
    ocak: 1,
    subat: 2,
    mart: 3,
    nisan: 4,
    mayis: 5,
    haziran: 6,
    temmuz: 7,
    agustos: 8,
    eylul: 9,
    ekim: 10,
    kasim: 11,
    aralik: 12,
  },
  weekdays: {
    'pazar gunu': 0,
    pazartesi: 1,
    'sali gunu': 2,
    carsamba: 3,
    persembe: 4,
    cuma: 5,
    'cuma gunu': 5,
    cumartesi: 6,
  },
  today: {
    bugun: 'any',
    'bu sabah': 'am',
    'bu aksam': 'pm',
    'bu gece': 'pm',
  },
  tomorrow: {
    yarin: 'any',
    'yarin sabah': 'am',
    'yarin aksam': 'pm',
  },
  dayAfterTomorrow: {
    'obur gun': 'any',
    'yarindan sonra': 'any',
  },
  partsOfDay: {
    sabah: 'am',
    'ogleden sonra': 'pm',
    aksam: 'pm',
    aksami: 'pm',
  },
  everyDay: wordList(`
    her gun
  `),
  night: wordList(`
    gece
    aksam
  `),
  midnight: wordList(`
    gece yarisi
  `),
  hourCues: wordList(`
    saat
  `),
  saysMorning: wordList(`
    sabah
    kahvalti
  `),
  saysEvening: wordList(`
    aksam
    ogleden sonra
    aksami
  `),
};
