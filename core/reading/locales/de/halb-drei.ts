import { hourAfterCue, spokenClock } from '../../spoken-clock.ts';
import { words as de } from './words.ts';

const HOURS = { ein: 1, ...de.hours };

/** "halb drei" is 2:30, "viertel nach acht", "fünf vor zwölf", "fünf vor halb drei". */
export const halbDrei = spokenClock(
  {
    hours: HOURS,
    shares: { halb: -30, dreiviertel: -15 },
    amounts: { viertel: 15, funf: 5, fuenf: 5, zehn: 10, zwanzig: 20 },
    minuteDigits: true,
    hourDigits: true,
    past: ['nach'],
    to: ['vor'],
    unit: 'uhr',
  },
  /halb|viertel|vor |nach /u,
);

/** "um drei", "gegen acht Uhr". */
export const umDrei = hourAfterCue(['um', 'gegen', 'ab'], HOURS, 'uhr', /um |gegen |ab /u);
