import { isDuring } from '../calendar.ts';
import { dayResult } from '../days.ts';
import { dictionaryOf } from '../locales/index.ts';
import { after, before, stretchOf } from '../marked-text.ts';
import { hourOf } from '../number-words.ts';
import { settingOf, timeParser } from '../time-parser.ts';
import { anyOf } from '../words.ts';

const ORDINALS = dictionaryOf('ordinals');
const NUMBER = '(\\d|one|two|three|four|five|eins|zwei|drei)';
const PATTERN =
  `(?<![a-z0-9-])(?:(?:on )?(?:the )?(${anyOf(ORDINALS.keys())}) (?:day|dia)|` +
  `(?:conf(?:erence)? )?(?:day|tag|jour|dia) ?#?${NUMBER}|(\\d)\\. tag)(?![a-z0-9]|[.:]\\d)|` +
  '([1-9])日目|(初日|最終日)';
const PART = `${anyOf(ORDINALS.keys())} (?:day|dia)|(?:day|tag|jour|dia) ?#?${NUMBER}|\\d\\. tag|日`;
/** Sprints and tutorials count their own days, and a job has a first day too. */
const OTHER_BEFORE = /\b(?:sprints?|tutorials?|workshops?) $/u;
const OTHER_AFTER = /^ of (?:the )?(?:sprints?|tutorials?|workshops?|talks|school|work)/u;

/** "day 2", "the first day", "3日目": a day of the conference, by number. */
export const nthDay = timeParser(
  new RegExp(PATTERN, 'u'),
  /day|tag|jour|dia|日/u,
  (context, match) => {
    const { page, calendar } = settingOf(context);
    const [words, ordinal, number, german, japanese, edge] = match;
    const told = ordinal === undefined ? hourOf(number ?? german ?? japanese) : (ORDINALS.get(ordinal) ?? 0);
    const nth = edge === undefined ? told : edge === '初日' ? 1 : 0;
    const day = nth === 0 ? calendar.last : calendar.first + nth - 1;
    if (!isDuring(calendar, day)) return null;
    const others =
      OTHER_BEFORE.test(before(page, match.index)) || OTHER_AFTER.test(after(page, match.index + words.length));
    const tags = others ? (['doubt/counts-other-days'] as const) : [];
    return dayResult(context, stretchOf(match), [day], 'day/date', 'any', ...tags);
  },
  PART,
);
