import type { Calendar } from './calendar.ts';
import { TIME, wordsOf, type Page, type Stretch } from './marked-text.ts';
import type { Zone } from './zone-offsets.ts';
import { anyOf, wordList } from './words.ts';
import { PLACES } from './zone-places.ts';

/** The zone in the words beside a time. */
export interface ZoneMention extends Stretch {
  /** `undefined`: the conference's own zone. */
  readonly zone: Zone | undefined;
  /** Whether hours are always on the 24-hour clock, as for UTC. */
  readonly universal: boolean;
}

const LONG_ABBREVIATIONS = ['eastern', 'central', 'mountain', 'pacific'];
const SHORT_CITIES = ['uk', 'nyc', 'sf'];
const isAbbreviation = (name: string): boolean =>
  LONG_ABBREVIATIONS.includes(name) || (name.length <= 4 && !SHORT_CITIES.includes(name));
const ABBREVIATION = anyOf(Object.keys(PLACES).filter(isAbbreviation));
const CITY = anyOf(Object.keys(PLACES).filter((name) => !isAbbreviation(name)));
const LOCAL = anyOf(
  wordList(`
    local
    here
    conference time
    conf time
    venue time
    ortszeit
    hora local
    heure locale
    ora locale
    aqui
    ici
    lokaltid
  `),
);
const OFFSET = '(?:utc|gmt) ?[+-] ?\\d{1,2}(?::?[0-5]\\d)?';
const BEHIND = new RegExp(
  `^ ?[([]? ?(?:(?<offset>${OFFSET})|(?<universal>utc|gmt|zulu|z(?![a-z]))|(?<abbreviation>${ABBREVIATION})|` +
    `(?<city>${CITY})(?=[- ](?:time|tz)|\\W? ?time)|(?:hora|heure|ora) (?:de |di )?(?<spoken>${CITY})|` +
    `(?<local>${LOCAL}))(?:[- ](?:local )?time)?(?![a-z0-9])`,
  'u',
);
/** Abbreviations that are words in one of the languages: they count only in capitals. */
const WORDS: ReadonlySet<string> = new Set(['et', 'pt', 'mt', 'ct', 'ist', 'art', 'west', 'wet', 'est', 'z']);
const AFTER_HALF = new Set(['et', 'pt', 'ct', 'est', ...LONG_ABBREVIATIONS]);
/** "5pm Mountain bikes": the word belongs to the next one. */
const NAMES_MORE = /^ (?!(?:in|at|on|and|or|for|to|is|today|tonight|tomorrow|room)\b)[a-z]/u;

/** Whether letters that are also a word mean a zone here. */
function isZone(page: Page, name: string, stretch: Stretch): boolean {
  if (AFTER_HALF.has(name) && /[ap]\.?m\.?[ ([]*$/u.test(page.plain.slice(Math.max(0, stretch.from - 6), stretch.from)))
    return !NAMES_MORE.test(page.marked.slice(stretch.to, stretch.to + 12));
  const written = wordsOf(page, { from: stretch.from, to: stretch.from + name.length });
  if (LONG_ABBREVIATIONS.includes(name))
    return /^[A-Z]/u.test(written) && !NAMES_MORE.test(page.marked.slice(stretch.to, stretch.to + 12));
  return !WORDS.has(name) || written === written.toUpperCase();
}

/**
 * The zone after a time. An abbreviation of the conference's own zone means the local clock, even in the wrong season:
 * people write PST all year.
 */
export function findZoneBehind(page: Page, at: number, calendar: Calendar): ZoneMention | undefined {
  const match = BEHIND.exec(page.plain.slice(at, at + 32));
  if (!match?.groups) return undefined;
  const stretch = { from: at + (/^[ ([]*/u.exec(match[0])?.[0].length ?? 0), to: at + match[0].length };
  const { offset, universal, abbreviation, city = match.groups['spoken'], local } = match.groups;
  if (local !== undefined) return { ...stretch, zone: undefined, universal: false };
  if (offset !== undefined) {
    const hours = /([+-]) ?(\d{1,2}):?(\d\d)?/u.exec(offset);
    return {
      ...stretch,
      zone: fixedZone(hours?.[1] === '-' ? -1 : 1, Number(hours?.[2]), Number(hours?.[3] ?? 0)),
      universal: true,
    };
  }
  const name = universal ?? abbreviation ?? city ?? '';
  if (!isZone(page, name, stretch)) return undefined;
  if (universal !== undefined) {
    const british = name === 'gmt' && calendar.abroad.get('bst') === undefined;
    return { ...stretch, zone: british ? undefined : UTC, universal: !british };
  }
  return { ...stretch, zone: calendar.abroad.get(name), universal: false };
}

const BEFORE = new RegExp(`(?:^|[^a-z0-9])(utc|gmt|${ABBREVIATION}) ?:? $`, 'u');

/** The zone before a time, in capitals: "UTC 22:00". A zone after another time belongs to that one. */
export function findZoneBefore(page: Page, at: number, calendar: Calendar): ZoneMention | undefined {
  const start = Math.max(0, at - 12);
  const name = BEFORE.exec(page.plain.slice(start, at))?.[1];
  if (name === undefined) return undefined;
  const from = page.plain.lastIndexOf(name, at);
  const stretch = { from, to: from + name.length };
  const written = wordsOf(page, stretch);
  if (!/^[A-Z]/u.test(written) || (WORDS.has(name) && written !== written.toUpperCase())) return undefined;
  if (page.marked.slice(Math.max(0, from - 2), from).includes(TIME)) return undefined;
  if (name === 'utc' || name === 'gmt') return { ...stretch, zone: UTC, universal: true };
  return { ...stretch, zone: calendar.abroad.get(name), universal: false };
}

const UTC: Zone = { name: 'UTC', offset: () => 0 };

function fixedZone(sign: number, hours: number, minutes: number): Zone {
  const offset = sign * (hours * 60 + minutes);
  return { name: 'fixed', offset: () => offset };
}
