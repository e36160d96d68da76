/** Decides whether "sun", "so" or "mar" is a day, or a word or a syllable. */
import { words as en } from '../locales/en/words.ts';
import { after, before, DAY, MASK, NAME, ROOM, TIME, wordsOf, type Page, type Stretch } from '../marked-text.ts';
import { anyOf, wordList } from '../words.ts';

const SIGN = `[\\n,;:|/()>→•"!?.*=&+~-]|[${TIME}${DAY}${ROOM}${MASK}${NAME}]`;
const TIME_LEADS = `(?:at|@|um|from|a las|as|a|ab|the|el|le|o|dia) ?(?:\\d|[${TIME}${DAY}])`;
const NUMBER = '\\d{1,2}(?:st|nd|rd|th|[:.h]\\d\\d| ?[ap]m\\b)|\\d{1,2}(?=\\s|$|[,./-])';
const NEXT_IS_TIME = new RegExp(`^[\\s.,:(/@-]{0,4}(?:[${TIME}${DAY}${ROOM}]|${TIME_LEADS}|${NUMBER}|$)`, 'u');

const LEFT_WORDS = anyOf(
  wordList(`
    on
    on the
    this
    am
    at
    by
    na
    no
    el
    le
    nesta
    neste
    one
    until
    till
    to
    for
    is
    and
    or
  `),
);
const OPEN_LEFT = new RegExp(`(?:^|${SIGN}|\\b${LEFT_WORDS})\\s*$`, 'u');
const RIGHT_WORDS = anyOf(
  wordList(`
    at
    in
    and
    or
    room
    from
    und
    y
    e
    et
    morning
    afternoon
    evening
    night
    arvo
  `),
);
const OPEN_RIGHT = new RegExp(`^(?:'s\\b)?\\s*(?:$|[#@]|${SIGN}|${RIGHT_WORDS}\\b)`, 'u');
const POINT_FOLLOWS = new RegExp(`^[.,]? ?[${TIME}${DAY}]`, 'u');
const POINT_LEADS = new RegExp(`[${TIME}${DAY}]\\s*(?:on )?(?:this )?$`, 'u');

/** "The sun is out": after this word, the sentence continues with a verb. */
const VERB_GOES_ON = new RegExp(
  `^ ${anyOf(
    wordList(`
      at
      in
      by
      next
      on
      with
      down
      through
      here
      there
      beside
      behind
      near
      for
      outside
      among
      between
      around
      back
      quietly
      is
      was
      will
      shine
      shines
      out
      screen
      cream
      glasses
      set
      sets
      rise
      rises
      and
      just
      all
      ami
    `),
  )}\\b`,
  'u',
);
const NAMES_HOUR = new RegExp(`^ [a-z][^.!?\\n]{0,30}${TIME}`, 'u');
/** In French "mon" is "my". */
const FRENCH = /\b(?:je|la|les|des|dans|vous|nous|pour|avec|est|une?|parle|anime|presente)\b/u;
const SENTENCE_STARTS = new RegExp(`(?:^|[.!?\\n:${MASK}]\\s*)$`, 'u');

/** "Sat sprints 9:00": the sentence begins with the day, and continues with a thing and its hour. */
function beginsSentence(page: Page, stretch: Stretch): boolean {
  const right = after(page, stretch.to);
  return (
    /^[A-Z]/u.test(wordsOf(page, stretch)) &&
    SENTENCE_STARTS.test(before(page, stretch.from, 4)) &&
    !(page.plain.startsWith('mon', stretch.from) && FRENCH.test(page.plain)) &&
    !VERB_GOES_ON.test(right) &&
    NAMES_HOUR.test(right)
  );
}

/** "So 5 o'clock": English "so". */
const ENGLISH_HOUR = /^,? ?\d{1,2}(?:[:.]\d\d)? ?(?:o'clock|[ap]m\b)/u;

/** German short days have two letters and begin with a capital. "So" also begins sentences. */
function standsAsGerman(page: Page, stretch: Stretch, word: string, left: string, right: string): boolean {
  if (!/^[A-Z]/u.test(wordsOf(page, stretch))) return false;
  if (word === 'so' && ENGLISH_HOUR.test(page.plain.slice(stretch.to, stretch.to + 16))) return false;
  if (word === 'so' && !/^So[.,]? ?(?:\d|um)/u.test(page.original.slice(page.from[stretch.from] ?? 0)))
    return POINT_FOLLOWS.test(right) && /[.,] ?$|^$/u.test(left);
  return NEXT_IS_TIME.test(right) && right.trim() !== '';
}

/**
 * Short days that are also names or verbs: "with Sam at 5pm", "ven a las 17:00" (come), "vai ter 14h" (there will be),
 * "la mer".
 */
const NAMES_AND_VERBS: ReadonlySet<string> = new Set(['sam', 'dom', 'ven', 'ter', 'mer']);
const GOES_ON_AS_WORD = /^ (?:at|a las?)\b/u;

/** "10 to 11 Sat." */
const endsAfterHour = (left: string, right: string): boolean => /\d $/u.test(left) && /^\s*(?:$|[.,!\n])/u.test(right);

/** Whether a short form is the weekday here. */
export function standsAsWeekday(page: Page, stretch: Stretch, word: string): boolean {
  const [left, right] = [before(page, stretch.from), after(page, stretch.to)];
  if (word.length === 2) return standsAsGerman(page, stretch, word, left, right);
  const timeFollows = NEXT_IS_TIME.test(right);
  if (NAMES_AND_VERBS.has(word) && (!OPEN_LEFT.test(left) || GOES_ON_AS_WORD.test(right))) return false;
  if (!(word in (en.weekdaysInShort ?? {}))) return timeFollows && right.trim() !== '';
  if (/^ (?:at|in|by|next|on) (?:the|a|my|with|our)\b/u.test(right)) return false;
  if (/\b(?:the|of|my|in) $/u.test(left) && !timeFollows) return false;
  if (timeFollows && (right.trim() !== '' || OPEN_LEFT.test(left))) return true;
  if (POINT_LEADS.test(left) || beginsSentence(page, stretch) || endsAfterHour(left, right)) return true;
  return OPEN_LEFT.test(left) && (OPEN_RIGHT.test(right) || /\bon $|\bthis $/u.test(left));
}
