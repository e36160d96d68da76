import type { ParsingContext, ParsingResult } from 'chrono-node';

import type { Stretch } from './marked-text.ts';
import { addTags, type Tag } from './tags.ts';

/**
 * The known half of the day: `am` or `pm`; `literal`: an hour of the 24-hour clock; `bare`: an hour from 1 to 12
 * without a half.
 */
export type Half = 'am' | 'pm' | 'literal' | 'bare';

/** The `half` of a written hour without am or pm: with a leading zero, or past 12, it is on the 24-hour clock. */
export function halfOfWritten(written: string): Half {
  const hour = Number(written);
  return hour > 12 || hour === 0 || /^0\d/u.test(written) ? 'literal' : 'bare';
}

type Components = ParsingResult['start'];

const AM = 0;
const PM = 1;

/** The hour on the 24-hour clock, as far as known. 24 is midnight at the end of the day, also for "12am". */
function clockHour(hour: number, minute: number, half: Half): number {
  if (half === 'pm' && hour <= 12) return (hour % 12) + 12;
  if (half === 'am' && hour === 12) return minute === 0 ? 24 : 0;
  return hour;
}

/** Writes a half of the day into components with an hour and a minute. */
export function setHalf(components: Components, half: Half): void {
  if (half === 'bare') return;
  const hour = clockHour(components.get('hour') ?? 0, components.get('minute') ?? 0, half);
  components.assign('hour', hour).assign('meridiem', hour < 12 ? AM : PM);
}

/**
 * An hour as chrono's components. `meridiem` is certain if the half of the day is known. Null if there is no such hour
 * or minute.
 */
export function hourResult(
  context: ParsingContext,
  stretch: Stretch,
  hour: number,
  minute: number,
  half: Half,
  ...tags: readonly Tag[]
): ParsingResult | null {
  if (!(hour <= 24 && minute <= 59) || (hour === 24 && minute > 0)) return null;
  const result = context.createParsingResult(stretch.from, context.text.slice(stretch.from, stretch.to));
  result.start.assign('hour', hour).assign('minute', minute);
  setHalf(result.start, half);
  return addTags(result, ...tags);
}

/** Whether the half of the day of an hour is unknown. */
export const isBare = (result: ParsingResult): boolean =>
  result.start.isCertain('hour') && !result.start.isCertain('meridiem');

/** The half of the day of a range's start, if its end has one: "1 to 2 PM" starts at 1 pm, "11-1pm" at 11 am. */
export function halfOfStart(written: string, minute: number, end: Components): Half {
  const half = halfOfWritten(written);
  if (half === 'literal' || !end.isCertain('meridiem')) return half;
  if (end.get('hour') === 24) return 'pm';
  const last = ((end.get('hour') ?? 0) % 12) * 60 + (end.get('minute') ?? 0);
  const ends = end.get('meridiem') === PM ? 'pm' : 'am';
  if ((Number(written) % 12) * 60 + minute < last) return ends;
  return ends === 'pm' ? 'am' : 'pm';
}
