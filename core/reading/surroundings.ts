/** Words left and right of a number which show whether it is an hour. */
import { dictionaryOf, listOf } from './locales/index.ts';
import { after, before, DAY, MASK, NAME, ROOM, TIME, type Page } from './marked-text.ts';
import type { Setting } from './time-parser.ts';
import { anyOf, wordList } from './words.ts';

/** Anything that has been recognised already. */
export const ENTITY = `${ROOM}${TIME}${DAY}${MASK}${NAME}`;

const AT = new RegExp(`(?:\\b${anyOf(listOf('at').filter((word) => word !== '@'))}|[@~])[: ]*$`, 'u');
const OPEN_LEFT = new RegExp(`(?:^|[${ENTITY}\\n,;:|/()>→•"!?.*=-])\\s*$`, 'u');
const GOES_ON = anyOf(
  wordList(`
    in
    at
    on
    im
    na
    nel
    nella
    bij
    beim
    dans
    au
    sur
    pa
    with
    for
    till
    til
    to
    until
    and
    room
    today
    tomorrow
    local
    sharp
    onward
    onwards
  `),
);
const OPEN_RIGHT = new RegExp(`^\\s*(?:$|[${ENTITY}\\n,;:|/()>→•"!?.*=#-]|${GOES_ON}\\b)`, 'u');

const DAY_WORDS = anyOf(
  (['today', 'tomorrow', 'weekdays'] as const).flatMap((key) => [...dictionaryOf(key).keys()]).concat('sun', 'mon'),
);
const ANY_DAY = `${DAY}|\\b(?:${DAY_WORDS}|wed|sat)`;
const DAY_LEFT = new RegExp(`(?:${ANY_DAY})\\s*$`, 'u');
const BESIDE_LEFT = new RegExp(`(?:[${ROOM}${NAME}]|${ANY_DAY})\\s*$`, 'u');
const DAY_RIGHT = new RegExp(`^,? (?:${DAY_WORDS}|[${DAY}])`, 'u');
/** "in the", "im", "en la", "nella", "bij de": words between an hour and its room. */
const LEADS_TO_ROOM = `(?:${anyOf(
  wordList(`
    in
    on
    at
    im
    bei
    beim
    en
    em
    na
    no
    a
    al
    nel
    nella
    dans
    au
    bij
    op
    i
    pa
    w
    v
    ve
  `),
)} (?:the |der |dem |den |de |het |la |el |le |il |l')?|@ ?)`;
const ROOM_RIGHT = new RegExp(`^,? ${LEADS_TO_ROOM}?[${ROOM}${NAME}]`, 'u');

/** Whether the stretch stands alone, between punctuation, rooms, days or ends of the text. */
export const standsApart = (page: Page, from: number, to: number): boolean =>
  OPEN_LEFT.test(before(page, from)) && opensRight(page, to);

export const opensRight = (page: Page, to: number): boolean => OPEN_RIGHT.test(after(page, to));

/** Whether "at", "@", "from" or the like is before it. */
export const hasAtCue = (page: Page, from: number): boolean => AT.test(before(page, from));

/** Whether a room or a day is right before it. */
export const followsRoomOrDay = (page: Page, from: number): boolean => BESIDE_LEFT.test(before(page, from));

/** Whether a day is right before it. */
export const followsDay = (page: Page, from: number): boolean => DAY_LEFT.test(before(page, from));

export const roomFollows = (page: Page, to: number): boolean => ROOM_RIGHT.test(after(page, to));

export const dayFollows = (page: Page, to: number): boolean => DAY_RIGHT.test(after(page, to));

/** Whether a room that is only a number is right after it: "12-1 in 209". */
export function numberRoomFollows({ page, numbers }: Setting, to: number): boolean {
  const gap = /^,? (?:(?:in|@|at|im|en|bij) )?(?=\d)/u.exec(after(page, to));
  return gap !== null && numbers.some((room) => room.from === to + gap[0].length);
}

const COUNTED = anyOf(
  wordList(`
    people
    folks
    percent
    million
    thousand
    hundred
    year
    day
    hour
    minute
    min
    different
    more
    other
    new
    big
    small
    of
    or more
    or so
    time
    per
    x
    k
    gb
    mb
    ms
    man
    person
    woman
  `).concat([...dictionaryOf('units').keys()].filter((unit) => unit.length > 2)),
);
const COUNTS = new RegExp(`^\\s*-?(?:[a-z]{1,30}s|${COUNTED})\\b`, 'u');
const COUNTS_NOTHING = /^\s*(?:is|was|as|this|lots|thursdays?|pls|onwards)\b/u;

/** Whether the number counts the words after it: "3 laptops", "20 more". */
export const counts = (right: string): boolean => COUNTS.test(right) && !COUNTS_NOTHING.test(right);
