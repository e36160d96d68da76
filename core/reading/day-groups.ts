/** Groups neighbouring words for days: they name one day, or several. */
import type { ParsingResult } from 'chrono-node';

import type { DayNumber } from './calendar.ts';
import { daysOf, partOfDay } from './days.ts';
import { listOf } from './locales/index.ts';
import { before, type Page, type Stretch } from './marked-text.ts';
import { hasTag } from './tags.ts';
import { stretchOfResult } from './time-parser.ts';
import { anyOf } from './words.ts';

/** Neighbouring words for days, such as `Sat 28 Oct` or `Thu+Fri`. */
export interface DayGroup extends Stretch {
  readonly days: readonly DayNumber[];
  readonly part?: 'am' | 'pm';
  /** Its last words, for their doubts. */
  readonly words: ParsingResult;
  /** "today" and the like count from the day of posting. */
  readonly relative: boolean;
}

const ARTICLE = '(?:the |den |el |le |on |dia |of |o )?';
const JOINS = anyOf([...listOf('and'), ...listOf('or'), '+', 'to', 'through', 'thru', 'bis']);
const TOGETHER = new RegExp(`^[\\s,.;:()[\\]/|"-]{0,4}(?:=\\s?)?${ARTICLE}(?:${JOINS} ?(?:on |the )?)?$`, 'u');

/** "your flight isn't till tonight", "I sleep until tomorrow": the end of something. */
const ENDS_BEFORE =
  /(?:\b|(?='))(?:until|'?till?|before|by|bis|vor|hasta|antes de|ate|jusqu'a|tot|fino a|prima di|fram till) $/u;

function groupOf(result: ParsingResult): DayGroup {
  const part = partOfDay(result);
  return {
    ...stretchOfResult(result),
    days: daysOf(result),
    relative: hasTag(result, 'day/relative'),
    ...(part ? { part } : {}),
    words: result,
  };
}

function merge(last: DayGroup, next: DayGroup): DayGroup {
  const common = last.days.filter((one) => next.days.includes(one));
  const days = common.length > 0 ? common : [...new Set([...last.days, ...next.days])];
  const part = last.part ?? next.part;
  return {
    ...next,
    from: last.from,
    days,
    relative: last.relative || next.relative,
    ...(part ? { part } : {}),
  };
}

/** Joins neighbours. Words that agree name one day; words that do not agree name several days. */
export function groupDays(page: Page, results: readonly ParsingResult[]): DayGroup[] {
  const groups: DayGroup[] = [];
  const isStart = (result: ParsingResult): boolean =>
    daysOf(result).length > 0 && !ENDS_BEFORE.test(before(page, result.index, 16));
  for (const result of results.filter(isStart)) {
    const [last, next] = [groups.at(-1), groupOf(result)];
    const gap = last && page.marked.slice(last.to, next.from);
    if (last && gap !== undefined && TOGETHER.test(gap) && !/\n\s*\n/u.test(gap))
      groups[groups.length - 1] = merge(last, next);
    else groups.push(next);
  }
  return groups;
}
