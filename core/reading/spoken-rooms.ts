/** Room numbers in words, as dictation writes them: "room twenty five c", "room two oh one". */
import { words as en } from './locales/en/words.ts';
import type { Page } from './marked-text.ts';
import { patternKey, type RoomPatterns } from './room-patterns.ts';
import type { Token } from './tokens.ts';
import { anyOf } from './words.ts';

const VALUES: ReadonlyMap<string, number> = new Map([
  ...Object.entries(en.hours ?? {}),
  ...Object.entries(en.numbers ?? {}),
  ...Object.entries({ oh: 0, o: 0, sixty: 60, seventy: 70, eighty: 80, ninety: 90 }),
]);
const HUNDRED = 'hundred';
const MOST_WORDS = 5;
/** Words that make the number after them the number of a room. */
const KINDS: ReadonlySet<string> = new Set(['room', 'hall', 'lab', 'studio', 'suite', 'salon', 'level', 'ballroom']);

/** "two oh one" is 201, "two ten" is 210, "twenty five" is 25, "three hundred ten" is 310. */
function numberOf(words: readonly string[]): number | undefined {
  let digits = '';
  for (let at = 0; at < words.length; at++) {
    const value = VALUES.get(words[at] ?? '');
    if (value === undefined) return undefined;
    const next = VALUES.get(words[at + 1] ?? '') ?? 0;
    if (words[at + 1] === HUNDRED) {
      const rest = words.slice(at + 2).filter((word) => word !== 'and');
      const tens = rest.length === 0 ? 0 : numberOf(rest);
      return digits === '' && tens !== undefined && tens < 100 ? value * 100 + tens : undefined;
    }
    const joins = value >= 20 && value % 10 === 0 && next > 0 && next < 10;
    digits += String(joins ? value + next : value);
    if (joins) at++;
  }
  return Number(digits);
}

/** The words of a possible number from `from` on. */
function runFrom(page: Page, tokens: readonly Token[], from: number): string[] {
  const run: string[] = [];
  for (let at = from; run.length < MOST_WORDS; at++) {
    const token = tokens[at];
    const gap = token && page.plain.slice(tokens[at - 1]?.to ?? 0, token.from);
    const isNumber = token && (VALUES.has(token.word) || token.word === HUNDRED || token.word === 'and');
    if (!isNumber || !/^[ -]$/u.test(gap ?? '')) return run;
    run.push(token.word);
  }
  return run;
}

/** Whether the list has a room with this number, alone or behind the word or letter before it. */
const isListed = (patterns: RoomPatterns, lead: string, value: number): boolean =>
  (KINDS.has(lead) && patterns.has(patternKey({ value }))) ||
  (patterns.get(lead)?.some(({ parts }) => parts[1]?.value === value) ?? false);

/** A quick check: two number words, as all these numbers have. */
const MAY_BE_SPOKEN = new RegExp(`${anyOf(VALUES.keys())}[ -](?:${HUNDRED}|${anyOf(VALUES.keys())})(?![a-z])`, 'u');
/** Words that continue a number and never begin an hour. */
const GOES_ON: ReadonlySet<string> = new Set(['oh', 'o', 'zero', HUNDRED]);

/**
 * Makes one token of the words of a room's number: the longest number that the list has. "room two ten thirty" stays
 * as it is if the list has both 2 and 210. "two oh nine" is joined even if the list has no such room, because it is not
 * room 2.
 */
export function joinSpokenNumbers(page: Page, tokens: readonly Token[], patterns: RoomPatterns): readonly Token[] {
  if (!MAY_BE_SPOKEN.test(page.marked)) return tokens;
  const joined: Token[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const lead = tokens[at];
    if (!lead) continue;
    joined.push(lead);
    if (!KINDS.has(lead.word) && !/^[a-h]$/u.test(lead.word)) continue;
    const run = runFrom(page, tokens, at + 1);
    const meant = run.flatMap((_, last) => {
      const value = numberOf(run.slice(0, last + 1));
      return value !== undefined && isListed(patterns, lead.word, value) ? [{ value, words: last + 1 }] : [];
    });
    const whole = GOES_ON.has(run[1] ?? '') ? { value: numberOf(run), words: run.length } : undefined;
    const longest = meant.at(-1);
    const isClear =
      longest?.words === run.length || (meant.length === 1 && (whole === undefined || longest?.words !== 1));
    const { value, words } = (isClear ? longest : undefined) ?? whole ?? { value: undefined, words: 0 };
    const [first, last] = [tokens[at + 1], tokens[at + words]];
    if (value === undefined || words < 2 || !first || !last) continue;
    joined.push({ from: first.from, to: last.to, word: String(value), value });
    at += words;
  }
  return joined;
}
