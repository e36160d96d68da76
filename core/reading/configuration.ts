import { Chrono, type Parser, type Refiner } from 'chrono-node';

import { halbDrei, umDrei } from './locales/de/halb-drei.ts';
import { halfPast, halfThree } from './locales/en/half-past.ts';
import { hundredHours, oclock, threePm, threeThirty } from './locales/en/oclock.ts';
import { cincoYMedia, lasCinco } from './locales/es/las-cinco.ts';
import { cinqHeures } from './locales/fr/cinq-heures.ts';
import { alleCinque } from './locales/it/alle-cinque.ts';
import { gozenGogo } from './locales/ja/gozen-gogo.ts';
import { halfDrie, omDrie, omHalf3 } from './locales/nl/half-drie.ts';
import { godz, oOsmej, wpolDoTrzeciej } from './locales/pl/o-osmej.ts';
import { asCinco, cincoDaTarde, dezEMeia, quinzePrasSeis } from './locales/pt/as-cinco.ts';
import { halvTre, klTre } from './locales/sv/halv-tre.ts';
import {
  approximateHour,
  bareHourAtCue,
  bareHourFor,
  bareHourWeakCue,
  correctedHour,
  hourInPart,
  hourOff,
} from './parsers/bare-hour-after-cue.ts';
import {
  hourAfterDay,
  hourAfterWeekday,
  hourBeforeDay,
  hourBeforeRoom,
  hourBetweenCommas,
} from './parsers/bare-hour-beside-day.ts';
import { bareRange, betweenHours } from './parsers/bare-range.ts';
import { colonHour } from './parsers/colon-hour.ts';
import { dottedHour } from './parsers/dotted-hour.ts';
import { fourDigits } from './parsers/four-digits.ts';
import {
  countdown,
  fromNow,
  inBareMinutes,
  inMinutesInWords,
  inLength,
  inMinutes,
  japaneseAfter,
  minutesAfterRoom,
  minutesLeft,
  topOfTheHour,
} from './parsers/from-posting.ts';
import { hourH, hourUnit, uhr } from './parsers/hour-unit.ts';
import { dayMonth, dayOfMonth, japaneseDate, monthDay } from './parsers/named-dates.ts';
import { midnight, noon } from './parsers/noon-and-midnight.ts';
import { nthDay } from './parsers/nth-day.ts';
import { dashedDate, dateWithYear, dottedDate, isoDate, openDottedDate, slashedDate } from './parsers/numeric-dates.ts';
import { everyDay, misspeltTomorrow, relativeDay, tom } from './parsers/relative-days.ts';
import { now } from './parsers/now.ts';
import { roomNumbers } from './parsers/room-numbers.ts';
import { shortTwelveHour, twelveHour } from './parsers/twelve-hour.ts';
import { japaneseWeekday, misspeltWeekday, weekday, weekdayInShort } from './parsers/weekdays.ts';
import { addOtherHours } from './refiners/add-other-hours.ts';
import { dropRoomHours } from './refiners/drop-room-hours.ts';
import { joinRanges } from './refiners/join-ranges.ts';
import { tagRoles } from './refiners/tag-roles.ts';
import type { TimeParser } from './time-parser.ts';

/**
 * How days and hours are read: a configuration of chrono-node. The order counts: each parser sees what those before
 * it have read as marks (`time-parser.ts`). None of chrono's own parsers is in the list: each reads one language, and
 * they know no rooms, no bare hours and no doubts. chrono's removal of overlaps is left out, since the order settles
 * them, and its refiners of zones, since ours are zones of IANA.
 */
const PARSERS: readonly Parser[] = [
  // Dates, before their numbers can be hours.
  isoDate,
  dateWithYear,
  slashedDate,
  dashedDate,
  dayMonth,
  monthDay,
  japaneseDate,
  dottedDate,
  openDottedDate,
  dayOfMonth,
  // Hours as they are spoken.
  omHalf3,
  halfPast,
  halfThree,
  threeThirty,
  oclock,
  hundredHours,
  threePm,
  halbDrei,
  umDrei,
  lasCinco,
  cincoYMedia,
  cinqHeures,
  quinzePrasSeis,
  asCinco,
  cincoDaTarde,
  dezEMeia,
  alleCinque,
  halfDrie,
  omDrie,
  halvTre,
  klTre,
  wpolDoTrzeciej,
  oOsmej,
  godz,
  noon,
  midnight,
  // Hours as they are written, the certain ones first.
  twelveHour,
  shortTwelveHour,
  gozenGogo,
  colonHour,
  hourH,
  uhr,
  hourUnit,
  fourDigits,
  dottedHour,
  // Days in words.
  relativeDay,
  tom,
  everyDay,
  misspeltTomorrow,
  nthDay,
  weekday,
  weekdayInShort,
  japaneseWeekday,
  misspeltWeekday,
  // Numbers that are rooms, then numbers that are hours.
  roomNumbers,
  betweenHours,
  bareRange,
  hourInPart,
  bareHourAtCue,
  bareHourWeakCue,
  bareHourFor,
  correctedHour,
  hourOff,
  hourBeforeRoom,
  hourBetweenCommas,
  hourBeforeDay,
  hourAfterDay,
  hourAfterWeekday,
  approximateHour,
  // Starts told from the moment of posting.
  inLength,
  inMinutes,
  fromNow,
  japaneseAfter,
  countdown,
  topOfTheHour,
  inBareMinutes,
  inMinutesInWords,
  minutesAfterRoom,
  minutesLeft,
  now,
];

const REFINERS: readonly Refiner[] = [joinRanges, addOtherHours, dropRoomHours, tagRoles];

/** What few posts hold, by how the forms begin: with a digit, with a letter, with either. */
const SELDOM: readonly (readonly TimeParser[])[] = [
  [
    isoDate,
    dateWithYear,
    slashedDate,
    dashedDate,
    japaneseDate,
    dottedDate,
    openDottedDate,
    dottedHour,
    hourBeforeRoom,
  ],
  [shortTwelveHour, fourDigits, minutesAfterRoom, hourUnit, hourH],
  [halfThree, hundredHours, halbDrei, cincoYMedia, quinzePrasSeis, cincoDaTarde, dezEMeia, bareHourFor, correctedHour],
  [threeThirty, oclock, uhr, tom, topOfTheHour, countdown, approximateHour, midnight],
  [fromNow, japaneseAfter, japaneseWeekday, gozenGogo],
  [omHalf3, halfDrie, halvTre, wpolDoTrzeciej],
  [alleCinque, omDrie, klTre, oOsmej, godz],
  [umDrei, lasCinco, noon, hourInPart, hourOff],
  [asCinco, nthDay, dayOfMonth],
];
const HINTS = SELDOM.map((parsers) => new RegExp(parsers.map(({ hint }) => hint.source).join('|'), 'u'));

const made = new Map<number, Chrono>();

/**
 * The configuration for a text. A parser whose hint the text lacks finds nothing; but chrono runs each of a list, and
 * seventy hints cost more than all that they find. So one look decides about a group of seldom ones.
 */
export function timeChronoFor(text: string): Chrono {
  let present = 0;
  for (let at = 0; at < HINTS.length; at++) if (HINTS[at]?.test(text)) present |= 1 << at;
  const known = made.get(present);
  if (known) return known;
  const absent = new Set<Parser>(SELDOM.filter((_, at) => (present & (1 << at)) === 0).flat());
  const chrono = new Chrono({ parsers: PARSERS.filter((parser) => !absent.has(parser)), refiners: [...REFINERS] });
  made.set(present, chrono);
  return chrono;
}
