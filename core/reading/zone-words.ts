import { IANAZone } from 'luxon';

import type { Calendar } from './calendar.ts';
import { wordsOf, type Page, type Stretch } from './page.ts';

/** The zone that the words behind a time name. */
export interface ZoneMention extends Stretch {
  /** `undefined`: the conference's own clocks. */
  readonly zone: IANAZone | undefined;
  /** On the 24-hour clock, whatever the hour: UTC. */
  readonly universal: boolean;
}

/** Where an abbreviation's clocks hang; the first is meant abroad, any of them is "here" when it keeps our time. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  pt: ['America/Los_Angeles'], pst: ['America/Los_Angeles'], pdt: ['America/Los_Angeles'], pacific: ['America/Los_Angeles'],
  mt: ['America/Denver'], mst: ['America/Denver', 'America/Phoenix'], mdt: ['America/Denver'], mountain: ['America/Denver'],
  ct: ['America/Chicago'], cst: ['America/Chicago', 'Asia/Shanghai'], cdt: ['America/Chicago'], central: ['America/Chicago'],
  et: ['America/New_York'], est: ['America/New_York'], edt: ['America/New_York'], eastern: ['America/New_York'],
  brt: ['America/Sao_Paulo'], art: ['America/Argentina/Buenos_Aires'],
  bst: ['Europe/London'], wet: ['Europe/Lisbon'], west: ['Europe/Lisbon'],
  cet: ['Europe/Berlin'], cest: ['Europe/Berlin'], mez: ['Europe/Berlin'], mesz: ['Europe/Berlin'],
  eet: ['Europe/Helsinki'], eest: ['Europe/Helsinki'], msk: ['Europe/Moscow'],
  ist: ['Asia/Kolkata', 'Asia/Jerusalem', 'Europe/Dublin'], jst: ['Asia/Tokyo'], kst: ['Asia/Seoul'], sgt: ['Asia/Singapore'], hkt: ['Asia/Hong_Kong'],
  aest: ['Australia/Brisbane', 'Australia/Sydney'], aedt: ['Australia/Sydney'], acst: ['Australia/Adelaide', 'Australia/Darwin'], acdt: ['Australia/Adelaide'],
  awst: ['Australia/Perth'], nzst: ['Pacific/Auckland'], nzdt: ['Pacific/Auckland'],
  london: ['Europe/London'], uk: ['Europe/London'], berlin: ['Europe/Berlin'], paris: ['Europe/Paris'], madrid: ['Europe/Madrid'], prague: ['Europe/Prague'],
  'new york': ['America/New_York'], nyc: ['America/New_York'], portland: ['America/Los_Angeles'], california: ['America/Los_Angeles'], 'sf': ['America/Los_Angeles'],
  chicago: ['America/Chicago'], tokyo: ['Asia/Tokyo'], japan: ['Asia/Tokyo'], india: ['Asia/Kolkata'], sydney: ['Australia/Sydney'], melbourne: ['Australia/Melbourne'],
  adelaide: ['Australia/Adelaide'], montreal: ['America/Toronto'], toronto: ['America/Toronto'], cleveland: ['America/New_York'], 'sao paulo': ['America/Sao_Paulo'], brasilia: ['America/Sao_Paulo'],
};

const ABBREVIATIONS = Object.keys(PLACES).filter((name) => name.length <= 4 && !['uk', 'nyc', 'sf'].includes(name)).join('|');
const CITIES = Object.keys(PLACES).filter((name) => !ABBREVIATIONS.split('|').includes(name)).join('|');
const BEHIND = new RegExp(
  `^ ?[([]? ?(?:(?<offset>(?:utc|gmt) ?[+-] ?\\d{1,2}(?::?[0-5]\\d)?)|(?<universal>utc|gmt|zulu|z(?![a-z]))|(?<abbreviation>${ABBREVIATIONS})|(?<city>${CITIES})(?=[- ](?:time|tz)|\\W? ?time)|(?<local>local|here|conference time|conf time|venue time|ortszeit|hora local|heure locale))(?:[- ](?:local )?time)?(?![a-z0-9])`,
  'u',
);
/** Abbreviations that are words in one of the six languages: they count as capitals only. */
const WORDS = new Set(['et', 'pt', 'mt', 'ct', 'ist', 'art', 'west', 'wet', 'est', 'central', 'mountain', 'pacific', 'eastern', 'z']);

function sameClock(one: IANAZone, other: IANAZone, year: number): boolean {
  return [0, 6].every((month) => {
    const at = Date.UTC(year, month, 10);
    return one.offset(at) === other.offset(at);
  });
}

function placed(names: readonly string[], calendar: Calendar): IANAZone | undefined {
  const zones = names.map((name) => IANAZone.create(name));
  return zones.some((zone) => sameClock(zone, calendar.zone, calendar.year)) ? undefined : zones[0];
}

/**
 * The zone behind a time. An abbreviation of the conference's own zone means its clocks on the wall, in the wrong season too: people
 * write PST all year.
 */
export function findZoneBehind(page: Page, at: number, calendar: Calendar): ZoneMention | undefined {
  const match = BEHIND.exec(page.plain.slice(at, at + 32));
  if (!match?.groups) return undefined;
  const stretch = { from: at + (/^[ ([]*/u.exec(match[0])?.[0].length ?? 0), to: at + match[0].length };
  const { offset, universal, abbreviation, city, local } = match.groups;
  if (local !== undefined) return { ...stretch, zone: undefined, universal: false };
  if (offset !== undefined) {
    const hours = /([+-]) ?(\d{1,2}):?(\d\d)?/u.exec(offset);
    return { ...stretch, zone: fixedZone(hours?.[1] === '-' ? -1 : 1, Number(hours?.[2]), Number(hours?.[3] ?? 0)), universal: true };
  }
  const name = universal ?? abbreviation ?? city ?? '';
  const written = wordsOf(page, stretch);
  if (WORDS.has(name) && !/^[A-Z]/u.test(written) && !(/^(?:et|pt|ct|est)$/u.test(name) && /[ap]\.?m\.? ?$/u.test(page.plain.slice(Math.max(0, at - 4), at)))) return undefined;
  if (universal !== undefined) {
    const british = name === 'gmt' && sameClock(IANAZone.create('Europe/London'), calendar.zone, calendar.year);
    return { ...stretch, zone: british ? undefined : IANAZone.create('UTC'), universal: !british };
  }
  return { ...stretch, zone: placed(PLACES[name] ?? [], calendar), universal: false };
}

function fixedZone(sign: number, hours: number, minutes: number): IANAZone {
  // The IANA database has whole hours only, with the sign turned round; the few half hours have places.
  if (minutes === 0 && hours <= 12) return IANAZone.create(`Etc/GMT${sign > 0 ? '-' : '+'}${hours}`);
  return IANAZone.create(minutes === 30 && hours === 9 ? 'Australia/Darwin' : 'Asia/Kolkata');
}
