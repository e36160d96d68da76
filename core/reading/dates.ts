import { dateNear, dayNumber, dayOfMonth, isDuring, type Calendar, type DayNumber } from './calendar.ts';
import type { DayMention } from './day-mention.ts';
import { after, before, DAY, DECOY, findAll, markStretches, stretchOf, type Page } from './marked-text.ts';

const MONTHS: readonly string[] = [
  'january|januar|janner|enero|janeiro|janvier|jan',
  'february|februar|febrero|fevereiro|fevrier|feb|fev',
  'march|marz|marzo|marco|mars|mar',
  'april|abril|avril|apr|abr|avr',
  'may|mai|mayo|maio',
  'june|juni|junio|junho|juin|jun',
  'july|juli|julio|julho|juillet|jul',
  'august|agosto|aout|aug|ago',
  'september|septiembre|setiembre|setembro|septembre|sept|sep|set',
  'october|oktober|octubre|outubro|octobre|oct|okt|out',
  'november|noviembre|novembro|novembre|nov',
  'december|dezember|diciembre|dezembro|decembre|dec|dez|dic',
];
const MONTH_OF = new Map(
  MONTHS.flatMap((names, at) => names.split('|').map((name): [string, number] => [name, at + 1])),
);
const MONTH = MONTHS.join('|');

const ISO = /(?<![a-z0-9-])(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)(?:t(?=\d))?/gu;
const NUMERIC_YEAR = /(?<![a-z0-9./-])(\d{1,2})([./-])(\d{1,2})\2(?:20)?(\d\d)(?![\d/-])/gu;
const DOTTED = /(?<![a-z0-9.])(\d{1,2})\. ?(\d{1,2})\.(?!\d)/gu;
const DOTTED_OPEN = /(?<![a-z0-9.])(\d{1,2})\.(\d{1,2})(?![\d.%:]|[a-z])/gu;
const SLASHED = /(?<![a-z0-9./])(\d{1,2})\/(\d{1,2})(?![\da-z/%])/gu;
const DASHED = /(?<![a-z0-9-])(\d{1,2})-(\d{1,2})(?=,? \d{1,2}(?:[:.h]\d\d|[ap]m\b| [ap]m\b))/gu;
const MONTH_DAY = new RegExp(
  `(?<![a-z])(${MONTH})[. -]{0,2}(?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?![a-z0-9:]| ?(?:am|pm|uhr|h)\\b)( ?(?:-|to|&|and|\\+) ?\\d{1,2}(?:st|nd|rd|th)?(?![a-z0-9:]| ?(?:am|pm|h)\\b))?(?:,? 20\\d\\d)?`,
  'gu',
);
const DAY_MONTH = new RegExp(
  `(?<![a-z0-9.:/])(\\d{1,2} ?(?:-|&|\\+|and|und|y|e|et) ?)?(\\d{1,2})(?:st|nd|rd|th|er|º)?\\.?[ -]?(?:of |de |d'|do |den )?(${MONTH})(?![a-z])(?:,? (?:de )?20\\d\\d)?`,
  'gu',
);
const JAPANESE = /(\d{1,2})月(\d{1,2})日|(?<![\d月])(\d{1,2})日(?!間|目)/gu;
const ORDINAL =
  /(?<![a-z0-9])(?:on |the |on the |dia |el |le |am |den )?(\d{1,2})(st|nd|rd|th|er|\.)?(?![a-z0-9:]|[./-]\d| ?(?:am|pm|uhr|h)\b)/gu;

const FRACTION_AFTER =
  /^ ?(?:of|would|people|users|devs|stars|cups|done|questions|sessions|talks|scores?|complete|finished|again|inch|tweets?)\b/u;

const mention = (stretch: { from: number; to: number }, ...days: (DayNumber | undefined)[]): DayMention[] => {
  const known = days.filter((day) => day !== undefined);
  return known.length === 0 ? [] : [{ ...stretch, days: known, kind: 'date' }];
};

/** The day of two numbers, in the order that people of the place write or, where that is no date, in the other. */
function orderedDate(calendar: Calendar, first: number, second: number, year?: number): DayNumber | undefined {
  const [month, day] = calendar.monthFirst ? [first, second] : [second, first];
  const make = (m: number, d: number): DayNumber | undefined =>
    year === undefined ? dateNear(calendar, m, d) : dayNumber(year, m, d);
  const usual = make(month, day);
  if (usual !== undefined && near(calendar, usual, 10)) return usual;
  const other = make(day, month);
  if (other !== undefined && isDuring(calendar, other) && (month > 12 || year !== undefined)) return other;
  return year === undefined ? undefined : usual;
}

// "1.10.17" is a version unless it is a day close to the conference.
const nearby = (calendar: Calendar, day: DayNumber | undefined): DayNumber | undefined =>
  day !== undefined && near(calendar, day, 60) ? day : undefined;
const near = (calendar: Calendar, day: DayNumber, days: number): boolean =>
  day >= calendar.first - days && day <= calendar.last + days;

function findNumeric(page: Page, calendar: Calendar): DayMention[] {
  const iso = findAll(page, ISO).flatMap((match) =>
    mention(stretchOf(match), dayNumber(Number(match[1]), Number(match[2]), Number(match[3]))),
  );
  const dated = findAll(page, NUMERIC_YEAR).flatMap((match) =>
    mention(
      stretchOf(match),
      match[2] === '.'
        ? nearby(calendar, dayNumber(2000 + Number(match[4]), Number(match[3]), Number(match[1])))
        : orderedDate(calendar, Number(match[1]), Number(match[3]), 2000 + Number(match[4])),
    ),
  );
  const slashed = findAll(page, SLASHED).flatMap((match) => {
    if (FRACTION_AFTER.test(after(page, match.index + match[0].length))) return [];
    return mention(stretchOf(match), orderedDate(calendar, Number(match[1]), Number(match[2])));
  });
  const dashed = findAll(page, DASHED).flatMap((match) =>
    mention(stretchOf(match), orderedDate(calendar, Number(match[1]), Number(match[2]))),
  );
  return [...iso, ...dated, ...slashed, ...dashed];
}

const TIME_AFTER = /^,? ?(?:um |at |@ ?|a las |as |ab )?\d{1,2}(?:[:.]\d\d| ?h| ?uhr|[ap]m)/u;

function findDotted(page: Page, calendar: Calendar): DayMention[] {
  const inside = (match: RegExpExecArray): DayNumber | undefined => {
    const day =
      dateNear(calendar, Number(match[2]), Number(match[1])) ?? dateNear(calendar, Number(match[1]), Number(match[2]));
    return day !== undefined && near(calendar, day, 3) ? day : undefined;
  };
  const closed = findAll(page, DOTTED).flatMap((match) => mention(stretchOf(match), inside(match)));
  const open = findAll(page, DOTTED_OPEN).flatMap((match) => {
    const said =
      TIME_AFTER.test(after(page, match.index + match[0].length)) ||
      /\b(?:am|den|mo|di|mi|do|fr|sa|so|[a-z]{2,4}tag),? $/u.test(before(page, match.index));
    return said ? mention(stretchOf(match), inside(match)) : [];
  });
  return [...closed, ...open];
}

const COUNTING_MONTH = /^(?:mar|set|out|ago|mai|jun|dez|dic|mars|marco)$/u;

function findNamed(page: Page, calendar: Calendar): DayMention[] {
  const dateOf = (month: string | undefined, day: string | undefined): DayNumber | undefined =>
    dateNear(calendar, MONTH_OF.get(month ?? '') ?? 0, Number(day));
  const found = [
    ...findAll(page, MONTH_DAY).map((match) => ({
      match,
      day: dateOf(match[1], match[2]),
      last: /\d+/u.exec(match[3] ?? '')?.[0],
      month: match[1],
    })),
    ...findAll(page, DAY_MONTH).map((match) => ({
      match,
      day: dateOf(match[3], match[2]),
      last: /\d+/u.exec(match[1] ?? '')?.[0],
      month: match[3],
    })),
  ];
  return found.flatMap(({ match, day, last, month }): DayMention[] => {
    // "May 35": nobody knows which day is meant. Months that are words as well may count something instead.
    if (day === undefined && !COUNTING_MONTH.test(month ?? ''))
      return [{ ...stretchOf(match), days: [], kind: 'no such day' }];
    // "March 2010" and "check out 5 talks" are no days of this conference.
    return day === undefined || !near(calendar, day, COUNTING_MONTH.test(month ?? '') ? 3 : 60)
      ? []
      : mention(stretchOf(match), day, last === undefined ? undefined : dateOf(month, last));
  });
}

function findJapanese(page: Page, calendar: Calendar): DayMention[] {
  return findAll(page, JAPANESE).flatMap((match) => {
    if (match[3] === undefined)
      return mention(stretchOf(match), dateNear(calendar, Number(match[1]), Number(match[2])));
    return mention(stretchOf(match), dayInConference(calendar, Number(match[3])));
  });
}

/** The conference's day with that day of the month. */
export function dayInConference(calendar: Calendar, wanted: number): DayNumber | undefined {
  for (let day = calendar.first; day <= Math.min(calendar.last, calendar.first + 40); day++) {
    if (dayOfMonth(day) === wanted) return day;
  }
  return undefined;
}

const DAY_LEADS = new RegExp(`${DAY},? $`, 'u');
const ORDINAL_NOUN =
  /^ (?!at\b|in\b|@|on\b|from\b|um\b|a las\b|as\b|room\b|of\b|and\b|or\b|the\b|we\b|is\b|for\b|with\b|around\b|[ap]m\b)[a-z]+/u;

const HOUR_FOLLOWS = /^[,:]? ?(?:@ ?|at )?\d{1,2}(?:[:.h]\d\d| ?[ap]m\b|[ap]\b)/u;

/** "the 20th", "on the 4th", "dia 27", "el 3", "am 26.": a day of the conference, or nothing. */
function findOrdinals(page: Page, calendar: Calendar): DayMention[] {
  return findAll(page, ORDINAL).flatMap((match) => {
    const [words, number, ending] = match;
    const cue = words.slice(0, words.length - (number?.length ?? 0) - (ending?.length ?? 0)).trim();
    const left = before(page, match.index);
    const afterWeekday =
      /\b(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,? (?:the )?$/u.test(left) || DAY_LEADS.test(left);
    const beforeHour =
      /^(?:st|nd|rd|th)$/u.test(ending ?? '') && HOUR_FOLLOWS.test(after(page, match.index + words.length));
    const said =
      cue.startsWith('dia') ||
      beforeHour ||
      (ending !== undefined && ending !== '.' && (cue !== '' || afterWeekday)) ||
      (/^(?:am|den)$/u.test(cue) && ending === '.') ||
      (/^(?:el|le)$/u.test(cue) &&
        ending === undefined &&
        /\b(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),? $/u.test(
          left,
        ));
    if (!said || ORDINAL_NOUN.test(after(page, match.index + words.length))) return [];
    return mention(stretchOf(match), dayInConference(calendar, Number(number)));
  });
}

/** Dates in numbers or with a month; marked as days, so that they are not read as hours. */
export function findDates(page: Page, calendar: Calendar): DayMention[] {
  const found: DayMention[] = [];
  if (!page.hasDigit) return found;
  for (const find of [findNumeric, findNamed, findJapanese, findDotted, findOrdinals]) {
    const mentions = find(page, calendar)
      .toSorted((one, other) => one.from - other.from)
      .filter((day, at, all) => at === 0 || day.from >= (all[at - 1]?.to ?? 0));
    markStretches(page, mentions, DAY);
    found.push(...mentions);
  }
  // What looks like a date of another time is no hour either.
  markStretches(page, findAll(page, ISO).map(stretchOf), DECOY);
  return found;
}
