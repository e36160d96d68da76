/**
 * Hides, at equal length, links, mentions and tags, which are neither hours nor rooms. For numbers, see `decoys.ts`.
 */
import { matchRooms, patternsFrom } from './listed-rooms.ts';
import { dictionaryOf } from './locales/index.ts';
import { findAll, MASK, markStretches, stretchOf, type Page, type Stretch } from './marked-text.ts';
import type { RoomPatterns } from './room-patterns.ts';
import { splitTokens } from './tokens.ts';

const DOMAIN = '(?:com|org|net|io|dev|app|gg|tv|co|ly|me|ai)';
const LINK = new RegExp(
  `(?:https?:\\/\\/|www\\.)\\S{1,2000}|(?<![\\w@.-])[a-z0-9][a-z0-9-]{0,40}\\.${DOMAIN}\\/\\S{0,500}|` +
    '(?<![\\w@.-])[a-z][a-z0-9-]{1,40}\\.(?:com|org|net|io|dev|app)(?!\\w)',
  'gu',
);
/** A quick check for something that all links and addresses contain, because most dots only end a sentence. */
const MAY_BE_LINK = /:\/\/|www\.|[\w-]\.[a-z]{2}/u;
const EMAIL = /(?<![\w.+-])[\w.+-]{1,40}@[\w-]{1,40}\.[a-z]{2,10}/gu;
const TAGGED = /(?<![\w&])([#@])(\w{1,40})/gu;
const RETWEET = /^rt (?=@)/u;
const SAYS_HOUR = /^\d{1,2}(?:[:.h]?\d\d)?(?:am|pm|a|p|h|ish)?$/u;
const TAG_HOUR = /^\d{1,2}(?:am|pm|h|h\d\d)$/u;
const TAG_DAYS = new Set([
  'today',
  'tonight',
  'tomorrow',
  'heute',
  'morgen',
  'hoje',
  'hoy',
  'demain',
  ...[...dictionaryOf('weekdays').keys()].filter((name) => name.endsWith('day')),
]);

/** Whether the whole word is a room of the list. */
function isRoom(page: Page, word: string, from: number, patterns: RoomPatterns): boolean {
  const inWord = splitTokens(word);
  if (!inWord[0] || patternsFrom(patterns, inWord[0]).length === 0) return false;
  const tokens = inWord.map((token) => ({ ...token, from: token.from + from, to: token.to + from }));
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
  for (const match of findAll(page, TAGGED, 200)) {
    const [, sign, word = ''] = match;
    const stretch = stretchOf(match);
    const inner = match.index + 1;
    // "#20" is a count; "OS#3" and "room #14" name a room. X makes no hashtag of a number either.
    if (sign === '#' && /^\d+$/u.test(word)) continue;
    if (sign === '@' && (SAYS_HOUR.test(word) || GLUED_HOUR.test(word) || /^\d{1,4}$/u.test(word))) continue;
    if (isRoom(page, word, inner, patterns)) {
      if (sign === '#') opened.push({ from: match.index, to: inner });
      else if (match.index === 0 && !/\d/u.test(word)) masked.push(stretch);
    } else if (sign === '#' && (TAG_HOUR.test(word) || TAG_DAYS.has(word)))
      opened.push({ from: match.index, to: inner });
    else masked.push(stretch);
  }
  markStretches(page, masked, MASK);
  markStretches(page, opened, ' ');
}
/** "@5pmin Suite 7": its spaces are missing. */
const GLUED_HOUR = /^\d{1,2}(?:am|pm)(?:in|at|room|on)$/u;

/** Hides links, mentions and hashtags, except those that name a room, an hour or a day. */
export function maskNoise(page: Page, patterns: RoomPatterns): void {
  if (MAY_BE_LINK.test(page.plain))
    for (const pattern of /[\w.+-]@[\w-]/u.test(page.plain) ? [LINK, EMAIL] : [LINK])
      markStretches(page, findAll(page, pattern, 200).map(stretchOf), MASK);
  const retweet = RETWEET.exec(page.marked);
  if (retweet) markStretches(page, [stretchOf(retweet)], MASK);
  if (/[#@]/u.test(page.plain)) maskTags(page, patterns);
}
