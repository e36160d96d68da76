/**
 * Starts relative to the moment of posting, except "now" (`now.ts`). They count only if the post has no clock time as
 * its start.
 */
import { dictionaryOf, listOf } from '../locales/index.ts';
import { after, before, NAME, ROOM } from '../marked-text.ts';
import { words as da } from '../locales/da/words.ts';
import { words as nl } from '../locales/nl/words.ts';
import { words as pl } from '../locales/pl/words.ts';
import { words as sv } from '../locales/sv/words.ts';
import { numberWord } from '../number-words.ts';
import { nearly } from '../spelling.ts';
import { anyOf, wordList, WORD_END, WORD_START } from '../words.ts';
import { minutesParser } from './posting-parser.ts';

const MADE = anyOf(
  wordList(`
    learn
    build
    builds
    building
    built
    write
    writing
    wrote
    explain
    explained
    master
    teach
    cover
    covered
    code
    deploy
    deployed
    solve
    solved
    create
    make
    made
    ship
    shipped
    implement
    understand
    read
    talk
    talks
    tricks
    tips
    demo
    demos
    from zero
    everything
    walked
    ran
    run
    done
    sold out
    whole
    rewrote
    debugged
    closed
    fixed
    merged
    emptied
    finished
    raised
    lost
    gained
    intro to
    introduction to
    crash course
    years
  `),
);
/** "Learn Rust in 20 minutes", "42 PRs in 3 hrs": a duration, not a start. */
const TOPIC = new RegExp(`(?:\\b${MADE}\\b[^.!?\\n${ROOM}]{0,40}|\\d [a-z]{2,12} )$`, 'u');
const LENGTH_AFTER = /^ (?:or less|flat|ago|of\b|talks?|chunks|each|last|behind|late)/u;

const UNITS = dictionaryOf('units');
const ARTICLES: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  einer: 1,
  un: 1,
  une: 1,
  una: 1,
  uma: 1,
  een: 1,
  en: 1,
  two: 2,
  three: 3,
  ti: 10,
  piec: 5,
  dziesiec: 10,
};
const AMOUNTS = anyOf([
  ...Object.keys(ARTICLES),
  ...dictionaryOf('numbers').keys(),
  ...wordList(`
    one
    four
    five
    six
    seven
    eight
    nine
    ten
    eleven
    twelve
    forty five
    funf
    zehn
    diez
    cinco
    dez
    dix
    cinq
    cinque
    dieci
    vijf
    tien
    fem
    tio
    ti
    piec
    dziesiec
  `),
]);
const ABOUT = anyOf(listOf('about'));
const amountOf = (text: string): number =>
  /^\d/u.test(text)
    ? Number(text)
    : (ARTICLES[text] ?? text.split(/[- ]/u).reduce((sum, piece) => sum + (numberWord(piece) ?? 0), 0));

/** Words that lead to a start only with units of their own language: English "over 10 minutes" is a duration. */
const OWN_UNITS: ReadonlyMap<string, readonly string[]> = new Map(
  [
    { within: nl.within, units: nl.units },
    { within: [...(sv.within ?? []), ...(da.within ?? [])], units: { ...sv.units, ...da.units } },
    { within: pl.within, units: pl.units },
  ].flatMap(({ within = [], units = {} }) => within.map((word): [string, string[]] => [word, Object.keys(units)])),
);
const isUnit = (unit: string): boolean => UNITS.has(unit) || nearly(unit, 'minutes');

/** "in 20 minutes", "dans une heure", "in 1.5 h". */
export const inMinutes = minutesParser(
  new RegExp(
    `${WORD_START}(${anyOf(listOf('within'))}) (?:${ABOUT} ?)?(\\d{1,3}|${AMOUNTS})([.,]5)?(?:-| )?` +
      `(${anyOf(UNITS.keys())}|mi[a-z]{4,7})${WORD_END}`,
    'u',
  ),
  new RegExp(`${WORD_START}${anyOf(listOf('within'))} `, 'u'),
  (match, page) => {
    const [words, within, amount = '', half, unit = ''] = match;
    if (TOPIC.test(before(page, match.index, 60)) || LENGTH_AFTER.test(after(page, match.index + words.length)))
      return null;
    if ((within === 'en' && unit === 'm') || !isUnit(unit)) return null;
    if (OWN_UNITS.get(within ?? '')?.includes(unit) === false) return null;
    return (amountOf(amount) + (half === undefined ? 0 : 0.5)) * (UNITS.get(unit) ?? 1);
  },
);

const LENGTHS = dictionaryOf('lengths');

/** "in half an hour", "einer halben Stunde". */
export const inLength = minutesParser(
  new RegExp(`${WORD_START}${anyOf(LENGTHS.keys())}${WORD_END}`, 'u'),
  new RegExp(anyOf(LENGTHS.keys()), 'u'),
  ([words]) => LENGTHS.get(words) ?? LENGTHS.get(words.replaceAll('-', ' ')) ?? null,
);

const LEADS_TO_START = '(?:and counting )?(?:until|to go|to start|till?|from start(?:ing)?|out from|away from)';

/** "10 minutes from now", "ten minutes until the panel", "3 min from starting". */
export const fromNow = minutesParser(
  new RegExp(
    `${WORD_START}(\\d{1,3}|${AMOUNTS})[ -]?(?:(minutes?|mins?|m|hours?|hrs?|h) from now|` +
      `(?:minutes?|mins?) ${LEADS_TO_START})${WORD_END}`,
    'u',
  ),
  /from|until|to|til/u,
  ([, amount = '', unit]) => amountOf(amount) * (unit?.startsWith('h') ? 60 : 1),
  `from now|min(?:ute)?s? ${LEADS_TO_START}`,
);

const LEFT_OVER = anyOf(
  wordList(`
    noch
    nog
    plus que
    quedan
    faltan
    faltam
    mancano
  `),
);
const LEADS_ON = '(?= ?(?:[,!.:]|$|bis |tot |para |pra |avant |then |until |till |alla ))';

/** "Ten minutes! Then …", "noch 10 Minuten bis …", "faltan 5 minutos para …". */
export const minutesLeft = minutesParser(
  new RegExp(
    `(?:(?<=^|[.!?\\n] )(\\d{1,2}|${AMOUNTS})[ -](?:minutes?|mins?)(?=!| ?[.,:-]+ ?(?:then|and then)\\b)|` +
      `${WORD_START}${LEFT_OVER} (\\d{1,2}|${AMOUNTS}) (?:min[a-z]{0,5}\\.?)${LEADS_ON})`,
    'u',
  ),
  /min/u,
  ([, amount, left = '']) => amountOf(amount ?? left),
  '[ -]min',
);

const ROOM_BEFORE = new RegExp(`[${ROOM}${NAME}][,:]? $`, 'u');

/** "C120 10 mins." */
export const minutesAfterRoom = minutesParser(
  /(?<![a-z0-9])(\d{1,2}) ?(?:minutes?|mins?)(?=[.!,\n]|$)/u,
  /\d ?min/u,
  (match, page) => (ROOM_BEFORE.test(before(page, match.index)) ? Number(match[1]) : null),
);

/** "T-10", "T minus 5 minutes". */
export const countdown = minutesParser(
  /(?<![a-z0-9])t ?(?:-|minus) ?(\d{1,3}) ?(?:minutes?|mins?|m)?(?![a-z0-9])/u,
  /t ?(?:-|minus) ?\d/u,
  ([, amount]) => Number(amount),
);

/** "10分後", "2時間後", "あと15分で". */
export const japaneseAfter = minutesParser(
  /(?<=あと)(\d{1,3})(分|時間)で|(\d{1,3})(分|時間)後/u,
  /後|あと/u,
  ([, left, leftUnit, amount = left, unit = leftUnit]) => Number(amount) * (unit === '分' ? 1 : 60),
);

const GOES_ON = anyOf(
  wordList(`
    in
    at
    on
    room
    by
    for
    with
    come
    join
    we
    see
    and
    if
    bring
    who
    folks
    everyone
    all
    to talk
    to discuss
    till
    min
    mins
  `),
);
const OPENS_RIGHT = new RegExp(`^\\s*(?:$|[^a-z0-9\\s]|${GOES_ON}\\b)`, 'u');

/** "in 15": round numbers of minutes, without the unit. */
export const inBareMinutes = minutesParser(
  /(?<![a-z0-9])in (?:about |around |~ ?)?(5|10|15|20|25|30|35|40|45|50|55|60|90)(?![a-z0-9%°]|[.:,/+-]\d)/u,
  /in /u,
  (match, page) => {
    const opens = OPENS_RIGHT.test(after(page, match.index + match[0].length));
    return opens && !TOPIC.test(before(page, match.index, 60)) ? Number(match[1]) : null;
  },
  'in (?:about |around |~ ?)?\\d',
);

/** "In ten we're switching on the radio." */
export const inMinutesInWords = minutesParser(
  /(?<![a-z0-9])in (five|ten|fifteen|twenty|thirty)(?= (?:we|i|come|join)\b|[,!.:]|$)/u,
  /in [ft]/u,
  (match, page) => (TOPIC.test(before(page, match.index, 60)) ? null : amountOf(match[1] ?? '')),
  'in (?:five|ten|fifteen|twenty|thirty)',
);
