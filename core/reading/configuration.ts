import { Chrono, type Parser, type Refiner } from 'chrono-node';

import { halbDrei, umDrei } from './locales/de/halb-drei.ts';
import { halfPast, halfThree } from './locales/en/half-past.ts';
import { hundredHours, oclock, threePm, threeThirty } from './locales/en/oclock.ts';
import { cincoYMedia, cuartoParaLas, lasCinco } from './locales/es/las-cinco.ts';
import { cinqHeures } from './locales/fr/cinq-heures.ts';
import { kal } from './locales/hi/kal.ts';
import { minuteMein, paanchBaje } from './locales/hi/paanch-baje.ts';
import { alleCinque } from './locales/it/alle-cinque.ts';
import { gozenGogo } from './locales/ja/gozen-gogo.ts';
import { halfDrie, kwartOver2, omDrie, omHalf3 } from './locales/nl/half-drie.ts';
import { godz, oOsmej, wpolDoTrzeciej } from './locales/pl/o-osmej.ts';
import { asCinco, cincoDaTarde, dezEMeia, quinzePrasSeis } from './locales/pt/as-cinco.ts';
import { halvTre, klTre } from './locales/sv/halv-tre.ts';
import {
  approximateHour,
  bareHourAtCue,
  bareHourFor,
  bareHourWeakCue,
  correctedHour,
  hourBeforePart,
  hourInPart,
  hourOff,
} from './parsers/bare-hour-after-cue.ts';
import {
  hourAfterDay,
  hourAfterWeekday,
  hourBeforeDay,
  hourBeforeRoom,
  hourBetweenCommas,
  hourInTelegram,
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
} from './parsers/from-posting.ts';
import { hourH, hourUnit, uhr } from './parsers/hour-unit.ts';
import { minuteOfTheHour, topOfTheHour } from './parsers/minute-of-the-hour.ts';
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
import { dropNamedHours } from './refiners/drop-named-hours.ts';
import { dropRoomHours } from './refiners/drop-room-hours.ts';
import { joinRanges } from './refiners/join-ranges.ts';
import { tagRoles } from './refiners/tag-roles.ts';
import { stringFinder } from './string-finder.ts';
import type { TimeParser } from './time-parser.ts';

/**
 * The configuration of chrono-node: how days and hours are read. The order counts: each parser sees the findings of
 * earlier parsers as marks (`time-parser.ts`). The list has none of chrono's own parsers: each of them reads one
 * language, and they do not know rooms, bare hours or doubts. chrono's removal of overlaps is left out, because the
 * order decides overlaps. So are its refiners of zones, because our zones are IANA zones.
 */
const PARSERS: readonly (Parser | TimeParser)[] = [
  // Dates first, before their numbers can be read as hours.
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
  cuartoParaLas,
  lasCinco,
  cincoYMedia,
  cinqHeures,
  quinzePrasSeis,
  asCinco,
  cincoDaTarde,
  dezEMeia,
  alleCinque,
  halfDrie,
  kwartOver2,
  omDrie,
  halvTre,
  klTre,
  wpolDoTrzeciej,
  oOsmej,
  godz,
  paanchBaje,
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
  kal,
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
  hourBeforePart,
  bareHourAtCue,
  bareHourWeakCue,
  bareHourFor,
  correctedHour,
  hourOff,
  hourBeforeRoom,
  hourBetweenCommas,
  hourInTelegram,
  hourBeforeDay,
  hourAfterDay,
  hourAfterWeekday,
  approximateHour,
  // Starts relative to the moment of posting.
  inLength,
  inMinutes,
  fromNow,
  japaneseAfter,
  minuteMein,
  countdown,
  topOfTheHour,
  minuteOfTheHour,
  inBareMinutes,
  inMinutesInWords,
  minutesAfterRoom,
  minutesLeft,
  now,
];

const REFINERS: readonly Refiner[] = [joinRanges, addOtherHours, dropRoomHours, tagRoles, dropNamedHours];

/** For each parser the strings of which its forms need one. Without such strings, it is always tried. */
const NEEDS = PARSERS.map((parser) => ('needs' in parser && parser.needs) || undefined);
const findNeeds = stringFinder(NEEDS.map((needs) => needs ?? []));

/**
 * The configuration for a text. A parser finds nothing in a text without the strings that its forms need, and most
 * posts have the strings of few parsers. So one search for the strings of all parsers comes first.
 */
export function timeChronoFor(text: string): Chrono {
  const present = findNeeds(text);
  const parsers = PARSERS.filter((_, at) => NEEDS[at] === undefined || present[at] === 1);
  return new Chrono({ parsers, refiners: [...REFINERS] });
}
