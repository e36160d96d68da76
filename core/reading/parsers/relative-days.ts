import { dayResult } from '../days.ts';
import { dictionaryOf, listOf } from '../locales/index.ts';
import type { PartOfDay } from '../locales/locale.ts';
import { after, stretchOf, TIME } from '../marked-text.ts';
import { nearly } from '../spelling.ts';
import { settingOf, timeParser } from '../time-parser.ts';
import { anyOf, isSpaced, WORD_END, WORD_START } from '../words.ts';

/** Searching for the names themselves is as quick as any hint. */
const ANY_WORD = /[a-z\u0370-\u06d3\u0900-\u0963\u3040-\u9fff]/u;
const PARTS = new Map([...dictionaryOf('partsOfDay')].filter(([word]) => isSpaced(word)));
/** "guten Morgen" and "por la mañana" are no days. */
const NO_TOMORROW = '(?!morgen(?<=(?:guten|gestern|am|jeden) morgen))(?!manana(?<=(?:la|esta|de|por|una|cada) manana))';

interface RelativeDay {
  /** Days after the day of posting. */
  readonly days: number;
  readonly part: PartOfDay;
}
const entries = (key: 'dayAfterTomorrow' | 'yesterday' | 'today' | 'tomorrow', days: number) =>
  [...dictionaryOf(key)].map(([word, part]): [string, RelativeDay] => [word, { days, part }]);
const WORDS = new Map([
  ...entries('dayAfterTomorrow', 2),
  ...entries('tomorrow', 1),
  ...entries('today', 0),
  ...entries('yesterday', -1),
]);
const NAMES = anyOf([...WORDS.keys()].filter(isSpaced));
const OTHERS = anyOf([...WORDS.keys()].filter((name) => !isSpaced(name)));

/** "today", "tonight", "mañana por la tarde", "übermorgen", "昨日". */
export const relativeDay = timeParser(
  new RegExp(`${WORD_START}${NO_TOMORROW}(${NAMES})(?: ?(${anyOf(PARTS.keys())}))?${WORD_END}|(${OTHERS})`, 'u'),
  ANY_WORD,
  (context, match) => {
    const [, word, part = '', other] = match;
    const meant = WORDS.get((word ?? other ?? '').replaceAll('-', ' '));
    if (!meant) return null;
    const kind = meant.days < 0 ? 'day/past' : 'day/relative';
    const half = PARTS.get(part.replaceAll('-', ' ')) ?? meant.part;
    return dayResult(context, stretchOf(match), [settingOf(context).posting.day + meant.days], kind, half);
  },
  anyOf(WORDS.keys()),
);

const HOUR_FOLLOWS = new RegExp(`^,? (?:at )?${TIME}`, 'u');

/** "tom 3pm" means tomorrow, or is a person's name. */
export const tom = timeParser(/(?<![a-z0-9])tom(?![a-z0-9])/u, /tom/u, (context, match) => {
  const { page, posting } = settingOf(context);
  if (!HOUR_FOLLOWS.test(after(page, match.index + 3))) return null;
  return dayResult(context, stretchOf(match), [posting.day + 1], 'day/relative', 'any', 'doubt/not-tomorrow');
});

/** "tomorrwo", "toomorrow": after one wrong letter, the beginning or the end is still right. */
export const misspeltTomorrow = timeParser(/(?<![a-z0-9])t[a-z]{6,9}(?![a-z0-9])/u, /tom|row/u, (context, match) => {
  if (!nearly(match[0], 'tomorrow') && !nearly(match[0], 'tommorow')) return null;
  return dayResult(context, stretchOf(match), [settingOf(context).posting.day + 1], 'day/relative');
});

const DAY_NAME = (days: string): string => `(?:${days})[a-z]{0,6}`;
const FIRST_DAY = DAY_NAME('mon|tue|wed|thu|fri');
const LAST_DAY = DAY_NAME('tue|wed|thu|fri|sat|sun');
const WEEKDAY_RANGE = `${FIRST_DAY} ?(?:-|to|through|thru) ?${LAST_DAY}`;
const EVERY = listOf('everyDay');

/** "every day", "Mon-Fri". */
export const everyDay = timeParser(
  new RegExp(
    `${WORD_START}(?:${anyOf(EVERY.filter(isSpaced))}|${WEEKDAY_RANGE})${WORD_END}|` +
      anyOf(EVERY.filter((name) => !isSpaced(name))),
    'u',
  ),
  new RegExp(`${anyOf(EVERY)}|mon|tue|wed|thu|fri`, 'u'),
  (context, match) => dayResult(context, stretchOf(match), [], 'day/every'),
);
