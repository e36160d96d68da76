import { dateNear, dayNumber, isDuring, isNear, type Calendar, type DayNumber } from '../calendar.ts';
import { dayResult } from '../days.ts';
import { after, before, stretchOf } from '../marked-text.ts';
import { settingOf, timeParser, type TimeParser } from '../time-parser.ts';
import { anyOf, wordList } from '../words.ts';

/** Makes a parser of dates. `read` returns the day, or undefined if the numbers mean something else. */
const dateParser = (
  pattern: RegExp,
  read: (match: RegExpExecArray, calendar: Calendar, right: string, left: string) => DayNumber | undefined,
): TimeParser =>
  timeParser(pattern, /\d[./-]/u, (context, match) => {
    const { page, calendar } = settingOf(context);
    const [right, left] = [after(page, match.index + match[0].length), before(page, match.index)];
    return dayResult(context, stretchOf(match), [read(match, calendar, right, left)], 'day/date');
  });

/** The day of two numbers, in the local order; if that is no date, in the other order. */
function orderedDate(calendar: Calendar, first: number, second: number, year?: number): DayNumber | undefined {
  const [month, day] = calendar.monthFirst ? [first, second] : [second, first];
  const make = (m: number, d: number): DayNumber | undefined =>
    year === undefined ? dateNear(calendar, m, d) : dayNumber(year, m, d);
  const usual = make(month, day);
  if (usual !== undefined && isNear(calendar, usual, 10)) return usual;
  const other = make(day, month);
  if (other !== undefined && isDuring(calendar, other) && (month > 12 || year !== undefined)) return other;
  return year === undefined ? undefined : (usual ?? other);
}

/** "2017-05-19", also before an hour: "2017-05-19T14:00". An impossible date is no hour either. */
export const isoDate = timeParser(
  /(?<![a-z0-9-])(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)(?:t(?=\d))?/u,
  /20\d\d/u,
  (context, match) => {
    const day = dayNumber(Number(match[1]), Number(match[2]), Number(match[3]));
    return dayResult(context, stretchOf(match), [day], day === undefined ? 'day/none' : 'day/date');
  },
);

/** "19.5.2017", "5/19/17". "1.10.17" is a version, unless it is a day close to the conference. */
export const dateWithYear = dateParser(
  /(?<![a-z0-9./-])(\d{1,2})([./-])(\d{1,2})\2(20)?(\d\d)(?![\d/-])/u,
  ([, first, sign, second, century, year], calendar) => {
    if (sign !== '.') return orderedDate(calendar, Number(first), Number(second), 2000 + Number(year));
    const day = dayNumber(2000 + Number(year), Number(second), Number(first));
    return day !== undefined && (century !== undefined || isNear(calendar, day, 60)) ? day : undefined;
  },
);

/** "3/4 of the people", "10/10 would listen again". */
const FRACTION_AFTER = new RegExp(
  `^ ?${anyOf(
    wordList(`
      of
      would
      people
      users
      devs
      stars
      cups
      done
      questions
      sessions
      talks
      score
      scores
      complete
      finished
      again
      inch
      tweet
      tweets
    `),
  )}\\b`,
  'u',
);

/** "5/19", "19/5": a date only if it is near the conference. */
export const slashedDate = dateParser(
  /(?<![a-z0-9./])(\d{1,2})\/(\d{1,2})(?![\da-z/%])/u,
  ([, first, second], calendar, right) =>
    FRACTION_AFTER.test(right) ? undefined : orderedDate(calendar, Number(first), Number(second)),
);

/** "5-19 3:30pm". */
export const dashedDate = dateParser(
  /(?<![a-z0-9-])(\d{1,2})-(\d{1,2})(?=,? \d{1,2}(?:[:.h]\d\d|[ap]m\b| [ap]m\b))/u,
  ([, first, second], calendar) => orderedDate(calendar, Number(first), Number(second)),
);

function dottedDay(calendar: Calendar, first: string | undefined, second: string | undefined): DayNumber | undefined {
  const day = dateNear(calendar, Number(second), Number(first)) ?? dateNear(calendar, Number(first), Number(second));
  return day !== undefined && isNear(calendar, day, 3) ? day : undefined;
}

/** "28.10.": a date only if it is during the conference. */
export const dottedDate = dateParser(/(?<![a-z0-9.])(\d{1,2})\. ?(\d{1,2})\.(?!\d)/u, ([, first, second], calendar) =>
  dottedDay(calendar, first, second),
);

const HOUR_AFTER = /^,? ?(?:um |at |@ ?|a las |as |ab )?\d{1,2}(?:[:.]\d\d| ?h| ?uhr|[ap]m)/u;
const GERMAN_DAY_BEFORE = /\b(?:am|den|mo|di|mi|do|fr|sa|so|[a-z]{2,4}tag),? $/u;

/** "am 28.10", "28.10 14.30": without its last dot only in a position where a day can be. */
export const openDottedDate = dateParser(
  /(?<![a-z0-9.])(\d{1,2})\.(\d{1,2})(?![\d.%:]|[a-z])/u,
  ([, first, second], calendar, right, left) =>
    HOUR_AFTER.test(right) || GERMAN_DAY_BEFORE.test(left) ? dottedDay(calendar, first, second) : undefined,
);
