import { HOUR_WORDS } from './number-words.ts';
import { BARE_HOURS } from './bare-hours.ts';
import { clockTime, halfOfWritten, type ClockTime, type Half } from './clock-time.ts';
import { markStretches, TIME, type Page } from './marked-text.ts';
import { SPOKEN_TIMES } from './spoken-times.ts';
import { WRITTEN_TIMES } from './written-times.ts';

const BARE_START =
  /(?<![a-z0-9$€£#])(?<!\d[.:,/+-])(\d{1,2})(?:[:.h]([0-5]\d))? ?(?:h )?(-|~|to|till?|til|until|bis|a|as|ate|hasta|and|&|y|und|e|et) ?(?:as |las )?$/u;
const OR_BEFORE = /(?<![a-z0-9$€£#])(?<!\d[.:,/+-])\d{1,2}(?:[:.h][0-5]\d)? (?:or|oder|ou|o) $/u;
const BETWEEN = /\b(?:between|entre(?: las)?|zwischen) $/u;
const BARE_END =
  /^ ?(?:-|~|to|till?|til|'til|until|bis|hasta(?: las)?|ate(?: as)?|a(?: las)?|as|から) ?(\d{1,2})(?:[:.h]([0-5]\d))?(?: ?(?:h|uhr|am|pm))?(?![a-z0-9]|[.:/]\d)/u;
const CONNECTOR =
  /^ ?(?:-|~|to|till?|til|'til|until|bis|hasta(?: las)?|ate(?: as| a)?|a(?: las)?|as|から) ?(?:las |as )?$/u;
const BETWEEN_CONNECTOR = /^ ?(?:and|&|y|und|e|et) ?(?:las |as )?$/u;

/** The half of the day of a start whose end says one: "1 to 2 PM" starts at 1 pm, "11-1pm" at 11 am. */
function startHalf(written: string, minute: number, end: ClockTime): Half {
  if (halfOfWritten(written) === 'literal' || (end.half !== 'am' && end.half !== 'pm')) return halfOfWritten(written);
  const start = (Number(written) % 12) * 60 + minute;
  const last = (end.hour % 12) * 60 + end.minute;
  if (start < last) return end.half;
  return end.half === 'pm' ? 'am' : 'pm';
}

function joinRange(page: Page, first: ClockTime, second: ClockTime): ClockTime | undefined {
  const gap = page.marked.slice(first.to, second.from);
  const between =
    BETWEEN_CONNECTOR.test(gap) && BETWEEN.test(page.marked.slice(Math.max(0, first.from - 16), first.from));
  if (!CONNECTOR.test(gap) && !between) return undefined;
  const half = first.half === 'bare' ? startHalf(String(first.hour), first.minute, second) : first.half;
  return { ...first, to: second.to, half };
}

function withBareStart(page: Page, time: ClockTime): ClockTime {
  const left = page.marked.slice(Math.max(0, time.from - 24), time.from);
  if (OR_BEFORE.test(left)) return { ...time, doubt: 'two hours with “or” between them' };
  const match = BARE_START.exec(left);
  if (!match?.[1]) return time;
  const from = time.from - (left.length - match.index);
  const joins = /^(?:and|&|y|und|e|et)$/u.test(match[3] ?? '');
  if (joins && !BETWEEN.test(page.marked.slice(Math.max(0, from - 16), from))) return time;
  // "as" and "a" join hours only in the languages that say "das 9 às 12": never after an English word.
  const minute = Number(match[2] ?? 0);
  const stretch = { from, to: time.to };
  return clockTime(stretch, Number(match[1]), minute, startHalf(match[1], minute, time)) ?? time;
}

function withBareEnd(page: Page, time: ClockTime): ClockTime {
  const match = BARE_END.exec(page.marked.slice(time.to, time.to + 24));
  return match && Number(match[1]) <= 24 ? { ...time, to: time.to + match[0].length } : time;
}

function joinRanges(page: Page, times: readonly ClockTime[]): ClockTime[] {
  const joined: ClockTime[] = [];
  for (const time of times) {
    const last = joined.at(-1);
    const range = last && joinRange(page, last, time);
    if (range) joined[joined.length - 1] = range;
    else joined.push(time);
  }
  return joined.map((time) => withBareEnd(page, withBareStart(page, time)));
}

const byPlace = (one: ClockTime, other: ClockTime): number => one.from - other.from || other.to - one.to;

function apart(times: readonly ClockTime[]): ClockTime[] {
  const kept: ClockTime[] = [];
  for (const time of times.toSorted(byPlace)) {
    if (time.from >= (kept.at(-1)?.to ?? 0)) kept.push(time);
  }
  return kept;
}

/** Once every number is recognised, nothing is left to find. */
const HAS_NUMBER = new RegExp(
  `\\d|\\b(?:${HOUR_WORDS})\\b|noon|mid|mitt|dia\\b|minuit|noite|noche|正午|\\b(?:eins?|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|uma|duas|quatro|sete|oito|nove|dez|onze|doze|une|deux|trois|quatre|cinq|sept|huit|neuf|dix)\\b`,
  'u',
);

function collect(page: Page, finders: readonly ((page: Page) => ClockTime[])[]): ClockTime[] {
  const found: ClockTime[] = [];
  for (const find of finders) {
    if (!HAS_NUMBER.test(page.marked)) break;
    const times = apart(find(page));
    markStretches(page, times, TIME);
    found.push(...times);
  }
  return found;
}

/** Hours with minutes, am or pm, a unit or words, in six languages; a range counts once, as its start. */
export function findClockTimes(page: Page): ClockTime[] {
  const found = apart(joinRanges(page, apart(collect(page, [...SPOKEN_TIMES, ...WRITTEN_TIMES]))));
  markStretches(page, found, TIME);
  return found;
}

/** Hours that are only numbers, to be read after the days and the other hours are known. */
export function findBareHours(page: Page): ClockTime[] {
  return collect(page, BARE_HOURS);
}
