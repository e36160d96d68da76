import { hourParser } from '../hour-parser.ts';
import { halfOfWritten } from '../hours.ts';
import { after } from '../marked-text.ts';
import { hasAtCue } from '../surroundings.ts';
import { anyOf, wordList } from '../words.ts';

// Not inside a word or number, except after the "T" of "2017-05-19T14:00".
const LEFT = '(?:(?<![a-z0-9])|(?<=-\\d\\dt))(?<!\\d[.:,/+])(?<![$€£¥#])';
const UNIT = '(?: ?(?:uhr|uur|hrs?|horas|h|u)\\b)?';

/** "2:30 long", "1:47 of": a duration. */
const LENGTH_AFTER = new RegExp(
  `^\\s*${anyOf(
    wordList(`
      long
      mark
      minute
      minutes
      min
      mins
      of
      remaining
      pace
      into the
      in the video
      video
      km
      mile
      ratio
      scale
      win
      score
    `),
  )}\\b`,
  'u',
);

/** "17:00", "5:30", "5;30", "17:00 Uhr", "6:30ish". */
export const colonHour = hourParser(
  new RegExp(`${LEFT}(\\d{1,2}) ?[:;] ?([0-5]\\d)( ?-?ish(?![a-z]))?(?![\\d%]|[:.]\\d|[a-gi-z])${UNIT}`, 'u'),
  /\d ?[:;] ?\d/u,
  (match, { page }) => {
    const [words, hour = '', minute, ish] = match;
    const isLength = LENGTH_AFTER.test(after(page, match.index + words.length)) && !hasAtCue(page, match.index);
    if (isLength) return null;
    const tags = ish === undefined ? [] : (['hour/approximate'] as const);
    return { hour: Number(hour), minute: Number(minute), half: halfOfWritten(hour), tags };
  },
);
