import { dayNumber, isNear, type Calendar } from './calendar.ts';
import { DECOY, MASK, markStretches, stretchOf, type Page, type Stretch } from './marked-text.ts';
import type { RoomPatterns } from './room-patterns.ts';
import { matchRooms } from './listed-rooms.ts';
import { splitTokens } from './tokens.ts';

const LINK =
  /(?:https?:\/\/|www\.)\S{1,2000}|(?<![\w@.-])[a-z0-9][a-z0-9-]{0,40}\.(?:com|org|net|io|dev|app|gg|tv|co|ly|me|ai)\/\S{0,500}|(?<![\w@.-])[a-z][a-z0-9-]{1,40}\.(?:com|org|net|io|dev|app)(?!\w)/gu;
const EMAIL = /(?<![\w.+-])[\w.+-]{1,40}@[\w-]{1,40}\.[a-z]{2,10}/gu;
const TAGGED = /(?<![\w&])([#@])(\w{1,40})/gu;
const RETWEET = /^rt (?=@)/u;
const SAYS_HOUR = /^\d{1,2}(?:[:.h]?\d\d)?(?:am|pm|a|p|h|ish)?$/u;
const TAG_HOUR = /^\d{1,2}(?:am|pm|h|h\d\d)$/u;
const TAG_DAY = /^(?:today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|heute|morgen|hoje|hoy|demain)$/u;

function find(text: string, pattern: RegExp): RegExpExecArray[] {
  return [...text.matchAll(pattern)].slice(0, 200);
}

/** Whether the word is a room of the list, all of it. */
function isRoom(page: Page, word: string, from: number, patterns: RoomPatterns): boolean {
  const tokens = splitTokens(word).map((token) => ({ ...token, from: token.from + from, to: token.to + from }));
  const [match, ...others] = matchRooms(page, tokens, patterns);
  return (
    match !== undefined &&
    !(match.pattern.piece && match.pattern.strength === 'name') &&
    others.length === 0 &&
    match.from === from &&
    match.to === from + word.length &&
    !/^\d+$/u.test(word)
  );
}

function maskTags(page: Page, patterns: RoomPatterns): void {
  const masked: Stretch[] = [];
  const opened: Stretch[] = [];
  for (const match of find(page.marked, TAGGED)) {
    const [, sign, word = ''] = match;
    const stretch = stretchOf(match);
    const inner = match.index + 1;
    // "#20" is a count, "OS#3" and "room #14" name a room: X makes no hashtag of a number either.
    if (sign === '#' && /^\d+$/u.test(word)) continue;
    if (sign === '@' && (SAYS_HOUR.test(word) || /^\d{1,4}$/u.test(word))) continue;
    if (isRoom(page, word, inner, patterns)) {
      if (sign === '#') opened.push({ from: match.index, to: inner });
      else if (match.index === 0 && !/\d/u.test(word)) masked.push(stretch);
    } else if (sign === '#' && (TAG_HOUR.test(word) || TAG_DAY.test(word)))
      opened.push({ from: match.index, to: inner });
    else masked.push(stretch);
  }
  markStretches(page, masked, MASK);
  markStretches(page, opened, ' ');
}

// Numbers that mean something else wherever they stand.
const DECOYS: readonly RegExp[] = [
  /(?<![a-z0-9])24 ?[/x] ?7(?:\/365)?(?![a-z0-9])/gu,
  /(?<![a-z0-9])(?:python|py|django|rust|node|nodejs|go|java|php|ruby|rails|numpy|pandas|postgres|postgresql|mysql|redis|kubernetes|k8s|helm|vue|react|angular|typescript|ts|swift|kotlin|scala|ubuntu|debian|fedora|windows|ios|android|macos|pi|raspberry pi|http|tls|version|release|ver|v|pypy|cython|flask|fastapi|pydantic|sqlalchemy|celery|airflow|spark|tensorflow|pytorch|keras|conda|pip|poetry|ansible|terraform|puppet|chef|docker|gpt|llama|claude|gemini|pep|rfc|chapter|part|level|vol|volume|season|episode|ep|lesson|step|top|article|section|question|issue|pr|ticket|bug|figure|fig|table|booth|stand|gate|floor|page|score|ratio|rated|aged?|bpm)s? ?[#v]?\d{1,6}(?:[.:]\d{1,4}){0,3}\+?(?![\da-z]|[:.]\d)/gu,
  /[$€£¥₹] ?\d[\d.,]{0,12}(?:k|m|bn)?(?![a-z0-9])/gu,
  /(?<![a-z0-9.:/-])\d{1,6}(?:[.,]\d{1,3})? ?(?:€|£|\$|usd|eur|euros?|kc|czk|inr|rs|rupees|dollars|bucks|pounds|lpa|yen|円|%|x(?![a-z])|gb|mb|tb|kb|km|kg|cm|mm|°c?|ms|fps|mhz|ghz|px|dpi|pts|points|lines|loc|rows|stars|downloads|users|issues)(?![a-z0-9])/gu,
  /(?<![a-z0-9.:/-])\d{1,2}[-:]\d{1,2} (?:win|loss|lead|victory|score|vote|ratio|up|down)\b/gu,
  /(?:[<>=~!]=|\^) ?v?\d{1,4}(?:\.\d{1,4}){0,3}(?![\da-z:])/gu,
  /(?<![a-z0-9.:])\d{1,2}:\d\d:\d\d(?![\d:])/gu,
  /(?<![a-z0-9.:/-])\d{1,6}\+(?= ?[a-z])/gu,
  /\b(?:john|luke|mark|matthew|psalms?|genesis|romans) \d{1,3}:\d{1,3}\b/gu,
];

/** Hides links, mentions, hashtags and numbers that are neither hours nor rooms. */
export function maskNoise(page: Page, patterns: RoomPatterns): void {
  const links = page.plain.includes('@') ? [LINK, EMAIL] : [LINK];
  if (page.plain.includes('.') || page.plain.includes('://'))
    for (const pattern of links) markStretches(page, find(page.marked, pattern).map(stretchOf), MASK);
  const retweet = RETWEET.exec(page.marked);
  if (retweet) markStretches(page, [stretchOf(retweet)], MASK);
  maskTags(page, patterns);
}

const VERSION = /(?<![a-z0-9])v?\d{1,4}(?:\.\d{1,5}){2,8}(?!\d|\.?20\d\d)/gu;

/** "19.05.17" is a date near the conference rather than a version. */
function isDate(calendar: Calendar, words: string): boolean {
  const [day, month, year] = words.split('.').map(Number);
  const date = dayNumber(2000 + ((year ?? 0) % 100), month ?? 0, day ?? 0);
  return /^\d{1,2}\.\d{1,2}\.(?:20)?\d\d$/u.test(words) && date !== undefined && isNear(calendar, date, 60);
}

/** To be called when the listed rooms are marked, since some carry such words. */
export function markDecoys(page: Page, calendar: Calendar): void {
  if (!page.hasDigit) return;
  const versions = find(page.marked, VERSION).filter(([words]) => !isDate(calendar, words));
  markStretches(page, versions.map(stretchOf), DECOY);
  for (const pattern of DECOYS) markStretches(page, find(page.marked, pattern).map(stretchOf), DECOY);
}
