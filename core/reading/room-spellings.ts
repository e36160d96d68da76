/** All spellings of a room's name, from the exact one to those that are clear only in this list. */
import { foldText } from './fold-text.ts';
import { KIND } from './kind-words.ts';
import { numberWord } from './number-words.ts';
import { combinedLetters, letterRange, mergedSpellings } from './combined-rooms.ts';
import { DROPPED, GENERIC, KIND_FIRST, NO_NAME, SINGULAR } from './room-kinds.ts';
import {
  full,
  isCode,
  isDistinct,
  loose,
  partsOf,
  spelling,
  variant,
  word,
  type Part,
  type Spelling,
} from './room-parts.ts';
import { splitTokens } from './tokens.ts';

/** "S308" for "South 308", "SR 0.07" for "Seminar Room 0.07", "Cap 7" for "Capitol 7". */
function abbreviations(words: readonly Part[], tail: readonly Part[]): Spelling[] {
  if (!tail.some((part) => part.value !== undefined) || words.some(isCode)) return [];
  const initials = words.map((part) => part.word?.charAt(0) ?? '').join('');
  const shown = initials.toUpperCase();
  const glued = tail.map((part, at): Part => {
    const shown = part.value === undefined ? (part.shown ?? '') : String(part.value);
    return at === 0 ? { ...part, gap: 'tight', shown } : part;
  });
  // "SAL204": a hall ("sal" in Swedish) with this number.
  const isOwn = splitTokens(initials).every(({ word }) => word === initials);
  const short = isOwn ? [spelling([{ word: initials, gap: 'loose', shown }, ...glued], 'bare', 5)] : [];
  const [only] = words;
  if (only?.word === 'workshop') short.push(spelling([{ word: 'ws', gap: 'loose', shown: 'WS' }, ...glued], 'bare', 5));
  if (words.length > 1 || (only?.word?.length ?? 0) < 6) return short;
  const cut = (length: number): Part => {
    const letters = only?.word?.slice(0, length) ?? '';
    return { word: letters, gap: 'loose', shown: (only?.shown ?? letters).slice(0, length) };
  };
  return [
    ...short,
    ...[3, 4, 5, 6]
      .filter((length) => length < (only?.word?.length ?? 0) - 1)
      .map((length) => ({ ...spelling([cut(length), ...loose(tail)], 'bare', 5), variant: true })),
  ];
}

/** Shorter ways to write a name that ends in a number or a letter, such as `Oregon Ballroom 203`. */
function tailSpellings(words: readonly Part[], tail: readonly Part[]): Spelling[] {
  const spelled: Spelling[] = [];
  const end = loose(tail);
  const digits = tail.some((part) => part.value !== undefined);
  const names = words.map((part) => part.word ?? '');
  for (let from = 1; from < words.length; from++) spelled.push(full(1, ...words.slice(from), ...end));
  for (let to = 1; to < words.length; to++) {
    if (to > 1 || isDistinct(words[0] ?? word(''))) spelled.push(full(1, ...words.slice(0, to), ...end));
  }
  // "Seminar 2" for "Seminar Room 2".
  if (names.length === 2 && names[0] === 'seminar' && names[1] === 'room')
    spelled.push(full(2, word('seminar'), ...end), { ...spelling([word('sem'), ...end], 'bare', 5), variant: true });
  spelled.push(digits ? full(2, word('room'), ...end) : spelling([word('room'), ...end], 'full', 3, true));
  // "E2 hall" for "Hall E2", "3018 West" for "West 3018".
  const longNumber = (tail[0]?.value ?? 0) >= 100;
  if (words.length === 1 && digits && (tail.length > 1 || longNumber)) spelled.push(variant(...end, ...words));
  const openSpace = names[0] === 'open' && names[1] === 'space';
  if (openSpace) spelled.push(full(1, word('os'), ...end));
  if (openSpace || names[0] === 'os') {
    spelled.push(full(1, word('open'), word('space'), ...end));
    spelled.push(full(1, word('open'), word('space'), word('room'), ...end));
  }
  // "studioB"
  const [kind, letter] = [words.at(-1), tail.length === 1 ? tail[0]?.word : undefined];
  if (kind?.word !== undefined && letter?.length === 1)
    for (const written of new Set([kind.word, foldText(kind.shown ?? kind.word, 60).plain]))
      spelled.push(variant(...words.slice(0, -1), { ...word(`${written}${letter}`), exact: true }));
  if (tail.length > 1 || longNumber) spelled.push(spelling(tail, 'bare', 4));
  // The words alone, "Concorde": they mean the room if no other room of the list has them.
  if (words.some(isDistinct)) spelled.push(spelling(words, 'name', 5));
  else if (names.length > 1 && !openSpace && !names.includes('room')) spelled.push(spelling(words, 'name', 5, true));
  if (words.length > 2) spelled.push(full(4, ...words));
  return [...spelled, ...abbreviations(words, tail), ...combinedLetters(words, tail)];
}

/** "Skyline West" for "Skyline Ballroom West", "Swift Room" for "Swift Conference Room". */
function withoutKind(parts: readonly Part[]): Spelling[] {
  return parts.flatMap((part, at) => {
    const rest = parts.filter((_, other) => other !== at);
    const inside = at > 0 && at < parts.length - 1 && DROPPED.has(part.word ?? '');
    return inside && rest.some(isDistinct) ? [full(2, ...rest)] : [];
  });
}

const COMPASS: ReadonlySet<string> = new Set(['north', 'south', 'east', 'west']);

/** "Tui" for "Tui Lounge". A kind alone, as in "Café Rétro", may mean any of its kind. */
const standsForName = (first: Part): boolean =>
  !KIND_FIRST.has(first.word ?? '') &&
  (first.word?.length ?? 0) > 3 &&
  isDistinct(first) &&
  !NO_NAME.has(first.word ?? '') &&
  numberWord(first.word ?? '') === undefined;

const ARTICLES: ReadonlySet<string> = new Set(['the', 'de', 'het', 'der', 'die', 'das', 'la', 'le', 'el', 'il']);
const LINKS: ReadonlySet<string> = new Set(['de', 'del', 'la', 'los', 'des', 'du', 'da', 'do', 'di', 'van', 'von']);

/** Shorter ways to write a name of words, such as `Lakeview Terrace`. */
function nameSpellings(parts: readonly Part[]): Spelling[] {
  const spelled: Spelling[] = [];
  const [first, last] = [parts[0], parts.at(-1)];
  const head = last?.word ?? '';
  if (parts.length === 2 && first && last && !parts.some(isCode)) spelled.push(variant(last, first));
  if (KIND_FIRST.has(first?.word ?? '') && last && isDistinct(last) && (head.length > 3 || !NO_NAME.has(head)))
    spelled.push(spelling([last], 'name', 4));
  else if (['lobby', 'foyer', 'terrace', 'ballroom'].includes(head) || (head.length > 3 && !GENERIC.has(head)))
    spelled.push(spelling([last ?? word(head)], 'name', 5, true));
  // "Tui" for "Tui Room".
  const isRoom = parts.length === 2 && head === 'room' && first?.word?.length === 3;
  if (first && (standsForName(first) || isRoom)) spelled.push(spelling([first], 'name', 4));
  // "the Mile High" for "Mile High Ballroom".
  const name = parts.slice(0, -1);
  if (name.length > 1 && GENERIC.has(head) && name.some(isDistinct) && !name.some(isCode))
    spelled.push(
      spelling(name, 'name', 4),
      ...name
        .slice(1)
        .filter(isDistinct)
        .map((part) => spelling([part], 'name', 5, true)),
    );
  for (const part of parts) {
    if (SINGULAR.has(part.word ?? '')) spelled.push(spelling([part], 'name', 5));
  }
  for (let from = 1; from < parts.length - 1; from++) {
    const rest = parts.slice(from);
    // The "s" of "Children's Library" does not begin a short form.
    if (rest[0]?.word === 's') continue;
    spelled.push({ ...spelling(rest, 'full', 2), variant: rest[0]?.value !== undefined });
  }
  // "South Ballroom" for "Grand Ballroom South".
  if (last && COMPASS.has(head))
    for (let from = 0; from < parts.length - 1; from++)
      spelled.push({ ...full(2, last, ...parts.slice(from, -1)), variant: true });
  if (parts.every((part) => (part.word?.length ?? 0) > 1)) {
    const joined = parts.map((part) => part.word).join('');
    spelled.push(variant(word(joined)));
  }
  const codes = parts.findIndex((part) => !isCode(part));
  if (codes > 1) {
    spelled.push(spelling(parts.slice(0, codes), 'bare', 5, true));
    spelled.push(spelling(parts.slice(codes), 'full', 5, true));
  } else if (codes === 1 && parts[0]?.word === 'the') spelled.push(spelling(parts.slice(1), 'name', 1));
  // "op zolder" for "De Zolder", "salon actos" for "Salón de Actos".
  if (parts.length === 2 && last && ARTICLES.has(first?.word ?? '')) spelled.push(spelling([last], 'name', 4));
  const inner = parts.filter((part, at) => at === 0 || at === parts.length - 1 || !LINKS.has(part.word ?? ''));
  if (inner.length < parts.length) spelled.push(variant(...inner));
  for (let at = 0; parts.length > 2 && at < parts.length - 1; at++) {
    const pair = parts.slice(at, at + 2);
    if (pair.some(isCode)) continue;
    const joined = pair.map((part) => part.word).join('');
    spelled.push(variant(...parts.slice(0, at), word(joined), ...parts.slice(at + 2)));
  }
  // "L2 Concourse" for "Level 2 Concourse".
  if (first?.word === 'level' && parts[1]?.value !== undefined)
    spelled.push(full(1, { word: 'l', gap: 'loose', shown: 'L' }, { ...parts[1], gap: 'tight' }, ...parts.slice(2)));
  // "Open Space Corner" for "Open Space Corner 3F", "B1 Gallery" for "B1ギャラリー".
  const words = parts.filter((part) => !isCode(part));
  if (words.length > 2 && words.length < parts.length && !isCode(parts[0] ?? word('')))
    spelled.push(spelling(words, 'full', 4));
  return [...combinedLetters(parts, []), ...spelled, ...withoutKind(parts)];
}

/** "6F D" written as "6FD". */
function joinedLetters(parts: readonly Part[]): Spelling[] {
  const first = parts.findIndex((part) => part.word !== undefined);
  const [one, other] = [parts[first], parts[first + 1]];
  if (one?.word === undefined || other?.word === undefined) return [];
  const letters: Part = { word: one.word + other.word, gap: 'tight', shown: `${one.shown ?? ''}${other.shown ?? ''}` };
  return [full(0, ...parts.slice(0, first), letters, ...parts.slice(first + 2))];
}

function spellingsOfParts(parts: readonly Part[]): Spelling[] {
  if (parts.length === 0) return [];
  if (parts.some((part) => part.gap === 'join')) return mergedSpellings(parts);
  if (parts.length === 1 && parts[0]?.value !== undefined)
    return [spelling(parts, 'bare', 0), full(0, word('room'), ...parts), full(1, word('salon'), ...parts)];
  const codeFrom = parts.findIndex(isCode);
  if (codeFrom === 0 && parts.every(isCode))
    return [spelling(parts, 'full', 0), ...joinedLetters(parts), ...combinedLetters([], parts)];
  if (codeFrom > 0 && parts.slice(codeFrom).every(isCode))
    return [spelling(parts, 'full', 0), ...tailSpellings(parts.slice(0, codeFrom), parts.slice(codeFrom))];
  if (parts.length === 1) return [spelling(parts, 'name', 0), variant(...parts, word('room'))];
  return [spelling(parts, 'full', 0), ...nameSpellings(parts)];
}

const nameAlone = (head: string): Spelling => ({ ...spelling([word(head)], 'name', 5, true), variant: true });

const COMPOUND =
  /^([a-z]{3,})(room|space|yard|house|shop|top|hall|lab|garden|floor|place|den|saal|zaal|raum|kamer|halle)$/u;
/** "Erasmus room", "the Erasmus" for "Erasmuszaal": the meaning of the ending, and the name without it. */
const HALL = /^(?:saal|zaal|raum|kamer|halle)$/u;

/**
 * "board room" for "Boardroom", "maker space" for "Makerspace", "Founder's Room" for "Founders Room" and the other way
 * round.
 */
function splitWords(parts: readonly Part[]): Spelling[] {
  return parts.flatMap((part, at) => {
    const named = parts[at - 1]?.word ?? '';
    if (part.word === 's' && named.length > 2)
      return [variant(...parts.slice(0, at - 1), word(`${named}s`), ...parts.slice(at + 1))];
    const [, head, tail] = COMPOUND.exec(part.word ?? '') ?? [];
    const owner = /^([a-z]{3,}[^s])s$/u.exec(part.word ?? '')?.[1];
    const halves =
      head !== undefined && tail !== undefined
        ? [word(head), word(KIND[tail] ?? tail)]
        : owner !== undefined && parts.length > 1
          ? [word(owner), word('s')]
          : undefined;
    if (!halves) return [];
    const split = variant(...parts.slice(0, at), ...halves, ...parts.slice(at + 1));
    if (parts.length > 1 || head === undefined || !HALL.test(tail ?? '')) return [split];
    return [split, variant(word(head), word('room')), ...(head.length > 4 ? [nameAlone(head)] : [])];
  });
}

/** "Seminarraum 14-15" is two combined rooms, not room 15 on floor 14. */
function asCombined(name: string): string | undefined {
  const [range, first, last] = /(\d{1,4})-(\d{1,4})$/u.exec(name) ?? [];
  if (range === undefined || Number(last) !== Number(first) + 1) return undefined;
  return `${name.slice(0, -range.length)}${first}+${last}`;
}

const ASIDE = /\s*\([^()]{1,40}\)\s*/gu;

const EMOJI = /\p{Extended_Pictographic}/gu;

/** The emoji of "🎉 Room": without them, the name would be found wherever somebody writes "room". */
function signOf(name: string): string | undefined {
  const isAny = partsOf(name).every(({ word = '' }) => GENERIC.has(word) || word === 'table');
  return isAny ? name.match(EMOJI)?.join('') : undefined;
}

/** All spellings of a name, the exact ones first. "Library (Floor 2)" is also spelled without the part in brackets. */
export function spellingsOf(name: string): Spelling[] {
  const sign = signOf(name);
  return spellingsOfName(name).map((one) => (sign === undefined ? one : { ...one, sign }));
}

function spellingsOfName(name: string): Spelling[] {
  const range = letterRange(name.trim());
  if (range.length > 0) return range;
  const plain = name.replace(ASIDE, ' ').trim();
  const spelled = [...spellingsOfParts(partsOf(name)), ...splitWords(partsOf(name))];
  const combined = asCombined(name.trim());
  if (combined !== undefined)
    spelled.push(...spellingsOfParts(partsOf(combined)).map((one) => ({ ...one, rank: one.rank + 1, variant: true })));
  if (plain === name.trim() || plain === '') return spelled;
  const shorter = spellingsOfParts(partsOf(plain)).map((one) => ({ ...one, rank: one.rank + 1 }));
  return [...spelled, ...shorter];
}
