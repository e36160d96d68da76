import { hourParser, type ReadHour } from '../hour-parser.ts';

// Not inside a word or number, not a price, a fraction or the end of a version. In "at4pm" and "204,11am" a space is
// missing.
const LEFT = '(?<![a-z0-9])(?<!\\d[.:/+])(?<!(?<!\\d\\d)\\d,)(?<![$€£¥#])';
const START = `(?:${LEFT}|(?<=(?<![a-z])at))`;
const CLOCK = '(\\d{1,2})(?:[:.h;]? ?([0-5]\\d)(?::[0-5]\\d)?)?';
const MERIDIEM = '(a\\.m\\.?|p\\.m\\.?|am|pm|[ap] m)(?![a-z0-9])';
/** "5pmin Suite 7". */
const GLUED = '(am|pm)(?=in |at |room |on )';

const read: ReadHour = ([, hour, minute, meridiem, glued]) => ({
  hour: Number(hour),
  minute: Number(minute ?? 0),
  half: (meridiem ?? glued)?.startsWith('a') ? 'am' : 'pm',
});

/** "5pm", "5:30 p.m.", "11 am", in dictated posts "10 30 a m". */
export const twelveHour = hourParser(
  new RegExp(`${START}${CLOCK} ?(?:${MERIDIEM}|${GLUED})`, 'u'),
  /\d ?[ap][. ]?m/u,
  read,
);

/** "5p", "11:30a", "430p". */
export const shortTwelveHour = hourParser(
  new RegExp(`${LEFT}(\\d{1,2})(?:[:.]([0-5]\\d)|(00|15|30|45))?([ap])(?![a-z0-9'/&])`, 'u'),
  /\d[ap]/u,
  ([, hour, minute, glued, half]) => ({
    hour: Number(hour),
    minute: Number(minute ?? glued ?? 0),
    half: half === 'a' ? 'am' : 'pm',
  }),
);
