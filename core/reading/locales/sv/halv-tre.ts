import { hourAfterCue, spokenClock } from '../../spoken-clock.ts';
import { words as da } from '../da/words.ts';
import { words as sv } from './words.ts';

const HOURS = { ...da.hours, ...sv.hours };

/** Swedish, Danish and Norwegian: "halv tre" is 2:30, "kvart över nio", "kvart i nio", "kvart på nio". */
export const halvTre = spokenClock(
  {
    hours: HOURS,
    shares: { halv: -30, halvt: -30 },
    amounts: { kvart: 15, fem: 5, tio: 10, ti: 10, tjugo: 20, tyve: 20 },
    minuteDigits: false,
    hourDigits: true,
    past: ['over'],
    to: ['i', 'pa'],
    unit: 'tiden',
  },
  /halvt? [\da-z]|kvart |(?:fem|tio?|tjugo|tyve) (?:over|i|pa) /u,
);

/** "klockan tre", "kl. 15". */
export const klTre = hourAfterCue(['kl', 'kl.', 'klockan', 'klokken', 'klokka'], HOURS, 'tiden', /(?<![a-z])kl/u);
