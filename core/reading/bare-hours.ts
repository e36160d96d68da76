import { clockTime, halfOfWritten, type ClockTime, type Half } from './clock-time.ts';
import { HOUR_WORDS, numberWord } from './number-words.ts';
import { after, DAY, findAll, MASK, NAME, ROOM, stretchOf, TIME, type Page } from './marked-text.ts';
import { hasAtCue, standsApart } from './written-times.ts';

const N = `(\\d{1,2}|${HOUR_WORDS})`;
const RIGHT = '(?![a-z0-9%$€£°]|[.:,/+]\\d)';
// "at" makes an hour of a number; the other words also count things.
const STRONG = new RegExp(
  `(?:(?<![a-z0-9])(?:at|um|gegen|@)|@)[: ]{0,2}(?:around |about |like |~ ?)?${N}( ?-?ish)?${RIGHT}`,
  'gu',
);
const WEAK = new RegExp(
  `(?<![a-z0-9])(?:around|about|from|ab|von|desde|starts?|starting|start|begins?|kick(?:s|ing)? off|time|when|said|circa|ca\\.?|vers|meet|~)[: ]{0,2}${N}( ?-?ish)?${RIGHT}`,
  'gu',
);
const ISH = new RegExp(`(?<![a-z0-9])(?<!\\d[.:,/+-])${N} ?-?ish(?![a-z0-9])`, 'gu');
const SHARP = new RegExp(`(?<![a-z0-9])(?<!\\d[.:,/+-])${N} (?:sharp|on the dot)(?![a-z0-9])`, 'gu');
const BEFORE_DAY = new RegExp(`(?<![a-z0-9])(?<!\\d[.:,/+-])${N} (?=${DAY}+)`, 'gu');
const PART_OF_DAY = new RegExp(
  `(?<![a-z0-9])(?<!\\d[.:,/+-])${N}(?: o'?clock)? (?:in the (morning|afternoon|evening)|at (night))(?![a-z])`,
  'gu',
);
const AFTER_NIGHT = new RegExp(`(?<=(?:${DAY}) (?:at |@ ?)?)(\\d{1,2})(?![a-z0-9:%]|[.:,/-]\\d)`, 'gu');
const RANGE =
  /(?<![a-z0-9$€£¥#])(?<!\d[.:,/+-])(?<!-)(\d{1,2}) ?(-|~|to|till?|til|'til|until|bis|hasta(?: las)?|ate(?: as)?) ?(\d{1,2})(?![a-z0-9%]|[.:,/+-]\d)/gu;
const BETWEEN =
  /(?<![a-z0-9])(?:between|entre(?: las)?|zwischen|from|von|de|das|desde(?: las)?) (\d{1,2}) ?(?:and|&|y(?: las)?|und|e|et|to|-|till?|bis|a(?: las)?|as) ?(\d{1,2})(?: ?uhr| ?-?ish)?(?![a-z0-9%]|[.:,/+]\d)/gu;

const GOES_ON = new RegExp(
  `^\\s*(?:$|[${ROOM}${TIME}${DAY}${MASK}${NAME}\\n,;:|()<>→•"!?.*=#&+/@'~-]|[\\u0080-\\uffff]|(?:in|at|on|by|with|w|for|till?|to|until|and|or|room|today|tomorrow|tonight|is|are|was|but|so|if|we|i|i'll|we'll|you|it|the|this|that|then|because|cos|local|near|outside|inside|im|der|en|el|na|no|dans|sharp|chez|con|com|mit|avec|pls|please|as|where|when|still|lol|folks|everyone|everybody|all|who|come|join|bring|see|let's|just|right|after|before)\\b)`,
  'u',
);
const COUNTS =
  /^\s*-?(?:[a-z]+s|people|folks|percent|million|thousand|hundred|years?|days?|hours?|minutes?|mins?|different|more|other|new|big|small|of|or more|or so|times?|per|x|k|gb|mb|ms|man|person|woman)\b/u;

const hourOf = (text: string | undefined): number =>
  /^\d/u.test(text ?? '') ? Number(text) : (numberWord(text ?? '') ?? 99);
const halfOf = (text: string | undefined): Half => halfOfWritten(/^\d/u.test(text ?? '') ? (text ?? '') : '1');

function readCued(page: Page, match: RegExpExecArray, strong: boolean): ClockTime | undefined {
  const [words, hour = '', ish] = match;
  const from = match.index + words.length - hour.length - (ish?.length ?? 0);
  const stretch = { from, to: match.index + words.length };
  if (hourOf(hour) === 0 || (!strong && hourOf(hour) > 12)) return undefined;
  const approximate = ish !== undefined || /around|about|~|gegen|vers|circa|ca\b/u.test(words);
  const next = after(page, stretch.to);
  if (COUNTS.test(next) && !/^\s*(?:is|was|as|this|lots|thursdays?|pls)\b/u.test(next)) return undefined;
  if (ish !== undefined || GOES_ON.test(next))
    return clockTime(stretch, hourOf(hour), 0, halfOf(hour), { approximate });
  if (!strong) return undefined;
  // German "um 8 Brettspiele": after "um" a number is an hour.
  if (/^(?:um|gegen)/u.test(words)) return clockTime(stretch, hourOf(hour), 0, halfOf(hour), { approximate });
  return clockTime(stretch, hourOf(hour), 0, halfOf(hour), { approximate, doubt: `“${words}” may not be an hour` });
}

/** Whether two bare hours can be a start and an end: at most `longest` hours apart on the clock face. */
function isRange(start: number, end: number, longest: number): boolean {
  if (start === 0 || end === 0 || start > 24 || end > 24) return false;
  const length = end > start ? end - start : start <= 12 && end <= 12 ? end + 12 - start : 0;
  return length > 0 && length <= longest;
}

function findRanges(page: Page): (ClockTime | undefined)[] {
  const between = findAll(page, BETWEEN).map((match) => {
    if (!isRange(Number(match[1]), Number(match[2]), 9) || COUNTS.test(after(page, match.index + match[0].length)))
      return undefined;
    return clockTime(stretchOf(match), Number(match[1]), 0, halfOfWritten(match[1] ?? ''));
  });
  const plain = findAll(page, RANGE).map((match) => {
    const stretch = stretchOf(match);
    const said = /t[io]l|til|bis|until|hasta/u.test(match[2] ?? '') && !COUNTS.test(after(page, stretch.to));
    if (!isRange(Number(match[1]), Number(match[3]), said ? 9 : 5)) return undefined;
    if (
      !said &&
      !standsApart(page, stretch.from, stretch.to) &&
      !(hasAtCue(page, stretch.from) && !COUNTS.test(after(page, stretch.to)))
    )
      return undefined;
    return clockTime(stretch, Number(match[1]), 0, halfOfWritten(match[1] ?? ''));
  });
  return [...between, ...plain];
}

/** "3 this afternoon", "eight tonight" need nothing around them; "3 tomorrow" may count. */
const standsOrTonight = (page: Page, match: RegExpExecArray): boolean =>
  /^(?:this (?:morning|afternoon|evening)|ton|2n)/u.test(page.plain.slice(match.index + match[0].length)) ||
  standsApart(page, match.index, match.index + match[0].length);

const known = (time: ClockTime | undefined): time is ClockTime => time !== undefined;

/** Hours that are only a number: ranges first, then those with a word that makes them hours. */
export const BARE_HOURS: readonly ((page: Page) => ClockTime[])[] = [
  (page) => findRanges(page).filter(known),
  (page) =>
    findAll(page, PART_OF_DAY)
      .map((match) => clockTime(stretchOf(match), hourOf(match[1]), 0, match[2] === 'morning' ? 'am' : 'pm'))
      .filter(known),
  (page) =>
    findAll(page, STRONG)
      .map((match) => readCued(page, match, true))
      .filter(known),
  (page) =>
    findAll(page, WEAK)
      .map((match) => readCued(page, match, false))
      .filter(known),
  (page) =>
    findAll(page, BEFORE_DAY)
      .filter(
        (match) =>
          standsOrTonight(page, match) &&
          /^(?:tom|tm|2mo|2n|ton|this)/u.test(page.plain.slice(match.index + match[0].length)),
      )
      .map((match) =>
        clockTime({ from: match.index, to: match.index + match[0].length - 1 }, hourOf(match[1]), 0, halfOf(match[1])),
      )
      .filter(known),
  (page) =>
    findAll(page, AFTER_NIGHT)
      .filter((match) =>
        /(?:night|evening|morning|afternoon|tomorrow|tmrw|today|tonight|morgen|heute|manana|hoy|amanha|hoje|demain) (?:at |@ ?)?$/u.test(
          page.plain.slice(Math.max(0, match.index - 16), match.index),
        ),
      )
      .filter((match) => GOES_ON.test(after(page, match.index + match[0].length)))
      .map((match) => clockTime(stretchOf(match), Number(match[1]), 0, halfOf(match[1])))
      .filter(known),
  (page) =>
    findAll(page, ISH)
      .map((match) => clockTime(stretchOf(match), hourOf(match[1]), 0, halfOf(match[1]), { approximate: true }))
      .filter(known),
  (page) =>
    findAll(page, SHARP)
      .map((match) => clockTime(stretchOf(match), hourOf(match[1]), 0, halfOf(match[1])))
      .filter(known),
];
