import { dayOfMonth, isDuring, weekdayOf, type Calendar, type DayNumber } from './calendar.ts';
import type { DayMention } from './day-mention.ts';
import { dayInConference } from './dates.ts';
import {
  after,
  before,
  DAY,
  findAll,
  markStretches,
  MASK,
  NAME,
  ROOM,
  stretchOf,
  TIME,
  wordsOf,
  type Page,
} from './marked-text.ts';
import { nearly } from './spelling.ts';

const TODAY =
  /(?<![a-z0-9])(?:today|2day|todays?(?='s)|tonight|tonite|2nite|2night|this (?:morning|afternoon|evening|arvo|lunchtime|lunch|arvo)|heute(?: (?:abend|nacht|morgen|nachmittag|mittag|vormittag|fruh))?|hoy|esta (?:tarde|noche|manana|noite|manha)|hoje|aujourd'?hui|ce (?:soir|matin|midi)|cet apres[- ]midi)(?![a-z0-9])|今日|本日|今夜|今晩|きょう/gu;
const TOMORROW =
  /(?<![a-z0-9])(?:tomm?orr?ow|tmrw|tmw|tmr|tmrow|tomo|tomoz|tmmrw|2mo+rr?o?w?|2mrw|2mro|tomor+o|demain|amanha)(?: (?:morning|afternoon|evening|night|arvo|matin|soir|apres-midi|de manha|a tarde|a noite))?(?![a-z0-9])|(?<![a-z0-9])(?<!(?:guten|heute|gestern|am|jeden) )morgen(?: (?:fruh|vormittag|nachmittag|abend|mittag))?(?![a-z0-9])|(?<![a-z0-9])(?<!(?:la|esta|de|por|una|cada) )manana(?: (?:por|a|en|de) la (?:manana|tarde|noche))?(?![a-z0-9])|明日|あした|あす/gu;
const TOM = new RegExp(`(?<![a-z0-9])tom(?=,? (?:at )?${TIME})`, 'gu');
const OVERMORROW =
  /(?<![a-z0-9])(?:(?:the )?day after tom+or+ow|overmorrow|uber ?morgen|uebermorgen|pasado manana|apres[- ]demain|depois de amanha)(?![a-z0-9])|明後日|あさって/gu;
const PAST =
  /(?<![a-z0-9])(?:yesterday|last night|last (?:mon|tues|wednes|thurs|fri|satur|sun)day|gestern|vorgestern|ayer|anoche|hier soir|ontem)(?![a-z0-9])|昨日|昨夜/gu;
const EVERY =
  /(?<![a-z0-9])(?:every ?day|daily|each day|both days|every (?:morning|evening|night|afternoon|single day)|all week|all (?:three|four|five) days|jeden tag|taglich|todos los dias|cada dia|tous les jours|chaque jour|todos os dias|(?:mon|tue|wed|thu|fri)[a-z]* ?(?:-|to|through|thru) ?(?:tue|wed|thu|fri|sat|sun)[a-z]*)(?![a-z0-9])|毎日/gu;
const NTH_DAY =
  /(?<![a-z0-9-])(?:(?:on )?(?:the )?(first|second|third|fourth|fifth|last|final|1st|2nd|3rd|4th|5th|opening|closing) day|(?:conf(?:erence)? )?(?:day|tag|jour) ?#?(\d|one|two|three|four|five|eins|zwei|drei)|(\d)\. tag|(primer|segundo|tercer|ultimo|primeiro|terceiro) dia)(?![a-z0-9]|[.:]\d)|([1-9])日目|初日|最終日/gu;
const NTH: Readonly<Record<string, number>> = {
  first: 1,
  '1st': 1,
  opening: 1,
  one: 1,
  eins: 1,
  primer: 1,
  primeiro: 1,
  second: 2,
  '2nd': 2,
  two: 2,
  zwei: 2,
  segundo: 2,
  third: 3,
  '3rd': 3,
  three: 3,
  drei: 3,
  tercer: 3,
  terceiro: 3,
  fourth: 4,
  '4th': 4,
  four: 4,
  fifth: 5,
  '5th': 5,
  five: 5,
};

const WEEKDAYS: readonly string[] = [
  'sunday sonntag domingo dimanche sun sundays',
  'monday montag lunes lundi mon mondays segunda-feira',
  'tuesday dienstag martes mardi tue tues tuesdays terca-feira',
  'wednesday mittwoch miercoles mercredi wed weds wednesdays quarta-feira',
  'thursday donnerstag jueves jeudi thu thur thurs thursdays quinta-feira',
  'friday freitag viernes vendredi fri fridays sexta-feira',
  'saturday samstag sonnabend sabado samedi sat saturdays',
];
/** Abbreviations that are words or syllables as well: they count only where a day stands. */
const SHAKY: readonly string[] = [
  'sun so dom dim',
  'mon mo lun segunda seg',
  'di mar terca ter',
  'wed mi mie mer quarta qua',
  'do jue jeu quinta qui',
  'fr vie ven sexta sex',
  'sat sa sab sam',
];
const WEEKDAY_OF = new Map(
  WEEKDAYS.flatMap((names, at) => names.split(' ').map((name): [string, number] => [name, at])),
);
const SHAKY_OF = new Map(SHAKY.flatMap((names, at) => names.split(' ').map((name): [string, number] => [name, at])));
const JAPANESE_WEEKDAYS = '日月火水木金土';
const JAPANESE = /[（(]([日月火水木金土])(?:曜日?)?[)）]|([日月火水木金土])曜日?/gu;
const WORD = /(?<![a-z0-9])(?:(?:segunda|terca|quarta|quinta|sexta)-feira|[dfjlmqstvw][a-z]{1,9})(?![a-z0-9])/gu;
const FULL_ENGLISH = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** A weekday: the one during the conference, or after it the next one from the day of posting. */
function dayOfWeekday(calendar: Calendar, posted: DayNumber, weekday: number): DayNumber {
  const next = posted + ((weekday - weekdayOf(posted) + 7) % 7);
  if (isDuring(calendar, next)) return next;
  for (let day = calendar.last; day >= Math.max(calendar.first, calendar.last - 13); day--) {
    if (weekdayOf(day) === weekday) return day;
  }
  return next;
}

const partOf = (words: string): Pick<DayMention, 'part'> =>
  /night|nite|evening|abend|arvo|afternoon|nachmittag|tarde|noche|noite|soir|apres|夜|晩/u.test(words)
    ? { part: 'pm' }
    : /morning|fruh|vormittag|matin|manha\b|manana$|^heute morgen/u.test(words) && !/^manana$|^amanha$/u.test(words)
      ? { part: 'am' }
      : {};

function findRelative(page: Page, posted: DayNumber): DayMention[] {
  const found: DayMention[] = [];
  const take = (pattern: RegExp, make: (match: RegExpExecArray) => Omit<DayMention, 'from' | 'to'>): void => {
    const mentions = findAll(page, pattern).map((match): DayMention => ({ ...stretchOf(match), ...make(match) }));
    markStretches(page, mentions, DAY);
    found.push(...mentions);
  };
  take(OVERMORROW, () => ({ days: [posted + 2], kind: 'relative' }));
  take(PAST, () => ({ days: [posted - 1], kind: 'past' }));
  take(TODAY, (match) => ({ days: [posted], kind: 'relative', ...partOf(match[0]) }));
  take(TOMORROW, (match) => ({ days: [posted + 1], kind: 'relative', ...partOf(match[0]) }));
  // "tom 3pm" may be a person's name as well.
  take(TOM, (match) => ({ days: [posted + 1], kind: 'relative', doubt: `“${match[0]}” may be tomorrow` }));
  take(EVERY, () => ({ days: [], kind: 'every day' }));
  return found;
}

function findNthDays(page: Page, calendar: Calendar): DayMention[] {
  const found = findAll(page, NTH_DAY).flatMap((match): DayMention[] => {
    const word = match[1] ?? match[2] ?? match[3] ?? match[4] ?? match[5];
    const last = match[0] === '最終日' || /^(?:last|final|closing|ultimo)$/u.test(word ?? '');
    const nth = match[0] === '初日' ? 1 : (NTH[word ?? ''] ?? Number(word));
    const day = last ? calendar.last : calendar.first + nth - 1;
    if (!isDuring(calendar, day)) return [];
    const stretch = stretchOf(match);
    // The sprints and tutorials have days of their own, and everybody has a first day at work.
    if (
      /\b(?:sprints?|tutorials?|workshops?) $/u.test(before(page, match.index)) ||
      /^ of (?:the )?(?:sprints?|tutorials?|workshops?|talks|school|work)/u.test(after(page, stretch.to))
    ) {
      return [
        {
          ...stretch,
          days: [day],
          kind: 'date',
          doubt: `“${wordsOf(page, stretch)}” may count other days than the conference's`,
        },
      ];
    }
    return [{ ...stretch, days: [day], kind: 'date' }];
  });
  markStretches(page, found, DAY);
  return found;
}

const NEXT_IS_TIME = new RegExp(
  `^[\\s.,:(/@-]{0,4}(?:[${TIME}${DAY}${ROOM}]|(?:at|@|um|from|a las|as|a|ab|the|el|le|o|dia) ?(?:\\d|[${TIME}${DAY}])|\\d{1,2}(?:st|nd|rd|th|[:.h]\\d\\d| ?[ap]m\\b)|\\d{1,2}(?=\\s|$|[,./])|$)`,
  'u',
);
const OPEN_LEFT = new RegExp(
  `(?:^|[\\n,;:|/()>→•"!?.*=&+~-]|[${TIME}${DAY}${ROOM}${MASK}${NAME}]|\\b(?:on|this|am|on the|at|by|na|no|el|le|nesta|neste|one|until|till|to|for|is|and|or|&))\\s*$`,
  'u',
);
const OPEN_RIGHT = new RegExp(
  `^(?:'s\\b)?\\s*(?:$|[\\n,;:|/()>→•"!?.*=&+~#-]|[${TIME}${DAY}${ROOM}${MASK}${NAME}]|(?:at|@|in|and|or|room|from|und|y|e|et|morning|afternoon|evening|night|arvo)\\b)`,
  'u',
);

const POINT_FOLLOWS = new RegExp(`^[.,]? ?[${TIME}${DAY}]`, 'u');
const POINT_LEADS = new RegExp(`[${TIME}${DAY}]\\s*(?:on )?(?:this )?$`, 'u');

const VERB_GOES_ON =
  /^ (?:at|in|by|next|on|with|down|through|here|there|beside|behind|near|for|outside|among|between|around|back|quietly|is|was|will|shines?|out|screen|cream|glasses|sets?|rises?|and|just|all|ami)\b/u;

/** "Sat sprints 9:00": the sentence begins with the day and goes on with a thing and its hour. */
function namesTheDay(page: Page, stretch: { from: number; to: number }, word: string): boolean {
  if (!/^(?:sat|sun|mon|wed)$/u.test(word) || !/^[A-Z]/u.test(wordsOf(page, stretch))) return false;
  const right = after(page, stretch.to, 40);
  return (
    /(?:^|[.!?\n\ue003:]\s*)$/u.test(before(page, stretch.from, 4)) &&
    !VERB_GOES_ON.test(right) &&
    NAMES_HOUR.test(right)
  );
}
const NAMES_HOUR = new RegExp(`^ [a-z][^.!?\\n]{0,30}${TIME}`, 'u');

function shakyStands(page: Page, stretch: { from: number; to: number }, word: string): boolean {
  const [left, right] = [before(page, stretch.from), after(page, stretch.to)];
  const written = wordsOf(page, stretch);
  if (word.length === 2 && !/^(?:fr|sa|so|mo|di|mi|do)$/u.test(word)) return false;
  if (
    word.length === 2 ||
    /^(?:mar|mer|sam|ven|ter|seg|qua|qui|sex|dom|dim|lun|mie|jue|jeu|vie|sab|segunda|terca|quarta|quinta|sexta)$/u.test(
      word,
    )
  ) {
    if (word.length === 2 && !/^[A-Z]/u.test(written)) return false;
    if (
      word.length === 2 &&
      /^so$/u.test(word) &&
      !/^So[.,]? ?(?:\d|um)/u.test(page.original.slice(page.from[stretch.from] ?? 0))
    )
      return POINT_FOLLOWS.test(right) && /[.,] ?$|^$/u.test(left);
    return NEXT_IS_TIME.test(right) && right.trim() !== '';
  }
  if (/^ (?:at|in|by|next|on) (?:the|a|my|with|our)\b/u.test(right)) return false;
  if (/\b(?:the|of|my|in) $/u.test(left) && !NEXT_IS_TIME.test(right)) return false;
  if (NEXT_IS_TIME.test(right) && (right.trim() !== '' || OPEN_LEFT.test(left))) return true;
  if (POINT_LEADS.test(left)) return true;
  if (namesTheDay(page, stretch, word)) return true;
  return OPEN_LEFT.test(left) && (OPEN_RIGHT.test(right) || /\bon $|\bthis $/u.test(left));
}

function weekdayFrom(page: Page, stretch: { from: number; to: number }, word: string): number | undefined {
  const certain = WEEKDAY_OF.get(word);
  const shaky = SHAKY_OF.get(word);
  if (shaky !== undefined) return shakyStands(page, stretch, word) ? shaky : undefined;
  if (certain !== undefined) return certain;
  if (word.length < 5 || word.length > 10 || !/y$|ys$/u.test(word)) return undefined;
  const at = FULL_ENGLISH.findIndex((name) => nearly(word, name));
  return at < 0 ? undefined : at;
}

function findWeekdays(page: Page, calendar: Calendar, posted: DayNumber): DayMention[] {
  const words = findAll(page, WORD, 2000).flatMap((match): DayMention[] => {
    const stretch = stretchOf(match);
    const weekday = weekdayFrom(page, stretch, match[0]);
    if (weekday === undefined) return [];
    const day = dayOfWeekday(calendar, posted, weekday);
    const left = before(page, match.index);
    if (/\blast $/u.test(left)) return [{ ...stretch, days: [posted - 7], kind: 'past' }];
    if (/\b(?:next|following) $/u.test(left) && !left.endsWith('one '))
      return [
        {
          ...stretch,
          days: [day],
          kind: 'weekday',
          ...(isDuring(calendar, day) ? { doubt: `“next ${wordsOf(page, stretch)}” may be a week later` } : {}),
        },
      ];
    // "Sat/20": the number repeats the day.
    const repeated = /^(?:\/|-| ?, ?| )(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?![a-z0-9:%]|[./-]\d)/u.exec(
      after(page, stretch.to),
    );
    const number = repeated ? dayInConference(calendar, Number(repeated[1])) : undefined;
    const joins =
      repeated !== null &&
      number !== undefined &&
      weekdayOf(number) === weekday &&
      (/^[/-]/u.test(repeated[0]) || /\D$/u.test(repeated[0]) || dayOfMonth(number) > 12);
    if (repeated && joins)
      return [{ from: stretch.from, to: stretch.to + repeated[0].length, days: [number], kind: 'weekday' }];
    return [{ ...stretch, days: [day], kind: 'weekday' }];
  });
  const japanese = findAll(page, JAPANESE).map((match): DayMention => ({
    ...stretchOf(match),
    days: [dayOfWeekday(calendar, posted, JAPANESE_WEEKDAYS.indexOf(match[1] ?? match[2] ?? ''))],
    kind: 'weekday',
  }));
  const found = [...words, ...japanese].toSorted((one, other) => one.from - other.from);
  markStretches(page, found, DAY);
  return found;
}

const LONG_WORD = /(?<![a-z0-9])t[a-z]{6,9}(?![a-z0-9])/gu;

/** "tommorrow", "tomorow", "tomorrwo". */
function findMisspelt(page: Page, posted: DayNumber): DayMention[] {
  const found = findAll(page, LONG_WORD)
    .filter((match) => nearly(match[0], 'tomorrow') || nearly(match[0], 'tommorow'))
    .map((match): DayMention => ({ ...stretchOf(match), days: [posted + 1], kind: 'relative' }));
  markStretches(page, found, DAY);
  return found;
}

/** Days in words: relative to the day of posting, by weekday, by the conference's count. */
export function findDayWords(page: Page, calendar: Calendar, posted: DayNumber): DayMention[] {
  return [
    ...findRelative(page, posted),
    ...findMisspelt(page, posted),
    ...findNthDays(page, calendar),
    ...findWeekdays(page, calendar, posted),
  ];
}
