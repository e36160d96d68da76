import { hourParser } from '../../hour-parser.ts';
import { after, before } from '../../marked-text.ts';
import { hourOf, minutesOf } from '../../number-words.ts';
import { halfOfMeridiem, HOUR, LEFT, MERIDIEM, shifted } from '../../spoken.ts';
import { anyOf, wordList } from '../../words.ts';

const SHARES: Readonly<Record<string, number>> = {
  half: 30,
  quarter: 15,
  quater: 15,
  qtr: 15,
};
/** Minutes in words: "twenty-five past nine", "nine thirty". */
export const MINUTES = anyOf(
  wordList(`
    five
    oh five
    ten
    fifteen
    twenty
    twenty five
    thirty
    thirty five
    forty
    fourty
    forty five
    fourty five
    fifty
    fifty five
  `),
);

const TENS = anyOf(['twenty', 'thirty', 'forty', 'fifty']);
const UNITS = anyOf(
  wordList(`
    one
    two
    three
    four
    six
    seven
    eight
    nine
    eleven
    twelve
    thirteen
    fourteen
    sixteen
    seventeen
    eighteen
    nineteen
  `),
);
/** Minutes that are no usual part of the hour: "twelve minutes past eleven". */
const ODD_MINUTES = `(?:${TENS}[- ])?${UNITS}(?= min(?:ute)?s? )`;

const PAST = anyOf(['past', 'after']);
const TO = anyOf(['to', 'till', 'til', 'before', 'of']);
const DIGITS = '\\d{1,2}(?= min| past)|2[05](?= to)';
const AMOUNT = `(${anyOf(Object.keys(SHARES))}|${DIGITS}|${ODD_MINUTES}|${MINUTES})(?: ?min(?:ute)?s?)?`;
const MIDDLE = '(noon|midday|midnight)(?![a-z])';
const PAST_TO = new RegExp(`${LEFT}(?:a )?${AMOUNT} (?:(${PAST})|(${TO})) (?:${HOUR}${MERIDIEM}|${MIDDLE})`, 'u');

/** The end of the minutes, and the word before the hour. */
const NEEDS_BOTH =
  '(?:half|quarter|quater|qtr|min(?:ute)?s?|\\d|five|ten|fifteen|twenty|thirty|fou?rty|fifty) ' +
  '(?:past|after|to|till?|before|of) ';

const COUNTED_AFTER = /^ (?:[a-z]+s|people|min)\b/u;

/** "half past three", "quarter to 5", "twenty to four", "20 min after 9". */
export const halfPast = hourParser(
  PAST_TO,
  / (?:past|after|to|till?|before|of) /u,
  (match, { page }) => {
    const [words, amount = '', past, to, hour, meridiem, middle] = match;
    const isShare = amount in SHARES;
    // "from 40 min to 4" has two durations.
    if (/\bevery $/u.test(before(page, match.index))) return null;
    if (/\bfrom (?:about |over )?$/u.test(before(page, match.index)) && !isShare) return null;
    // "after", "before" and "of" need a usual part of the hour: "ten of five people" is no time.
    if ((past === 'after' || to === 'of' || to === 'before') && !isShare && !words.includes('min')) return null;
    // "20 to 5" cannot be a range of hours; "20 to 25 people" is a range of something else.
    const counts = COUNTED_AFTER.test(after(page, match.index + words.length));
    if (/^2[05] to/u.test(words) && (hourOf(hour) > 12 || counts)) return null;
    const minutes = (SHARES[amount] ?? minutesOf(amount)) * (past === undefined ? -1 : 1);
    const [at, minute] = shifted(middle === undefined ? hourOf(hour) : 12, minutes);
    if (middle === 'midnight') return { hour: at % 12, minute, half: 'literal', tags: ['doubt/border-of-days'] };
    return { hour: at, minute, half: middle === undefined ? halfOfMeridiem(meridiem, hour) : 'literal' };
  },
  NEEDS_BOTH,
);

/** "half three": 3:30. Speakers of German may mean 2:30, so it is a doubt where such a language is spoken. */
export const halfThree = hourParser(
  new RegExp(`${LEFT}half[- ]${HOUR}${MERIDIEM}`, 'u'),
  /half/u,
  ([, hour, meridiem], { calendar }) => ({
    hour: hourOf(hour),
    minute: 30,
    half: halfOfMeridiem(meridiem, hour),
    tags: calendar.halfIsBefore ? ['doubt/half-three'] : [],
  }),
);
