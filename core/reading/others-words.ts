import { foldText } from './fold-text.ts';
import { dictionaryOf } from './locales/index.ts';
import type { Page } from './marked-text.ts';
import type { StartReading } from './reading.ts';
import { anyOf, wordList } from './words.ts';

/** `RT @x: …`, `MT @x: …` and `“@x: …”` quote another person's post. */
const OTHERS = /^\W{0,3}[rm]t\s{0,2}@|["“”«]\s?@\w{1,40}:?\s/iu;

/** "Laut @x: „16 Uhr Dome“", "according to @x", "@x says: “…”": another person's words. */
const QUOTED = /@\w{1,40}[^"“”„«»@\n]{0,20}[:,]?\s?["“”„«][^"“”„«»\n]{1,200}/gu;
const QUOTE = /["“”„«]/u;
const HEARSAY = new RegExp(
  `\\b${anyOf(
    wordList(`
      according to
      laut
      selon
      d'apres
      segun
      segundo
      secondo
      volgens
      enligt
      ifolge
      wedlug
    `),
  )} @\\w`,
  'u',
);

/** Words for days that are relative to the day of posting, in every language. Weekdays, dates and "Day 2" are not. */
const RELATIVE_DAYS = [
  ...(['today', 'tomorrow', 'dayAfterTomorrow', 'yesterday'] as const).flatMap((key) => [...dictionaryOf(key).keys()]),
  'tonight',
  'this ',
];

/** Whether the start is in another person's words and depends on when these were written. */
export function isOthersHour(page: Page, start: StartReading): boolean {
  const { original } = page;
  if (!original.includes('@')) return false;
  const quoted =
    QUOTE.test(original) &&
    [...original.matchAll(QUOTED)].some(
      (quote) => quote.index < start.time.from && start.time.to <= quote.index + quote[0].length,
    );
  if (!OTHERS.test(original) && !quoted && !HEARSAY.test(page.plain)) return false;
  if (!start.day) return true;
  const day = foldText(page.original.slice(start.day.from, start.day.to), 100).plain.trim();
  return RELATIVE_DAYS.some((words) => day.startsWith(words));
}
