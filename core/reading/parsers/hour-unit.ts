import { hourParser, type ReadHour } from '../hour-parser.ts';
import { halfOfWritten } from '../hours.ts';
import { words as de } from '../locales/de/words.ts';
import { after, before } from '../marked-text.ts';
import { hourOf } from '../number-words.ts';
import { halfOfMeridiem } from '../spoken.ts';
import { followsRoomOrDay } from '../surroundings.ts';
import { anyOf, wordList } from '../words.ts';

const LEFT = '(?<![a-z0-9])(?<!\\d[.:,/+])(?<![$€£¥#])';

const read: ReadHour = ([, hour = '', minute, behind]) => ({
  hour: hourOf(hour),
  minute: Number(minute ?? behind ?? 0),
  half: halfOfMeridiem(undefined, hour),
});

const TOOK = /\b(?:took|takes|take|lasts|lasted|took me|for|of|dure|durou|dauert|last)(?: me| us)?(?: about| over)? $/u;

/** "17h30", "9 h 15", the Dutch "16u45". */
export const hourH = hourParser(
  new RegExp(`${LEFT}(\\d{1,2}) ?(?:h|heures?|(?<=\\d)u(?=\\d)) ?([0-5]\\d)(?!\\d|[a-z])(?: ?min\\b)?`, 'u'),
  /\d ?[hu]/u,
  (match, setting) => {
    const { page } = setting;
    const long = /^ (?:of|long|last)\b/u.test(after(page, match.index + match[0].length));
    return long || TOOK.test(before(page, match.index)) ? null : read(match, setting);
  },
);

/** "17 Uhr", "17 Uhr 30", "8.30 Uhr", "vier Uhr", "die 10-Uhr-Session". */
export const uhr = hourParser(
  new RegExp(
    `${LEFT}(\\d{1,2}|${anyOf(Object.keys(de.hours ?? {}))})(?:[:.]([0-5]\\d))?[ -]?uhr\\b(?: ([0-5]\\d)(?![\\d:.]))?`,
    'u',
  ),
  /uhr/u,
  read,
);

const LENGTH_BEFORE = new RegExp(
  `\\b${anyOf(
    wordList(`
      for
      in
      pendant
      por
      durante
      last
      next
      every
      another
      than
      within
      dans
      nur
      je
      de plus de
      em
      en
      took
      waited
      delayed
      delay
      a
      ein
      une
      un
      um
      duurt
      elke
      ieder
      iedere
      over
      binnen
      al
      na
      ruim
    `),
  )}\\s*(?:about |around |over |\\+ ?)?$`,
  'u',
);
const LENGTH_AFTER = new RegExp(
  `^\\s*${anyOf(
    wordList(`
      of
      workshop
      long
      train
      flight
      drive
      delay
      hackathon
      battery
      sprint
      session
      talk
      ago
      left
      later
      each
      per
      total
      straight
      sleep
      late
      ride
      queue
      line
      walk
      trip
      tutorial
      course
      d'
      de cours
      de route
      de train
      de atraso
      de vol
      de retard
      de sono
      nonstop
      non-stop
      wait
      break
      layover
      lang
      geleden
      slaap
      rijden
      vertraging
      per dag
    `),
  )}`,
  'u',
);
const AT = /(?:\b(?:at|um|ab|as|das|las|vers|a|de|des|les|to|till?|om|rond|vanaf|tegen|tot)|[@~]|-)\s*$/u;

/** "14h", "16 hrs", "9 heures": an hour, unless it is short enough for a duration and no "at" is before it. */
export const hourUnit = hourParser(
  new RegExp(`${LEFT}(\\d{1,2}) ?(h|hs|hrs|heures?|horas|uur|u)(?![a-z0-9'])`, 'u'),
  /\d ?[hu]/u,
  (match, { page }) => {
    const [words, written = '', unit = ''] = match;
    const hour = Number(written);
    const [left, right] = [before(page, match.index), after(page, match.index + words.length)];
    if (hour > 23 || LENGTH_AFTER.test(right)) return null;
    const said = AT.test(left) || followsRoomOrDay(page, match.index);
    // English counts hours with "hrs". A number with a space may also be a duration: "12 hrs, 4 people".
    if (!said && (hour < 8 || unit === 'u' || LENGTH_BEFORE.test(left) || (unit === 'hrs' && hour < 13))) return null;
    // "11h" is on the 24-hour clock: "night" in the sentence does not make it 23:00.
    return { hour, half: hour >= 9 && unit === 'h' ? 'literal' : halfOfWritten(written) };
  },
);
