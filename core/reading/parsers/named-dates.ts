import type { ParsingContext, ParsingResult } from 'chrono-node';

import { dateNear, dayInConference, dayNumber, isNear, yearOf, type Calendar, type DayNumber } from '../calendar.ts';
import { dayResult } from '../days.ts';
import { dictionaryOf } from '../locales/index.ts';
import { after, before, DAY, stretchOf, type Stretch } from '../marked-text.ts';
import { settingOf, timeParser } from '../time-parser.ts';
import { anyOf, wordList } from '../words.ts';

const MONTHS = dictionaryOf('months');
const MONTH = anyOf(MONTHS.keys());
const HOUR_UNIT = ' ?(?:am|pm|h)\\b';
const SECOND_DAY = `( ?(?:-|to|&|and|\\+) ?\\d{1,2}(?:st|nd|rd|th)?(?![a-z0-9:]|${HOUR_UNIT}))?`;
/** Months that are also words. There, a number may count something: "check out 5 talks". */
const WORDS = new Set(
  wordList(`
    mar
    set
    out
    ago
    mai
    jun
    dez
    dic
    mars
    marco
    marca
    maja
    mei
  `),
);
/** A date so many days from the conference is about something else: "March 2010". */
const FAR_DAYS = 60;

const dateOf = (calendar: Calendar, month: string, day: string | undefined): DayNumber | undefined =>
  dateNear(calendar, MONTHS.get(month) ?? 0, Number(day));

function namedDate(
  context: ParsingContext,
  stretch: Stretch,
  month: string,
  number: string | undefined,
  other: string | undefined,
  year: string | undefined,
): ParsingResult | null {
  const { calendar } = settingOf(context);
  const day = dateOf(calendar, month, number);
  // "May 35": it is unknown which day is meant.
  if (day === undefined) return WORDS.has(month) ? null : dayResult(context, stretch, [], 'day/none');
  if (!isNear(calendar, day, WORDS.has(month) ? 3 : FAR_DAYS)) return null;
  if (year !== undefined && Number(year) !== yearOf(day)) {
    const said = dayNumber(Number(year), MONTHS.get(month) ?? 0, Number(number));
    return dayResult(context, stretch, [said], said === undefined ? 'day/none' : 'day/date');
  }
  const second = /\d+/u.exec(other ?? '')?.[0];
  return dayResult(context, stretch, [day, second ? dateOf(calendar, month, second) : undefined], 'day/date');
}

/** "May 19", "May 19th and 20th". */
export const monthDay = timeParser(
  new RegExp(
    `(?<![a-z])(${MONTH})[. -]{0,2}(?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?![a-z0-9:]|\\.\\d| ?uhr\\b|${HOUR_UNIT})` +
      `${SECOND_DAY}(?:,? (20\\d\\d))?`,
    'u',
  ),
  /[a-z][. -]{0,2}(?:the )?\d/u,
  (context, match) => namedDate(context, stretchOf(match), match[1] ?? '', match[2], match[3], match[4]),
  MONTH,
);

/** "19 May", "19. und 20. Mai", "19 de mayo". */
export const dayMonth = timeParser(
  new RegExp(
    `(?<![a-z0-9.:/])(\\d{1,2} ?(?:-|&|\\+|and|und|y|e|et) ?)?(\\d{1,2})(?:st|nd|rd|th|er|º)?\\.?[ -]?` +
      `(?:of |de |d'|do |den )?(${MONTH})(?![a-z])(?:,? (?:de )?(20\\d\\d))?`,
    'u',
  ),
  /\d(?:st|nd|rd|th|er|º)?\.?[ -]?[a-z]/u,
  (context, match) => namedDate(context, stretchOf(match), match[3] ?? '', match[2], match[1], match[4]),
  MONTH,
);

/** "10月12日", "12日". */
export const japaneseDate = timeParser(
  /(\d{1,2})月(\d{1,2})日|(?<![\d月])(\d{1,2})日(?!間|目)/u,
  /\d日/u,
  (context, match) => {
    const { calendar } = settingOf(context);
    const [, month, day, alone] = match;
    const found =
      alone === undefined ? dateNear(calendar, Number(month), Number(day)) : dayInConference(calendar, Number(alone));
    return dayResult(context, stretchOf(match), [found], 'day/date');
  },
);

const LEAD = '(?:on |the |on the |dia |el |le |am |den )?';
const AFTER_ENGLISH_WEEKDAY = new RegExp(
  `(?:\\b(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,? (?:the )?|${DAY},? )$`,
  'u',
);
const WEEKDAYS = anyOf(dictionaryOf('weekdays').keys());
const AFTER_WEEKDAY = new RegExp(`\\b${WEEKDAYS},? $`, 'u');
const HOUR_FOLLOWS = /^[,:]? ?(?:@ ?|at )?\d{1,2}(?:[:.h]\d\d| ?[ap]m\b|[ap]\b)/u;
/** Words that may follow a day of the month. Any other word is counted by the ordinal: "the 3rd talk". */
const NO_NOUN = anyOf(
  wordList(`
    at
    in
    on
    from
    um
    a las
    as
    room
    of
    and
    or
    the
    we
    is
    for
    with
    around
    am
    pm
  `),
);
const NOUN_FOLLOWS = new RegExp(`^ (?!${NO_NOUN}\\b|@)[a-z]+`, 'u');

/** "the 20th", "on the 4th", "dia 27", "jueves el 3", "am 26.": a day of the conference, or nothing. */
export const dayOfMonth = timeParser(
  new RegExp(`(?<![a-z0-9])${LEAD}(\\d{1,2})(st|nd|rd|th|er|\\.)?(?![a-z0-9:]|[./-]\\d| ?uhr\\b|${HOUR_UNIT})`, 'u'),
  /\d(?:st|nd|rd|th|er)|(?:dia|el|le) \d|(?:am|den) \d{1,2}\./u,
  (context, match) => {
    const { page, calendar } = settingOf(context);
    const [words, number = '', ending = ''] = match;
    const lead = words.slice(0, words.length - number.length - ending.length).trim();
    const [left, right] = [before(page, match.index), after(page, match.index + words.length)];
    const ordinal = ending !== '' && ending !== '.';
    const said =
      lead === 'dia' ||
      (/^(?:st|nd|rd|th)$/u.test(ending) && HOUR_FOLLOWS.test(right)) ||
      (ordinal && (lead !== '' || AFTER_ENGLISH_WEEKDAY.test(left))) ||
      (/^(?:am|den)$/u.test(lead) && ending === '.') ||
      (/^(?:el|le)$/u.test(lead) && ending === '' && AFTER_WEEKDAY.test(left));
    if (!said || NOUN_FOLLOWS.test(right)) return null;
    return dayResult(context, stretchOf(match), [dayInConference(calendar, Number(number))], 'day/date');
  },
);
