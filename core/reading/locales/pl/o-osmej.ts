import { hourAfterCue, spokenClock } from '../../spoken-clock.ts';
import { words as pl } from './words.ts';

/** In Spanish "3 o 5" is "3 or 5". */
const LATE = '1[3-9]|2[0-3]';
const HOURS = { ...pl.hours, ...pl.numbers };

/** "wpół do trzeciej" is 2:30, "kwadrans po ósmej". */
export const wpolDoTrzeciej = spokenClock(
  {
    hours: pl.hours ?? {},
    shares: { 'wpol do': -30 },
    amounts: { kwadrans: 15, piec: 5, dziesiec: 10, dwadziescia: 20 },
    minuteDigits: false,
    hourDigits: false,
    past: ['po'],
    to: ['przed'],
    unit: 'rano',
  },
  /wpol do|kwadrans|(?:piec|dziesiec|dwadziescia) p/u,
);

/** "o ósmej", "od 15", "godz. 9". */
export const oOsmej = hourAfterCue(
  ['o', 'od', 'o godzinie'],
  HOURS,
  'rano',
  /(?<![a-z])od? (?:[12]\d|[a-z]{4,14}ej|godz)/u,
  LATE,
);
export const godz = hourAfterCue(['godz', 'godz.', 'godzina', 'godzinie', 'godziny'], HOURS, 'rano', /godz/u);
