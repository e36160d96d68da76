import type { Room } from '../conference.ts';
import { foldText } from './fold-text.ts';
import { splitTokens, type Token } from './tokens.ts';

/** What may stand between two parts: nothing or a hyphen, a dot, a sign that joins rooms, or a space. */
export type Gap = 'tight' | 'dot' | 'join' | 'loose';

export interface Part {
  readonly word?: string;
  readonly value?: number;
  readonly gap: Gap;
}

/**
 * `full`: nobody writes this and means something else. `name`: also a word or a surname, so its use decides.
 * `bare`: a number or code that needs a cue.
 */
export type Strength = 'full' | 'name' | 'bare';

export interface RoomPattern {
  readonly parts: readonly Part[];
  readonly strength: Strength;
  /** Positions in the conference's list; more than one where the words fit several rooms. */
  readonly rooms: readonly number[];
  /** Only a piece of the room's name that might also mean another place. */
  readonly vague: boolean;
}

const GENERIC = new Set(
  (
    'room hall lobby foyer terrace ballroom level lower upper open space area floor meeting small big north south east west ' +
    'food court main grand center centre theatre lab auditorium workshop seminar lecture salon media music conference stage track'
  ).split(' '),
);

interface Draft {
  readonly parts: Part[];
  readonly strength: Strength;
  readonly vague: boolean;
  readonly rank: number;
}

function gapBetween(plain: string, left: Token | undefined, right: Token): Gap {
  if (!left || left.from === right.from) return 'loose';
  const text = plain.slice(left.to, right.from);
  if (text === '') return 'tight';
  if (/[+/&]/u.test(text)) return 'join';
  return text === '.' && left.value !== undefined ? 'dot' : 'loose';
}

function partsOf(name: string): Part[] {
  const { plain } = foldText(name, 200);
  const tokens = splitTokens(plain);
  return tokens.map((token, at): Part => {
    const gap = gapBetween(plain, tokens[at - 1], token);
    const roman = at > 0 && gap === 'loose' && /^[ivx]+$/u.test(token.word);
    const counted = token.value !== undefined && (/^\d/u.test(token.word) || roman);
    return counted && token.value !== undefined ? { value: token.value, gap } : { word: token.word, gap };
  });
}

const isCode = (part: Part): boolean => part.value !== undefined || part.word?.length === 1;
const loose = (parts: readonly Part[]): Part[] =>
  parts.map((part, at) => (at === 0 ? { ...part, gap: 'loose' } : part));
const word = (text: string): Part => ({ word: text, gap: 'loose' });

function mergedSpellings(parts: readonly Part[]): Part[][] {
  const join = parts.findIndex((part) => part.gap === 'join');
  const [first, second] = [parts.slice(0, join), parts.slice(join)];
  const prefix = first.length > 1 ? first[0] : undefined;
  if (!prefix?.word) return [[...parts]];
  if (second[0]?.word === prefix.word) {
    return [
      [...parts],
      [...first, ...second.slice(1).map((part, at): Part => (at === 0 ? { ...part, gap: 'join' } : part))],
    ];
  }
  const spelled = second.map((part, at): Part => (at === 0 ? { ...part, gap: 'tight' } : part));
  return [[...parts], [...first, { word: prefix.word, gap: 'join' }, ...spelled]];
}

/** Shorter ways to write a name that ends in a number or a letter, such as `Oregon Ballroom 203`. */
function tailSpellings(words: readonly Part[], tail: readonly Part[]): Draft[] {
  const drafts: Draft[] = [];
  const add = (parts: readonly Part[], strength: Strength, rank: number, vague = false): void => {
    drafts.push({ parts: loose(parts), strength, vague, rank });
  };
  const digits = tail.some((part) => part.value !== undefined);
  const names = words.map((part) => part.word ?? '');
  for (let from = 1; from < words.length; from++) add([...words.slice(from), ...loose(tail)], 'full', 1);
  for (let to = 1; to < words.length; to++) {
    if (to > 1 || !GENERIC.has(names[0] ?? '')) add([...words.slice(0, to), ...loose(tail)], 'full', 1);
  }
  if (digits) add([word('room'), ...loose(tail)], 'full', 2);
  else add([word('room'), ...loose(tail)], 'full', 3, true);
  // `E2 hall` for `Hall E2`.
  if (words.length === 1 && tail.length > 1 && digits) add([...loose(tail), ...words], 'full', 1);
  const openSpace = names[0] === 'open' && names[1] === 'space';
  if (openSpace) add([word('os'), ...loose(tail)], 'full', 1);
  if (openSpace || names[0] === 'os') {
    add([word('open'), word('space'), ...loose(tail)], 'full', 1);
    add([word('open'), word('space'), word('room'), ...loose(tail)], 'full', 1);
  }
  if (tail.length > 1 || (tail[0]?.value ?? 0) >= 100) add(tail, 'bare', 4);
  if (
    names.some((name) => name.length > 2 && !GENERIC.has(name)) ||
    (names.length > 1 && !openSpace && !names.includes('room'))
  )
    add(words, 'name', 5, true);
  return drafts;
}

/** Shorter ways to write a name of words, such as `Lakeview Terrace`. */
function nameSpellings(parts: readonly Part[]): Draft[] {
  const drafts: Draft[] = [];
  const [first, last] = [parts[0], parts.at(-1)];
  if (parts.length === 2 && first && last && !parts.some(isCode)) {
    drafts.push({
      parts: [
        { ...last, gap: 'loose' },
        { ...first, gap: 'loose' },
      ],
      strength: 'full',
      vague: false,
      rank: 1,
    });
  }
  const head = last?.word ?? '';
  if (['lobby', 'foyer', 'terrace', 'ballroom'].includes(head) || (head.length > 3 && !GENERIC.has(head))) {
    drafts.push({ parts: [word(head)], strength: 'name', vague: true, rank: 5 });
  }
  if (first?.word !== undefined && first.word.length > 3 && !GENERIC.has(first.word)) {
    drafts.push({ parts: [word(first.word)], strength: 'name', vague: false, rank: 4 });
  }
  for (let from = 1; from < parts.length - 1; from++) {
    drafts.push({ parts: loose(parts.slice(from)), strength: 'full', vague: false, rank: 2 });
  }
  if (parts.every((part) => (part.word?.length ?? 0) > 1)) {
    drafts.push({ parts: [word(parts.map((part) => part.word).join(''))], strength: 'full', vague: false, rank: 1 });
  }
  const codes = parts.findIndex((part) => !isCode(part));
  if (codes > 0 && parts.slice(0, codes).length > 1) {
    drafts.push({ parts: loose(parts.slice(0, codes)), strength: 'bare', vague: true, rank: 5 });
    drafts.push({ parts: loose(parts.slice(codes)), strength: 'full', vague: true, rank: 5 });
  }
  return drafts;
}

/** `6F D` written as `6FD`. */
function joinedLetters(parts: readonly Part[]): Part[][] {
  const first = parts.findIndex((part) => part.word !== undefined);
  const second = parts[first + 1];
  const letters = `${parts[first]?.word ?? ''}${second?.word ?? ''}`;
  return second?.word === undefined
    ? []
    : [[...parts.slice(0, first), { word: letters, gap: 'tight' }, ...parts.slice(first + 2)]];
}

function spellingsOf(name: string): Draft[] {
  const parts = partsOf(name);
  if (parts.length === 0) return [];
  const exact = (spelled: Part[], strength: Strength): Draft => ({
    parts: loose(spelled),
    strength,
    vague: false,
    rank: 0,
  });
  if (parts.some((part) => part.gap === 'join')) {
    const drafts = mergedSpellings(parts).map((spelled) => exact(spelled, 'full'));
    const join = parts.findIndex((part) => part.gap === 'join');
    return [...drafts, { parts: parts.slice(0, join), strength: 'full', vague: true, rank: 6 }];
  }
  if (parts.length === 1 && parts[0]?.value !== undefined) {
    return [exact(parts, 'bare'), exact([word('room'), ...parts], 'full')];
  }
  const codeFrom = parts.findIndex(isCode);
  if (codeFrom === 0 && parts.every(isCode))
    return [exact(parts, 'full'), ...joinedLetters(parts).map((joined) => exact(joined, 'full'))];
  if (codeFrom > 0 && parts.slice(codeFrom).every(isCode)) {
    return [exact(parts, 'full'), ...tailSpellings(parts.slice(0, codeFrom), parts.slice(codeFrom))];
  }
  if (parts.length === 1) return [exact(parts, 'name')];
  return [exact(parts, 'full'), ...nameSpellings(parts)];
}

export type RoomPatterns = ReadonlyMap<string, readonly RoomPattern[]>;

/** The key that a pattern is found under: its first word or number. */
export function patternKey(part: Pick<Part, 'word' | 'value'> | undefined): string {
  return part?.value === undefined ? (part?.word ?? '') : `#${part.value}`;
}

/** Compiles the conference's list: every way to write each room, the exact ones before the short ones. */
export function compileRooms(rooms: readonly Room[]): RoomPatterns {
  const byText = new Map<string, { draft: Draft; rooms: number[] }>();
  for (const [at, room] of rooms.entries()) {
    for (const draft of [room.name, ...room.aliases].flatMap(spellingsOf)) {
      const text = JSON.stringify(draft.parts);
      const known = byText.get(text);
      if (!known || draft.rank < known.draft.rank) byText.set(text, { draft, rooms: [at] });
      else if (draft.rank === known.draft.rank && !known.rooms.includes(at)) known.rooms.push(at);
    }
  }
  const patterns = new Map<string, RoomPattern[]>();
  for (const { draft, rooms: places } of byText.values()) {
    const key = patternKey(draft.parts[0]);
    const list = patterns.get(key) ?? [];
    list.push({ parts: draft.parts, strength: draft.strength, rooms: places, vague: draft.vague || places.length > 1 });
    patterns.set(key, list);
  }
  for (const list of patterns.values()) list.sort((one, other) => other.parts.length - one.parts.length);
  return patterns;
}
