/** Starts that name a minute but no hour. The next time with this minute after the posting counts. */
import { daysOf } from '../days.ts';
import { stretchOf } from '../marked-text.ts';
import { minutesOf } from '../number-words.ts';
import { settingOf, type Extract } from '../time-parser.ts';
import { anyOf, WORD_START } from '../words.ts';
import { instantResult, MINUTE_MS, postingParser } from './posting-parser.ts';

const HOUR_MINUTES = 60;

/** The next moment with this minute on the clock, if the post names no other day than that of posting. */
const nextAt =
  (minuteOf: (match: RegExpExecArray) => number): Extract =>
  (context, match) => {
    const { posting, found } = settingOf(context);
    if (found.some((result) => daysOf(result).some((day) => day !== posting.day))) return null;
    const whole = posting.at - (posting.at % MINUTE_MS);
    const left = (minuteOf(match) - posting.minute) % HOUR_MINUTES;
    return instantResult(context, stretchOf(match), whole + (left > 0 ? left : left + HOUR_MINUTES) * MINUTE_MS);
  };

/** "top of the hour", "on the hour". */
export const topOfTheHour = postingParser(
  /(?<![a-z0-9])(?:(?:at )?(?:the )?top of the hour|at the full hour|(?<!every hour |hourly )on the hour)(?![a-z0-9])/u,
  /the (?:full )?hour/u,
  nextAt(() => 0),
);

const SHARES: Readonly<Record<string, number>> = { half: 30, quarter: 15, qtr: 15 };
const AMOUNT = `(?<amount>${anyOf([...Object.keys(SHARES), 'five', 'ten', 'twenty', 'twenty five'])}|\\d{1,2})`;
const LEAD = `(?:at |@ ?|around |about |starts |starting |start |begins |kicks off |(?<=^|[.!?,:\\n-] ?))`;
const GOES_ON = '(?:in|at|on|by|sharp)';

const NAMED_LATER = `(?: the hour)?(?= ?(?:$|[.,;!)\\n|@]|- )| ${GOES_ON} )`;
const OTHER = AMOUNT.replaceAll('amount', 'other');
const OF_THE_HOUR = `${OTHER} (?:min(?:ute)?s? )?(?<otherWay>past|after|to|till?) the hour`;

/** "at half past in 302", "quarter to, in the Lobby", "ten past the hour". */
export const minuteOfTheHour = postingParser(
  new RegExp(
    `${WORD_START}(?:${LEAD}(?:a )?${AMOUNT} (?<way>past|to)${NAMED_LATER}|(?:at )?${OF_THE_HOUR}(?![a-z]))`,
    'u',
  ),
  /(?:half|quarter|qtr|five|ten|twenty|\d) (?:min(?:ute)?s? )?(?:past|to|after|till?)(?![a-z])/u,
  nextAt(({ groups = {} }) => {
    const amount = groups['amount'] ?? groups['other'] ?? '';
    const minutes = SHARES[amount] ?? minutesOf(amount);
    return (groups['way'] ?? groups['otherWay'] ?? '').startsWith('t') ? HOUR_MINUTES - minutes : minutes;
  }),
);
