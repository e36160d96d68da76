import { dayInConference } from '../calendar.ts';
import { bareHourParser } from '../hour-parser.ts';
import { halfOfWritten, type Half } from '../hours.ts';
import { dictionaryOf } from '../locales/index.ts';
import { words as en } from '../locales/en/words.ts';
import { after, before, DAY, NAME, ROOM } from '../marked-text.ts';
import { hourOf } from '../number-words.ts';
import { standsApart } from '../surroundings.ts';
import { anyOf } from '../words.ts';
import { goesOnAfterHour } from './bare-hour-after-cue.ts';

const N = `(\\d{1,2}|${anyOf(Object.keys(en.hours ?? {}))})`;
const DAYS = anyOf(
  (['today', 'tomorrow'] as const)
    .flatMap((key) => [...dictionaryOf(key).keys()])
    .filter((word) => /^[a-z0-9]/u.test(word)),
);
const NAMES_PART = /^(?:this|ton|2n)/u;
const halfOf = (written: string): Half => (/^\d/u.test(written) ? halfOfWritten(written) : 'bare');

/**
 * "3 tomorrow", "eight tonight". Before a day without a half of the day, the number may be a count, so it must stand
 * alone.
 */
export const hourBeforeDay = bareHourParser(
  new RegExp(`(?<![a-z0-9])(?<!\\d[.:,/+-])${N}(?= )`, 'u'),
  new RegExp(DAY, 'u'),
  (match, { page }) => {
    const [written] = match;
    const to = match.index + written.length;
    const day = DAY_BEHIND.exec(page.plain.slice(to, to + 24))?.[1];
    if (day === undefined || page.marked.charAt(to + 1) !== DAY) return null;
    if (!NAMES_PART.test(day) && !standsApart(page, match.index, to + 1)) return null;
    return { hour: hourOf(written), half: halfOf(written) };
  },
);
const DAY_BEHIND = new RegExp(`^ (${DAYS})(?![a-z0-9])`, 'u');

const DAY_BEFORE = new RegExp(`${DAY} (?:at |@ ?)?$`, 'u');
const DAY_WORD_BEFORE = new RegExp(`(?:${DAYS}|night|evening|morning|afternoon|fruh|abend) (?:at |@ ?)?$`, 'u');

/** "tonight 8", "tomorrow at 9 we …". */
export const hourAfterDay = bareHourParser(
  /(?<= )(\d{1,2})(?![a-z0-9:%]|[.:,/-]\d)/u,
  new RegExp(DAY, 'u'),
  (match, { page }) => {
    const [written] = match;
    if (!DAY_BEFORE.test(before(page, match.index))) return null;
    if (!DAY_WORD_BEFORE.test(page.plain.slice(Math.max(0, match.index - 24), match.index))) return null;
    if (!goesOnAfterHour(page, match.index + written.length)) return null;
    return { hour: Number(written), half: halfOfWritten(written) };
  },
);

const ONE_TO_TWELVE = `([1-9]|1[0-2]|${anyOf(Object.keys(en.hours ?? {}))})`;
const WEEKDAY_BEFORE = new RegExp(
  `(?:${anyOf([...dictionaryOf('weekdays').keys(), 'sun', 'mon', 'tue', 'wed', 'sat'])}),? $`,
  'u',
);
const ENDS_OR_ROOM = new RegExp(`^(?:$|[.,;!|\\n)]| ?[${ROOM}${NAME}]| (?:in|at|@) (?:the )?[${ROOM}${NAME}])`, 'u');

/** "Fri 10, Turing", "Turing, Friday, ten": only if no day of the conference is the tenth. */
export const hourAfterWeekday = bareHourParser(
  new RegExp(`(?<= )${ONE_TO_TWELVE}(?![a-z0-9:%]|[.:,/-]\\d)`, 'u'),
  new RegExp(DAY, 'u'),
  (match, { page, calendar }) => {
    const [written] = match;
    const left = page.plain.slice(Math.max(0, match.index - 14), match.index);
    if (!WEEKDAY_BEFORE.test(left) || dayInConference(calendar, hourOf(written)) !== undefined) return null;
    if (!ENDS_OR_ROOM.test(after(page, match.index + written.length))) return null;
    return { hour: hourOf(written), half: halfOf(written) };
  },
);

/** A quick check, because most words begin with another letter. */
const HOUR_BEGINS = '(?<![a-z0-9])(?=[1-9efnost])';
const LEFT_SIGN = `(?<=^|[.,;:!?(|•·–-] ?|${DAY},? |\\n)`;
const ROOM_BEHIND = `(?= ?[,|•·–@-] ?(?:in |at |@ ?)?(?:the )?[${ROOM}${NAME}])`;
const ROOM_AHEAD = `(?<=[${ROOM}${NAME}] ?(?:[,|•·–/-]|[.!]+) )`;
/** "Hall 1, 2 and 3" is a list of rooms. */
const LISTED = /^ ?(?:,|&|\+|and|or|und|y|et|e) ?\d/u;

/** "mermaid yoga, 10, Poolside Stage", "quiz tonight (8, Canteen)", "Ghost stories, Fireside Lounge, 6.". */
export const hourBetweenCommas = bareHourParser(
  new RegExp(
    `${HOUR_BEGINS}(?:${LEFT_SIGN}${ONE_TO_TWELVE}${ROOM_BEHIND}|` +
      `${ROOM_AHEAD}${ONE_TO_TWELVE}(?=[.,;!|\\n)]| -|$))`,
    'u',
  ),
  new RegExp(`[${ROOM}${NAME}]`, 'u'),
  (match, { page }) => {
    const [written, , behindRoom] = match;
    const roomEnd = Math.max(page.marked.lastIndexOf(ROOM, match.index), page.marked.lastIndexOf(NAME, match.index));
    if (behindRoom !== undefined && /^\d/u.test(written) && /\d/u.test(page.plain.charAt(roomEnd))) return null;
    if (LISTED.test(after(page, match.index + written.length))) return null;
    return { hour: hourOf(written), half: halfOf(written) };
  },
);

const ROOM_SENTENCE = `[${ROOM}${NAME}]+[.!]+ `;
const DAY_SENTENCE = `${DAY}+[.!]+ `;
const AFTER_BOTH = new RegExp(`(?:${ROOM_SENTENCE}${DAY_SENTENCE}|${DAY_SENTENCE}${ROOM_SENTENCE})$`, 'u');
const AFTER_DAY = new RegExp(`${DAY_SENTENCE}$`, 'u');
const BEFORE_ROOM = new RegExp(`^[.!]+ [${ROOM}${NAME}]`, 'u');
const BEFORE_BOTH = new RegExp(`^[.!]+ (?:${ROOM_SENTENCE}${DAY}|${DAY_SENTENCE}[${ROOM}${NAME}])`, 'u');

/** "C202B. Friday. 2. Bring snacks.", "2. Friday. C202B.": each fact is a sentence of its own. */
export const hourInTelegram = bareHourParser(
  new RegExp(`(?<=^|[.!] )${HOUR_BEGINS}${ONE_TO_TWELVE}(?=[.!,]|$)`, 'u'),
  new RegExp(`(?:^|[.!] )${ONE_TO_TWELVE}[.!,]`, 'u'),
  (match, { page, calendar }) => {
    const [written] = match;
    const [left, right] = [before(page, match.index), after(page, match.index + written.length)];
    const stands =
      AFTER_BOTH.test(left) || (AFTER_DAY.test(left) && BEFORE_ROOM.test(right)) || BEFORE_BOTH.test(right);
    if (!stands || dayInConference(calendar, hourOf(written)) !== undefined) return null;
    return { hour: hourOf(written), half: halfOf(written) };
  },
  `${ONE_TO_TWELVE}[.!,]`,
);

const IN_ROOM = new RegExp(`^ (?:in|at|@) (?:the )?[${ROOM}${NAME}]`, 'u');

/** "11 in the Dome!": a sentence that begins with the hour and continues with the room. */
export const hourBeforeRoom = bareHourParser(
  /(?<=^|[.!?] |\n|(?<!there)'s |\bis )([1-9]|1[0-2])(?= (?:in|at|@) )/u,
  /\d (?:in|at|@) /u,
  (match, { page }) => {
    const [written] = match;
    if (!IN_ROOM.test(after(page, match.index + written.length))) return null;
    return { hour: Number(written), half: halfOfWritten(written) };
  },
);
