import type { Parser } from 'chrono-node';

import { dayResult } from '../days.ts';
import { dictionaryOf, listOf } from '../locales/index.ts';
import type { PartOfDay } from '../locales/locale.ts';
import { after, stretchOf, TIME } from '../marked-text.ts';
import { nearly } from '../spelling.ts';
import type { DayKind, Tag } from '../tags.ts';
import { settingOf, timeParser } from '../time-parser.ts';
import { anyOf, WORD_END, WORD_START } from '../words.ts';

const isLatin = (word: string): boolean => /^[a-z0-9]/u.test(word);
const PARTS = new Map([...dictionaryOf('partsOfDay')].filter(([word]) => isLatin(word)));
/** "guten Morgen" and "por la mañana" name no day. */
const NO_TOMORROW = '(?!(?<=(?:guten|gestern|am|jeden) )morgen)(?!(?<=(?:la|esta|de|por|una|cada) )manana)';

/** A parser of words that name a day so many days after the day of posting, with the part of the day behind them. */
function relativeDay(words: ReadonlyMap<string, PartOfDay>, days: number, kind: DayKind, ...tags: Tag[]): Parser {
  const names = [...words.keys()];
  const latin = `${WORD_START}${NO_TOMORROW}(${anyOf(names.filter(isLatin))})(?: (${anyOf(PARTS.keys())}))?${WORD_END}`;
  const others = names.filter((name) => !isLatin(name));
  const pattern = others.length === 0 ? latin : `${latin}|(${anyOf(others)})`;
  const hint = new RegExp(anyOf(names), 'u');
  return timeParser(new RegExp(pattern, 'u'), hint, (context, match) => {
    const [, word, part, other] = match;
    const said = words.get((word ?? other ?? '').replaceAll('-', ' ')) ?? 'any';
    const day = settingOf(context).posting.day + days;
    return dayResult(
      context,
      stretchOf(match),
      [day],
      kind,
      PARTS.get(part?.replaceAll('-', ' ') ?? '') ?? said,
      ...tags,
    );
  });
}

export const dayAfterTomorrow = relativeDay(dictionaryOf('dayAfterTomorrow'), 2, 'day/relative');
export const yesterday = relativeDay(dictionaryOf('yesterday'), -1, 'day/past');
export const today = relativeDay(dictionaryOf('today'), 0, 'day/relative');
export const tomorrow = relativeDay(dictionaryOf('tomorrow'), 1, 'day/relative');

const HOUR_FOLLOWS = new RegExp(`^,? (?:at )?${TIME}`, 'u');

/** "tom 3pm" is tomorrow, or a person's name. */
export const tom = timeParser(/(?<![a-z0-9])tom(?![a-z0-9])/u, /tom/u, (context, match) => {
  const { page, posting } = settingOf(context);
  if (!HOUR_FOLLOWS.test(after(page, match.index + 3))) return null;
  return dayResult(context, stretchOf(match), [posting.day + 1], 'day/relative', 'any', 'doubt/not-tomorrow');
});

/** "tomorrwo", "toomorrow". */
export const misspeltTomorrow = timeParser(/(?<![a-z0-9])t[a-z]{6,9}(?![a-z0-9])/u, /m/u, (context, match) => {
  if (!nearly(match[0], 'tomorrow') && !nearly(match[0], 'tommorow')) return null;
  return dayResult(context, stretchOf(match), [settingOf(context).posting.day + 1], 'day/relative');
});

const DAY_NAME = (days: string): string => `(?:${days})[a-z]{0,6}`;
const WEEKDAY_RANGE = `${DAY_NAME('mon|tue|wed|thu|fri')} ?(?:-|to|through|thru) ?${DAY_NAME('tue|wed|thu|fri|sat|sun')}`;
const EVERY = listOf('everyDay');

/** "every day", "Mon-Fri". */
export const everyDay = timeParser(
  new RegExp(
    `${WORD_START}(?:${anyOf(EVERY.filter(isLatin))}|${WEEKDAY_RANGE})${WORD_END}|` +
      anyOf(EVERY.filter((name) => !isLatin(name))),
    'u',
  ),
  /day|daily|all|mon|tue|wed|thu|fri|tag|dia|jour|毎日/u,
  (context, match) => dayResult(context, stretchOf(match), [], 'day/every'),
);
