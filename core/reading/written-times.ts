import { clockTime, halfOfWritten, type ClockTime } from './clock-time.ts';
import { after, before, DAY, findAll, MASK, NAME, ROOM, stretchOf, TIME, type Page } from './marked-text.ts';

// Not inside a word or number, not a price, a fraction or the tail of a version.
const LEFT = '(?<![a-z0-9])(?<!\\d[.:,/+])(?<![$€£¥#])';
const LEFT_OF_DIGITS = '(?<![a-z0-9])(?<!\\d[.:,/+-])(?<![$€£¥#])';
const MERIDIEM = '(a\\.m\\.?|p\\.m\\.?|am|pm)(?![a-z0-9])';

const TWELVE_HOUR = new RegExp(`${LEFT}(\\d{1,2})(?:[:.h;]? ?([0-5]\\d)(?::[0-5]\\d)?)? ?${MERIDIEM}`, 'gu');
const SHORT_TWELVE_HOUR = new RegExp(`${LEFT}(\\d{1,2})(?:[:.]([0-5]\\d))?([ap])(?![a-z0-9'/&])`, 'gu');
const COLON = new RegExp(
  `${LEFT}(\\d{1,2}) ?[:;] ?([0-5]\\d)(?![\\d%]|[:.]\\d|[a-gi-z])(?: ?(?:uhr|hrs?|horas|h)\\b)?`,
  'gu',
);
const FRENCH = new RegExp(`${LEFT}(\\d{1,2}) ?(?:h|heures?) ?([0-5]\\d)(?!\\d|[a-z])(?: ?min\\b)?`, 'gu');
const UHR = new RegExp(`${LEFT}(\\d{1,2})(?:[:.]([0-5]\\d))? ?uhr\\b(?: ([0-5]\\d)(?![\\d:.]))?`, 'gu');
const HOUR_UNIT = new RegExp(`${LEFT}(\\d{1,2}) ?(?:h|hs|hrs|heures?|horas)(?![a-z0-9'])`, 'gu');
const JAPANESE =
  /(?<!\d)(午前|午後|朝|昼|夜|夕方|今夜|今晩)?の?(\d{1,2})(?:時(?!間)(?:(\d{1,2})分|半)?|:([0-5]\d)(?!\d))/gu;
const FOUR_DIGITS = new RegExp(
  `${LEFT_OF_DIGITS}([01]\\d|2[0-3])([0-5]\\d)( ?(?:hrs?|h|hours|uhr|z))?(?![\\da-z%]|[.,:/]\\d| ?(?:users|people|issues|stars|lines|tests))`,
  'gu',
);
const DOTTED = new RegExp(`${LEFT_OF_DIGITS}(\\d{1,2})\\.([0-5]\\d)(?: ?h\\b)?(?![\\da-z%]|[.,:/+]\\d|\\.x)`, 'gu');

const ENTITY = `${ROOM}${TIME}${DAY}${MASK}${NAME}`;
const AT_CUE =
  /(?:\b(?:at|@|from|um|ab|a|as|das|las|les|around|about|circa|ca\.?|start(?:s|ing)?|when|time|gegen|vers|noon|um die)|[@~])[: ]*$/u;
const OPEN_LEFT = new RegExp(`(?:^|[${ENTITY}\\n,;:|/()>→•"!?.*=-])\\s*$`, 'u');
const OPEN_RIGHT = new RegExp(
  `^\\s*(?:$|[${ENTITY}\\n,;:|/()>→•"!?.*=#-]|(?:in|at|on|with|for|till?|to|until|and|room|today|tomorrow|local|sharp|onwards?)\\b)`,
  'u',
);

/** Whether the stretch stands by itself, between punctuation, rooms, days or ends. */
export function standsApart(page: Page, from: number, to: number): boolean {
  return OPEN_LEFT.test(before(page, from)) && OPEN_RIGHT.test(after(page, to));
}

/** Whether "at", "@", "from" or the like stands before. */
export function hasAtCue(page: Page, from: number): boolean {
  return AT_CUE.test(before(page, from));
}

const BESIDE_LEFT = new RegExp(
  `(?:[${ROOM}${NAME}${DAY}]|\\b(?:today|tonight|tomorrow|tmrw|tmr|mon|tues?|wed|thu|thurs|fri|sat|sun|[a-z]{3,6}day|heute|morgen|[a-z]{4,7}tag|hoy|manana|lunes|martes|miercoles|jueves|viernes|sabado|domingo|demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hoje|amanha))\\s*$`,
  'u',
);
const ROOM_FOLLOWS = new RegExp(`^ (?:in |@ ?)?[${ROOM}${NAME}]`, 'u');
const touchesRoom = (page: Page, from: number): boolean => BESIDE_LEFT.test(before(page, from));

function findTwelveHour(page: Page): (ClockTime | undefined)[] {
  return [...findAll(page, TWELVE_HOUR), ...findAll(page, SHORT_TWELVE_HOUR)].map((match) =>
    clockTime(stretchOf(match), Number(match[1]), Number(match[2] ?? 0), match[3]?.startsWith('a') ? 'am' : 'pm'),
  );
}

const LENGTH_AFTER =
  /^\s*(?:long|mark|minutes?\b|mins?\b|remaining|pace|into the|in the video|video|km|mile|ratio|scale|win|score)/u;

function findColon(page: Page): (ClockTime | undefined)[] {
  return findAll(page, COLON).map((match) => {
    if (LENGTH_AFTER.test(after(page, match.index + match[0].length))) return undefined;
    return clockTime(stretchOf(match), Number(match[1]), Number(match[2]), halfOfWritten(match[1] ?? ''));
  });
}

function findFrench(page: Page): (ClockTime | undefined)[] {
  const told = findAll(page, FRENCH).filter((match) => !/^ (?:of|long)\b/u.test(after(page, stretchOf(match).to)));
  return [...told, ...findAll(page, UHR)].map((match) =>
    clockTime(stretchOf(match), Number(match[1]), Number(match[2] ?? match[3] ?? 0), halfOfWritten(match[1] ?? '')),
  );
}

const DURATION_BEFORE =
  /\b(?:for|in|pendant|por|durante|last|next|every|another|than|within|dans|nur|je|de plus de|em|en|took|waited|delayed|delay|a|ein|une|un|um)\s*(?:about |around |over |\+ ?)?$/u;
const DURATION_AFTER =
  /^\s*(?:of|workshop|long|train|flight|drive|delay|hackathon|battery|sprint|session|talk|ago|left|later|each|per|total|straight|sleep|late|ride|queue|line|walk|trip|tutorial|course|d'|de (?:cours|route|train|atraso|vol|retard|sono)|nonstop|non-stop|wait|break|layover)/u;
const FOREIGN_AT = /(?:\b(?:at|um|ab|as|das|las|vers|a|de|des|les|to|till?)|[@~]|-)\s*$/u;

/** "14h", "16 h", "9 heures": an hour, unless it is short enough for a length and nothing says "at". */
function findHourUnit(page: Page): (ClockTime | undefined)[] {
  return findAll(page, HOUR_UNIT).map((match) => {
    const hour = Number(match[1]);
    const [left, right] = [before(page, match.index), after(page, match.index + match[0].length)];
    if (hour > 23 || DURATION_AFTER.test(right)) return undefined;
    const said = FOREIGN_AT.test(left) || touchesRoom(page, match.index);
    if (!said && (hour < 8 || DURATION_BEFORE.test(left))) return undefined;
    return clockTime(stretchOf(match), hour, 0, halfOfWritten(match[1] ?? ''));
  });
}

const JAPANESE_HALF: Readonly<Record<string, 'am' | 'pm'>> = {
  午前: 'am',
  朝: 'am',
  午後: 'pm',
  夜: 'pm',
  夕方: 'pm',
  今夜: 'pm',
  今晩: 'pm',
};

function findJapanese(page: Page): (ClockTime | undefined)[] {
  return findAll(page, JAPANESE).map((match) => {
    const hour = Number(match[2]);
    const minute = match[0].endsWith('半') ? 30 : Number(match[3] ?? match[4] ?? 0);
    const said = JAPANESE_HALF[match[1] ?? ''];
    // 午後0時 is noon.
    if (said === 'pm' && hour === 0) return clockTime(stretchOf(match), 12, minute, 'literal');
    return clockTime(stretchOf(match), hour, minute, hour <= 12 && said ? said : halfOfWritten(match[2] ?? ''));
  });
}

/** "1545", "0900", "1700hrs". A number that could be a year is one, unless it is said to be an hour. */
function findFourDigits(page: Page): (ClockTime | undefined)[] {
  return findAll(page, FOUR_DIGITS).map((match) => {
    const said = match[3] !== undefined;
    const cue = hasAtCue(page, match.index);
    const to = match.index + match[0].length;
    const year = /^(?:19|20)/u.test(match[0]);
    const round = Number(match[2]) % 5 === 0;
    const apart = standsApart(page, match.index, to) || touchesRoom(page, match.index);
    const padded = match[0].startsWith('0');
    if (!said && !(round && (cue || padded || (apart && !year)))) return undefined;
    if (!said && !padded && !OPEN_RIGHT.test(after(page, to))) return undefined;
    if (!said && year && !/\b(?:at|um)\s*$|@\s*$/u.test(before(page, match.index))) return undefined;
    return clockTime(stretchOf(match), Number(match[1]), Number(match[2]), 'literal');
  });
}

const UNIT_AFTER =
  /^\s*(?:release|beta|alpha|rc|lts|kc|eur|euros?|usd|dollars|bucks|gb|tb|mb|gib|km|m\b|kg|x\b|percent|million|billion|k\b|stars?|upgrade|migration|support|features?|docs|and up|or later|of)/u;

/** "2.30", "13.45": an hour where an hour stands, a version or a price anywhere else. */
function findDotted(page: Page): (ClockTime | undefined)[] {
  return findAll(page, DOTTED).map((match) => {
    const to = match.index + match[0].length;
    if (UNIT_AFTER.test(after(page, to))) return undefined;
    const apart = standsApart(page, match.index, to);
    const beside = Number(match[2]) % 5 === 0 && ROOM_FOLLOWS.test(after(page, to));
    if (!apart && !beside && !hasAtCue(page, match.index) && !touchesRoom(page, match.index)) return undefined;
    return clockTime(stretchOf(match), Number(match[1]), Number(match[2]), halfOfWritten(match[1] ?? ''));
  });
}

const isThere = (time: ClockTime | undefined): time is ClockTime => time !== undefined;

/** The finders in the order of their certainty; each sees what those before it have marked. */
export const WRITTEN_TIMES: readonly ((page: Page) => ClockTime[])[] = [
  findTwelveHour,
  findJapanese,
  findColon,
  findFrench,
  findHourUnit,
  findFourDigits,
  findDotted,
].map(
  (find) => (page) => (page.hasDigit && (page.hasJapanese || find !== findJapanese) ? find(page).filter(isThere) : []),
);
