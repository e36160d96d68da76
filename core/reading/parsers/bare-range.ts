import { bareHourParser } from '../hour-parser.ts';
import { halfOfWritten } from '../hours.ts';
import { after, before, TIME } from '../marked-text.ts';
import { counts, dayFollows, hasAtCue, numberRoomFollows, roomFollows, standsApart } from '../surroundings.ts';
import { anyOf, wordList } from '../words.ts';

/** Whether two bare hours can be a start and an end: at most `longest` hours apart on the 12-hour clock. */
function isRange(start: number, end: number, longest: number): boolean {
  if (start === 0 || end === 0 || start > 24 || end > 24) return false;
  const length = end > start ? end - start : start <= 12 && end <= 12 ? end + 12 - start : 0;
  return length > 0 && length <= longest;
}

const FROM = anyOf(
  wordList(`
    between
    entre
    entre las
    zwischen
    from
    von
    de
    das
    desde
    desde las
  `),
);
const BETWEEN_AND = anyOf(
  wordList(`
    and
    &
    y
    y las
    und
    e
    et
    to
    -
    til
    till
    bis
    a
    a las
    as
  `),
);

/** "between 3 and 5", "von 10 bis 12". */
export const betweenHours = bareHourParser(
  new RegExp(
    `(?<![a-z0-9])${FROM} (\\d{1,2}) ?${BETWEEN_AND} ?(\\d{1,2})(?: ?uhr| ?-?ish)?(?![a-z0-9%]|[.:,/+]\\d)`,
    'u',
  ),
  /\d/u,
  (match, { page }) => {
    const [words, start = '', end] = match;
    if (!isRange(Number(start), Number(end), 9) || counts(after(page, match.index + words.length))) return null;
    return { hour: Number(start), half: halfOfWritten(start) };
  },
  `${FROM} \\d`,
);

const SIGNS = '-|~|to';
const UNTIL = anyOf(
  wordList(`
    till
    til
    'til
    until
    bis
    hasta
    hasta las
    ate
    ate as
  `),
);
/** "12-1 and again 4-5", after the first range was read. */
const AGAIN = new RegExp(`${TIME}[^.!?\\n]{0,16}\\b(?:again|and|then|or) $`, 'u');

const GATHERING = new RegExp(
  `^ ${anyOf(
    wordList(`
      breakfast
      brunch
      lunch
      dinner
      coffee
      drinks
      bof
      clinic
      meetup
      office hours
      panel
      session
      talk
      workshop
    `),
  )}\\b`,
  'u',
);

/** "3-5", "12 till 2", in a position where an hour can be; "12-1 lunch with …" at the beginning. */
export const bareRange = bareHourParser(
  new RegExp(
    `(?<![a-z0-9$€£¥#])(?<!\\d[.:,/+-])(?<!-)(\\d{1,2}) ?(?:(${UNTIL})|${SIGNS}) ?` +
      '(\\d{1,2})(?:[.:][0-5]\\d)?(?![a-z0-9%]|[.:,/+-]\\d)',
    'u',
  ),
  /\d/u,
  (match, setting) => {
    const { page } = setting;
    const [words, start = '', until, end] = match;
    const to = match.index + words.length;
    const counted = counts(after(page, to));
    const said = until !== undefined && !counted;
    if (!isRange(Number(start), Number(end), said ? 9 : 5)) return null;
    const placed =
      said ||
      standsApart(page, match.index, to) ||
      (match.index === 0 && GATHERING.test(after(page, to))) ||
      roomFollows(page, to) ||
      (dayFollows(page, to) && !counted) ||
      numberRoomFollows(setting, to) ||
      (!counted && (hasAtCue(page, match.index) || AGAIN.test(before(page, match.index))));
    return placed ? { hour: Number(start), half: halfOfWritten(start) } : null;
  },
  `\\d ?(?:${UNTIL}|${SIGNS}) ?\\d`,
);
