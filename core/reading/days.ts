import type { ParsingContext, ParsingResult } from 'chrono-node';

import { dayNumber, weekdayOf, type DayNumber } from './calendar.ts';
import type { PartOfDay } from './locales/locale.ts';
import type { Stretch } from './marked-text.ts';
import { addTags, type DayKind, type Tag } from './tags.ts';

const DAY_MS = 86_400_000;

function assignDay(components: ParsingResult['start'], day: DayNumber): void {
  const date = new Date(day * DAY_MS);
  components
    .assign('year', date.getUTCFullYear())
    .assign('month', date.getUTCMonth() + 1)
    .assign('day', date.getUTCDate());
}

/**
 * A day as chrono's components. If the words name two days, "3-5 March", the second one is the result's end. `kind`
 * becomes a tag. `part`, the half of the day in these words, becomes the meridiem.
 */
export function dayResult(
  context: ParsingContext,
  stretch: Stretch,
  days: readonly (DayNumber | undefined)[],
  kind: DayKind,
  part: PartOfDay = 'any',
  ...tags: readonly Tag[]
): ParsingResult | null {
  const [first, second] = days.filter((day) => day !== undefined);
  if (first === undefined && kind !== 'day/every' && kind !== 'day/none') return null;
  const result = context.createParsingResult(stretch.from, context.text.slice(stretch.from, stretch.to));
  if (first !== undefined) assignDay(result.start, first);
  if (kind === 'day/weekday' && first !== undefined) result.start.assign('weekday', weekdayOf(first));
  if (second !== undefined) {
    result.end = context.createParsingComponents();
    assignDay(result.end, second);
  }
  if (part !== 'any') result.start.assign('meridiem', part === 'am' ? 0 : 1);
  return addTags(result, kind, ...tags);
}

const dayOf = (components: ParsingResult['start']): DayNumber | undefined =>
  components.isCertain('day')
    ? dayNumber(components.get('year') ?? 0, components.get('month') ?? 0, components.get('day') ?? 0)
    : undefined;

/** The days that a result names. */
export const daysOf = (result: ParsingResult): DayNumber[] =>
  [dayOf(result.start), result.end ? dayOf(result.end) : undefined].filter((day) => day !== undefined);

/** The half of the day in a day's words: "tonight", "tomorrow morning". */
export function partOfDay(result: ParsingResult): 'am' | 'pm' | undefined {
  if (!result.start.isCertain('meridiem')) return undefined;
  return result.start.get('meridiem') === 0 ? 'am' : 'pm';
}
