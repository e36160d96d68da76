import { bareHourParser, type HourReading, type ReadHour } from '../hour-parser.ts';
import { halfOfWritten } from '../hours.ts';
import { words as en } from '../locales/en/words.ts';
import { dictionaryOf, listOf } from '../locales/index.ts';
import { after, NAME, ROOM, type Page } from '../marked-text.ts';
import { hourOf } from '../number-words.ts';
import { counts, ENTITY, followsRoomOrDay } from '../surroundings.ts';
import { anyOf, wordList, WORD_END, WORD_START } from '../words.ts';

const N = `(\\d{1,2}|${anyOf(Object.keys(en.hours ?? {}))})`;
const RIGHT = '(?![a-z0-9%$€£°]|[.:,/+]\\d)';
const ISH = '( ?-?ish)?';

const WORDS_AFTER = anyOf(
  wordList(`
    in
    at
    on
    by
    with
    w
    for
    till
    til
    to
    until
    and
    or
    room
    today
    tomorrow
    tonight
    is
    are
    was
    but
    so
    if
    we
    i
    i'll
    we'll
    you
    it
    the
    this
    that
    then
    because
    cos
    local
    near
    outside
    inside
    im
    der
    en
    el
    na
    no
    dans
    sharp
    chez
    con
    com
    mit
    avec
    pls
    please
    as
    where
    when
    still
    lol
    folks
    everyone
    everybody
    all
    who
    come
    join
    bring
    see
    let's
    just
    right
    after
    before
    a
    an
    my
    our
    some
    there
    they
    he
    she
    no
    onward
    onwards
    itself
    only
    alle
    fino
    si
    ci
    nel
    nella
    presso
    al
    alla
    venite
    parliamo
    bij
    op
    tot
    wie
    kom
    pa
    och
    og
    vi
    till
    w
    przy
    do
  `),
);
const GOES_ON = new RegExp(
  `^\\s*(?:$|[${ENTITY}\\n,;:|()<>→•"!?.*=#&+/@'~-]|[\\u0080-\\uffff]|${WORDS_AFTER}\\b)`,
  'u',
);

/** Whether the text after a number continues as after an hour. */
export const goesOnAfterHour = (page: Page, to: number): boolean => GOES_ON.test(after(page, to));

const halfOf = (hour: string): HourReading['half'] => (/^\d/u.test(hour) ? halfOfWritten(hour) : 'bare');
const ABOUT = /around|about|~|gegen|vers|circa|ca\b/u;

/** `strong`: after "at" any number is an hour. Other words are also used before counts. */
const readCued =
  (strong: boolean): ReadHour =>
  (match, { page }) => {
    const [words, written = '', ish] = match;
    const to = match.index + words.length;
    const stretch = { from: to - written.length - (ish?.length ?? 0), to };
    const hour = hourOf(written);
    // "start one with me"
    if (!strong && written === 'one' && /^ [a-z]/u.test(after(page, to))) return null;
    if (hour === 0 || (!strong && hour > 12) || counts(after(page, to))) return null;
    const approximate = ish !== undefined || ABOUT.test(words) ? (['hour/approximate'] as const) : [];
    const reading = { hour, half: halfOf(written), stretch };
    // German "um 8 Brettspiele": after "um" a number is an hour.
    if (ish !== undefined || goesOnAfterHour(page, to) || (strong && /^(?:um|gegen)/u.test(words)))
      return { ...reading, tags: approximate };
    return strong ? { ...reading, tags: [...approximate, 'doubt/not-an-hour'] } : null;
  };

const STRONG = anyOf(['at', 'um', 'gegen', '@', ...listOf('hourCues')]);

/** "at 5", "@ 5ish", "um 8", "الساعة 5". */
export const bareHourAtCue = bareHourParser(
  new RegExp(`(?:${WORD_START}${STRONG}|@)[: ]{0,2}(?:around |about |like |~ ?)?${N}${ISH}${RIGHT}`, 'u'),
  new RegExp(`@|${STRONG}`, 'u'),
  readCued(true),
);

const WEAK = anyOf(
  wordList(`
    around
    about
    from
    ab
    von
    desde
    start
    starts
    starting
    begin
    begins
    kick off
    kicks off
    kicking off
    time
    when
    said
    circa
    ca
    ca.
    vers
    meet
    ~
  `),
);

/** "from 5", "starts 5", "around 5ish". */
export const bareHourWeakCue = bareHourParser(
  new RegExp(`(?<![a-z0-9])${WEAK}[:? ]{0,2}${N}${ISH}${RIGHT}`, 'u'),
  /[:~? ](?:\d|[a-z])/u,
  readCued(false),
  WEAK,
);

/** "Kids' Yurt for 11, my lot …", "Sierra Suite today for 4." */
export const bareHourFor = bareHourParser(
  new RegExp(`(?<![a-z0-9])for ${N}(?=[,.;!](?!\\d)|$)`, 'u'),
  /for /u,
  (match, { page }) => {
    const [words, written = ''] = match;
    if (!followsRoomOrDay(page, match.index) || hourOf(written) === 0) return null;
    const to = match.index + words.length;
    return { hour: hourOf(written), half: halfOf(written), stretch: { from: to - written.length, to } };
  },
  `for ${N}`,
);

const NAMES_ROOM = `(?: (?:in|by|at|@) (?:the )?)[${ROOM}${NAME}]`;

/** "no longer 11 by the Mezzanine": the cancelled hour. */
export const hourOff = bareHourParser(
  new RegExp(`(?<![a-z0-9])(?:not|no longer) (?:at )?(\\d{1,2})(?=${NAMES_ROOM})`, 'u'),
  /not |no longer/u,
  (match) => {
    const [words, written = ''] = match;
    const to = match.index + words.length;
    return { hour: Number(written), half: halfOf(written), stretch: { from: to - written.length, to } };
  },
  '(?:not|no longer) (?:at )?\\d',
);

/** "not 3, 4!": the second one is right. */
export const correctedHour = bareHourParser(
  /(?<![a-z0-9])not (?:at )?\d{1,2}(?:[:.]\d\d)?,? (?:but |it's |at ){0,2}(\d{1,2})(?=[,.;!?]|$)/u,
  /not (?:at )?\d/u,
  (match) => {
    const [words, written = ''] = match;
    const to = match.index + words.length;
    return { hour: Number(written), half: halfOf(written), stretch: { from: to - written.length, to } };
  },
);

/** "5ish", "5 sharp", "5 on the dot". */
export const approximateHour = bareHourParser(
  new RegExp(`(?<![a-z0-9])(?<!\\d[.:,/+-])${N}(?:( ?-?ish)| (?:sharp|on the dot))(?![a-z0-9])`, 'u'),
  /ish|sharp|dot/u,
  ([, written = '', ish]) => ({
    hour: hourOf(written),
    half: halfOf(written),
    tags: ish === undefined ? [] : ['hour/approximate'],
  }),
  'ish|sharp|on the dot',
);

const IN_PART = "(?: o'?clock)? (?:in the (morning|afternoon|evening)|at (night))(?![a-z])";

/** "3 in the afternoon", "nine at night". */
export const hourInPart = bareHourParser(
  new RegExp(`(?<![a-z0-9])(?<!\\d[.:,/+-])${N}${IN_PART}`, 'u'),
  /in the|at night/u,
  ([, written = '', part]) => ({ hour: hourOf(written), half: part === 'morning' ? 'am' : 'pm' }),
  'in the (?:morning|afternoon|evening)|at night',
);

const AFTER_HOUR = dictionaryOf('afterHour');

/** "5 вечера", "٥ مساءً". */
export const hourBeforePart = bareHourParser(
  new RegExp(`(?<![a-z0-9])(?<!\\d[.:,/+-])(\\d{1,2}) ?(${anyOf(AFTER_HOUR.keys())})${WORD_END}`, 'u'),
  new RegExp(anyOf(AFTER_HOUR.keys()), 'u'),
  ([, written = '', part = '']) => {
    const told = AFTER_HOUR.get(part.replaceAll('-', ' '));
    return { hour: Number(written), half: told === 'am' || told === 'pm' ? told : halfOfWritten(written) };
  },
);
