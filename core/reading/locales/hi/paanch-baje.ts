import { hourParser } from '../../hour-parser.ts';
import { halfOfPart, shifted } from '../../spoken.ts';
import type { Tag } from '../../tags.ts';
import { anyOf, WORD_END, WORD_START } from '../../words.ts';
import { minutesParser } from '../../parsers/posting-parser.ts';
import { words as hi } from './words.ts';

const HOURS: Readonly<Record<string, number>> = {
  ek: 1,
  do: 2,
  teen: 3,
  char: 4,
  chaar: 4,
  panch: 5,
  paanch: 5,
  che: 6,
  chhe: 6,
  chah: 6,
  saat: 7,
  aath: 8,
  nau: 9,
  das: 10,
  dus: 10,
  gyarah: 11,
  gyara: 11,
  barah: 12,
  bara: 12,
  एक: 1,
  दो: 2,
  तीन: 3,
  चार: 4,
  पांच: 5,
  पाँच: 5,
  छह: 6,
  छः: 6,
  सात: 7,
  आठ: 8,
  नौ: 9,
  दस: 10,
  ग्यारह: 11,
  बारह: 12,
};
/** Minutes that are added to the hour behind the word. */
const SHARES: Readonly<Record<string, number>> = {
  sadhe: 30,
  saadhe: 30,
  sava: 15,
  sawa: 15,
  savaa: 15,
  paune: -15,
  pone: -15,
  साढे: 30,
  सवा: 15,
  पौने: -15,
};
/** Words for an hour and a half, and for two and a half. */
const HALVES: Readonly<Record<string, number>> = {
  dedh: 1,
  dhai: 2,
  dhaai: 2,
  डेढ: 1,
  ढाई: 2,
};
const PARTS = anyOf(Object.keys(hi.partsOfDay ?? {}));
const BAJE = anyOf(['baje', 'bajey', 'bje', 'बजे']);
const HOUR = `(?<hour>\\d{1,2}|${anyOf(Object.keys(HOURS))})(?:[:.](?<minute>[0-5]\\d))?`;
const BEFORE = `(?:(?<part>${PARTS}) (?:(?:ko|ke|mein|को|के|में) )?)?`;
const ROLE = ` (?:tak|se pehle|ke baad|तक|से पहले|के बाद)${WORD_END}`;
const PAANCH_BAJE = new RegExp(
  `(?<![\\d.:,/])${WORD_START}${BEFORE}` +
    `(?:(?<half>${anyOf(Object.keys(HALVES))})|(?:(?<share>${anyOf(Object.keys(SHARES))}) )?${HOUR}) ?` +
    `${BAJE}${WORD_END}(?<role>${ROLE})?(?: (?<later>${PARTS})${WORD_END})?`,
  'u',
);
/** Words behind the hour: it is an end, a deadline, or a lower limit. */
const ROLES: Readonly<Record<string, Tag>> = {
  tak: 'role/end',
  तक: 'role/end',
  'se pehle': 'role/deadline',
  'से पहले': 'role/deadline',
  'ke baad': 'doubt/bounds-the-start',
  'के बाद': 'doubt/bounds-the-start',
};

/** "5 baje", "shaam ko paanch baje", "sadhe 5 baje" (5:30), "paune 5 बजे" (4:45), "dhai baje" (2:30). */
export const paanchBaje = hourParser(PAANCH_BAJE, /baje|bje|बजे/u, ({ groups = {} }) => {
  const { half, hour = '', minute, share, part, later, role } = groups;
  const told = half === undefined ? (HOURS[hour] ?? Number(hour)) : (HALVES[half] ?? 0);
  const minutes = half === undefined ? Number(minute ?? 0) + (share === undefined ? 0 : (SHARES[share] ?? 0)) : 30;
  const [at, past] = shifted(told, minutes);
  const tag = role === undefined ? undefined : ROLES[role.trim()];
  const reading = { hour: at, minute: past, half: halfOfPart(part ?? later, hour) };
  return tag === undefined ? reading : { ...reading, tags: [tag] };
});

/** "10 minute mein", "15 मिनट में". */
export const minuteMein = minutesParser(
  new RegExp(`(?<![\\d.:,/])${WORD_START}(\\d{1,3}) ?(?:minutes?|mins?|मिनट) (?:mein|में)${WORD_END}`, 'u'),
  /mein|में/u,
  ([, amount]) => Number(amount),
);
