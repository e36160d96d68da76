import type { ParsingResult, Refiner } from 'chrono-node';

import type { Page } from '../marked-text.ts';
import { markStretches, TIME } from '../marked-text.ts';
import { AND, ARTICLE, joined, TO } from '../range.ts';
import { settingOf, stretchOfResult } from '../time-parser.ts';

const CONNECTOR = new RegExp(`^ ?${TO} ?${ARTICLE}$`, 'u');
const AND_CONNECTOR = new RegExp(`^ ?${AND} ?${ARTICLE}$`, 'u');
const BETWEEN = /\b(?:between|entre(?: las)?|zwischen) $/u;

function isRange(page: Page, first: ParsingResult, second: ParsingResult): boolean {
  const start = stretchOfResult(first);
  const gap = page.marked.slice(start.to, second.index);
  if (CONNECTOR.test(gap)) return true;
  return AND_CONNECTOR.test(gap) && BETWEEN.test(page.marked.slice(Math.max(0, start.from - 16), start.from));
}

const isHour = (result: ParsingResult): boolean => result.start.isCertain('hour');

/** "3pm to half past four": joins two hours that are the ends of one range into one start. */
export const joinRanges: Refiner = {
  refine: (context, results) => {
    const { page } = settingOf(context);
    const kept: ParsingResult[] = [];
    for (const result of results) {
      const last = kept.at(-1);
      if (last && isHour(last) && isHour(result) && isRange(page, last, result)) {
        const whole = joined(context, last, result);
        markStretches(page, [stretchOfResult(whole)], TIME);
      } else kept.push(result);
    }
    return kept;
  },
};
