import type { Locale } from '../locale.ts';

/** Finnish: days, and the word before an hour. */
export const words: Locale = {
  weekdays: {
    sunnuntai: 0,
    sunnuntaina: 0,
    maanantai: 1,
    maanantaina: 1,
    tiistai: 2,
    tiistaina: 2,
    keskiviikko: 3,
    keskiviikkona: 3,
    torstai: 4,
    torstaina: 4,
    perjantai: 5,
    perjantaina: 5,
    lauantai: 6,
    lauantaina: 6,
  },
  today: {
    tanaan: 'any',
    'tana iltana': 'pm',
  },
  tomorrow: {
    huomenna: 'any',
  },
  dayAfterTomorrow: {
    ylihuomenna: 'any',
  },
  yesterday: {
    eilen: 'any',
  },
  at: ['klo', 'kello'],
  hourCues: ['klo', 'kello'],
  night: ['iltana'],
};
