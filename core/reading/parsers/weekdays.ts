import type { ParsingContext, ParsingResult } from 'chrono-node';

import { dayInConference, dayOfMonth, isDuring, weekdayOf, type Calendar, type DayNumber } from '../calendar.ts';
import { dayResult } from '../days.ts';
import { words as en } from '../locales/en/words.ts';
import { dictionaryOf } from '../locales/index.ts';
import { words as ja } from '../locales/ja/words.ts';
import { after, before, stretchOf, type Stretch } from '../marked-text.ts';
import { nearly } from '../spelling.ts';
import { settingOf, timeParser } from '../time-parser.ts';
import { anyOf, isSpaced, WORD_END, WORD_START } from '../words.ts';
import { standsAsWeekday } from './weekdays-in-short.ts';

/** One Japanese character is a weekday only with a sign around it: `japaneseWeekday`. */
const NAMES = new Map([...dictionaryOf('weekdays')].filter(([word]) => word.length > 1));
const SPACED_NAMES = anyOf([...NAMES.keys()].filter(isSpaced));
const OTHER_NAMES = anyOf([...NAMES.keys()].filter((word) => !isSpaced(word)));
const SHORT = new Map([...dictionaryOf('weekdaysInShort')].filter(([word]) => !NAMES.has(word)));
const PARTS = new Map([...dictionaryOf('partsOfDay')].filter(([word]) => isSpaced(word)));
/** "Friday night", or in one word "Freitagabend", "fredagskväll". */
const PART = `(?:(?: |s)?(${anyOf(PARTS.keys())}))?`;
const JAPANESE = Object.keys(ja.weekdays ?? {}).join('');

/** The day of a weekday: the one during the conference; after the conference, the next one from the day of posting. */
function dayOfWeekday(calendar: Calendar, posted: DayNumber, weekday: number): DayNumber {
  const next = posted + ((weekday - weekdayOf(posted) + 7) % 7);
  if (isDuring(calendar, next)) return next;
  for (let day = calendar.last; day >= Math.max(calendar.first, calendar.last - 13); day--) {
    if (weekdayOf(day) === weekday) return day;
  }
  return next;
}

const REPEATED = /^(?:\/|-| ?, ?| )(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?![a-z0-9:%]|[./-]\d)/u;

/** "Sat/20": extends the stretch over a number that repeats the day. */
function overNumber(context: ParsingContext, stretch: Stretch, weekday: number): [Stretch, DayNumber] | undefined {
  const { page, calendar } = settingOf(context);
  const repeated = REPEATED.exec(after(page, stretch.to));
  const day = repeated ? dayInConference(calendar, Number(repeated[1])) : undefined;
  if (!repeated || day === undefined || weekdayOf(day) !== weekday) return undefined;
  // "Sat 3" may be three o'clock.
  const joins = /^[/-]/u.test(repeated[0]) || /\D$/u.test(repeated[0]) || dayOfMonth(day) > 12;
  return joins ? [{ from: stretch.from, to: stretch.to + repeated[0].length }, day] : undefined;
}

function weekdayResult(context: ParsingContext, match: RegExpExecArray, weekday: number): ParsingResult | null {
  const { page, calendar, posting } = settingOf(context);
  const stretch = stretchOf(match);
  const part = PARTS.get(match[2]?.replaceAll('-', ' ') ?? '') ?? 'any';
  const left = before(page, match.index);
  if (/\b(?:last|letzten|pasado) $/u.test(left)) {
    const back = (weekdayOf(posting.day) - weekday + 7) % 7 || 7;
    return dayResult(context, stretch, [posting.day - back], 'day/past', part);
  }
  const day = dayOfWeekday(calendar, posting.day, weekday);
  if (/\b(?:next|following) $/u.test(left)) {
    const tags = isDuring(calendar, day) ? (['doubt/week-later'] as const) : [];
    return dayResult(context, stretch, [day], 'day/weekday', part, ...tags);
  }
  const repeated = overNumber(context, stretch, weekday);
  if (repeated) return dayResult(context, repeated[0], [repeated[1]], 'day/weekday', part);
  return dayResult(context, stretch, [day], 'day/weekday', part);
}

/** "Friday", "viernes", "Saturday night". */
export const weekday = timeParser(
  new RegExp(`${WORD_START}(${SPACED_NAMES})${PART}${WORD_END}|(${OTHER_NAMES})`, 'u'),
  /[a-z\u0370-\u06d3\u0900-\u0963\u4e00-\u9fff]/u,
  (context, match) => {
    const name = (match[1] ?? match[3] ?? '').replaceAll('-', ' ');
    return weekdayResult(context, match, NAMES.get(name) ?? 0);
  },
  anyOf(NAMES.keys()),
);

/** "Sat", "So.", "mar": short forms that are also words. */
export const weekdayInShort = timeParser(
  new RegExp(`${WORD_START}(${anyOf(SHORT.keys())})${PART}${WORD_END}`, 'u'),
  /[a-z]/u,
  (context, match) => {
    const word = match[1] ?? '';
    const stretch = { from: match.index, to: match.index + word.length };
    const meant = SHORT.get(word);
    if (meant === undefined || !standsAsWeekday(settingOf(context).page, stretch, word)) return null;
    return weekdayResult(context, match, meant);
  },
);

/** "(土)", "土曜日". */
export const japaneseWeekday = timeParser(
  new RegExp(`[（(]([${JAPANESE}])(?:曜日?)?[)）]|([${JAPANESE}])曜日?`, 'u'),
  new RegExp(`[${JAPANESE}]`, 'u'),
  (context, match) => {
    const { calendar, posting } = settingOf(context);
    const meant = ja.weekdays?.[match[1] ?? match[2] ?? ''] ?? 0;
    return dayResult(context, stretchOf(match), [dayOfWeekday(calendar, posting.day, meant)], 'day/weekday');
  },
);

const FULL_NAMES = Object.entries(en.weekdays ?? {}).filter(([name]) => name.endsWith('day'));

/** "Wendesday", "Thrusday". */
export const misspeltWeekday = timeParser(
  new RegExp(`${WORD_START}[fmstw][a-z]{3,7}ys?${WORD_END}`, 'u'),
  /[a-z]ys?(?![a-z])/u,
  (context, match) => {
    const meant = FULL_NAMES.find(([name]) => nearly(match[0], name));
    return meant ? weekdayResult(context, match, meant[1]) : null;
  },
);
