import { hourParser } from '../hour-parser.ts';
import { halfOfWritten } from '../hours.ts';
import { after, before, NAME, ROOM } from '../marked-text.ts';
import {
  counts,
  followsDay,
  followsRoomOrDay,
  hasAtCue,
  opensRight,
  roomFollows,
  standsApart,
} from '../surroundings.ts';

const LEFT = '(?<![a-z0-9])(?<!\\d[.:,/+-])(?<![$€£¥#])';
const COUNTED = ' ?(?:users|people|issues|stars|lines|tests)';
const BEHIND_ROOM = new RegExp(`[${ROOM}${NAME}],? $`, 'u');
const SAID_AT = /(?:\b(?:at|um)\s*|@\s*)$/u;

/** "1545", "0900", "1700hrs", "tomorrow 930". A number that could be a year is a year, unless "at" is before it. */
export const fourDigits = hourParser(
  new RegExp(`${LEFT}([01]?\\d|2[0-3])([0-5]\\d)( ?(?:hrs?|h|hours|uhr|z))?(?![\\da-z%]|[.,:/]\\d|${COUNTED})`, 'u'),
  /\d{3}/u,
  (match, { page, numbers }) => {
    const [words, hour = '', minute = '', unit] = match;
    const to = match.index + words.length;
    if (hour.length === 1) {
      const said = followsDay(page, match.index) || (hasAtCue(page, match.index) && roomFollows(page, to));
      const isRoom = numbers.some((room) => room.from === match.index);
      const stands = unit === undefined && (opensRight(page, to) || roomFollows(page, to));
      return said && stands && !isRoom && Number(minute) % 15 === 0
        ? { hour: Number(hour), minute: Number(minute), half: halfOfWritten(hour) }
        : null;
    }
    const reading = { hour: Number(hour), minute: Number(minute), half: 'literal' } as const;
    if (unit !== undefined) return reading;
    const year = /^(?:19|20)/u.test(words);
    const padded = words.startsWith('0');
    const placed = standsApart(page, match.index, to) || followsRoomOrDay(page, match.index) || roomFollows(page, to);
    if (Number(minute) % 5 !== 0 || !(padded || hasAtCue(page, match.index) || (placed && !year))) return null;
    // "gallery 1330 wardley maps": right after a room it is no count, unless a plural follows.
    const behindRoom = BEHIND_ROOM.test(before(page, match.index)) && !counts(after(page, to));
    if (!padded && !behindRoom && !opensRight(page, to)) return null;
    return year && !SAID_AT.test(before(page, match.index)) ? null : reading;
  },
);
