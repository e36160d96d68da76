import { hourParser } from '../hour-parser.ts';
import { halfOfWritten } from '../hours.ts';
import { after, before, DAY, type Page } from '../marked-text.ts';
import { dayFollows, followsRoomOrDay, hasAtCue, roomFollows, standsApart } from '../surroundings.ts';
import { anyOf, wordList } from '../words.ts';

const LEFT = '(?<![a-z0-9])(?<!\\d[.:,/+-])(?<![$€£¥#])';
const UNIT_AFTER = new RegExp(
  `^\\s*${anyOf(
    wordList(`
      release
      beta
      alpha
      rc
      lts
      kc
      eur
      euro
      euros
      usd
      dollars
      bucks
      gb
      tb
      mb
      gib
      km
      m
      kg
      x
      percent
      million
      billion
      k
      star
      stars
      upgrade
      migration
      support
      feature
      features
      docs
      and up
      or later
      of
      std
      stunden
    `),
  )}\\b`,
  'u',
);
/** "the 10.30 group", "tonight's 5.30", "our 5.15". */
const DETERMINED = new RegExp(`(?:\\b(?:the|our|my|to|is|or|not|show)|(?:${DAY}+|tonight|today|tomorrow)'s) $`, 'u');

const IN_ROOM = /\b(?:in|en|im|na|no|dans|room|sala|aula|salle|raum)(?: la| the| der)? $/u;

const isQuarter = (minute: string): boolean => Number(minute) % 15 === 0;

function isPlaced(page: Page, from: number, to: number, minute: string): boolean {
  if (standsApart(page, from, to) || hasAtCue(page, from) || followsRoomOrDay(page, from)) return true;
  if (Number(minute) % 5 === 0 && (roomFollows(page, to) || dayFollows(page, to))) return true;
  return isQuarter(minute) && (DETERMINED.test(before(page, from)) || /^[,!;)]/u.test(after(page, to)));
}

const UNIT = '(?: ?(h|hs|hrs|hours|u|uur|uhr|heures|horas|ore)(?![a-z0-9]))?';
const LENGTH_BEFORE = /\b(?:for|took|takes?|lasts?|dure|dura|durou|dauert|duurt|ran|run|in) (?:about |over )?$/u;
const LENGTH_AFTER = /^ (?:of|long|later|drive|train|flight|straight)\b/u;

/** "10.15 h en la Azotea", "16.00 u": the unit makes it an hour, unless it is a duration. */
const isLength = (page: Page, from: number, to: number, hour: string, unit: string): boolean =>
  LENGTH_BEFORE.test(before(page, from)) ||
  LENGTH_AFTER.test(after(page, to)) ||
  // In English "hours" mostly counts: "2.30 hours".
  (unit === 'hours' && Number(hour) < 8 && !hasAtCue(page, from));

/** A comma is also used in prices and measures: "11,45" needs a cue, or a room beside it. */
const isCommaHour = (page: Page, from: number, to: number, minute: string): boolean =>
  hasAtCue(page, from) || (isQuarter(minute) && (roomFollows(page, to) || followsRoomOrDay(page, from)));

/** "2.30", "13.45", "12,30 h": an hour in a position where an hour can be; otherwise a version or a price. */
export const dottedHour = hourParser(
  new RegExp(`${LEFT}(\\d{1,2})([.,])([0-5]\\d)${UNIT}(?![\\da-z%]|[.,:/+]\\d|\\.x)`, 'u'),
  /\d[.,]\d/u,
  (match, { page, numbers, calendar }) => {
    const [words, hour = '', sign, minute = '', unit] = match;
    const to = match.index + words.length;
    const reading = { hour: Number(hour), minute: Number(minute), half: halfOfWritten(hour) };
    if (unit !== undefined) return isLength(page, match.index, to, hour, unit) ? null : reading;
    // Where dates have the month first, nobody writes hours with a comma.
    if (sign === ',' && (calendar.monthFirst || !isCommaHour(page, match.index, to, minute))) return null;
    // "2.14" is a room if the list has it, unless its minutes are usual for an hour.
    const isRoom = numbers.some((room) => room.from === match.index && room.to === to);
    if (
      (isRoom && (Number(minute) % 5 !== 0 || IN_ROOM.test(before(page, match.index)))) ||
      UNIT_AFTER.test(after(page, to))
    )
      return null;
    if (!isPlaced(page, match.index, to, minute)) return null;
    return reading;
  },
);
