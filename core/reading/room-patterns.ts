import type { Room } from '../conference.ts';
import { ALONE } from './room-kinds.ts';
import { partsOf, type Part, type Spelling, type Strength } from './room-parts.ts';
import { spellingsOf } from './room-spellings.ts';

/** A spelling, and the rooms that it can mean. */
export interface RoomPattern {
  readonly parts: readonly Part[];
  readonly strength: Strength;
  /** Indexes in the conference's list; more than one if the words match several rooms. */
  readonly rooms: readonly number[];
  /** Whether it matches several rooms, or is only a part of a name that may mean another place. */
  readonly vague: boolean;
  /** Whether it is a shorter form, and not the name or an alias as in the list. */
  readonly derived: boolean;
  /** Whether it is only a part of the name, which in small letters may be an ordinary word. */
  readonly piece: boolean;
  /** The emoji that must stand beside it. */
  readonly sign?: string;
}

/** By the first word or number of the pattern; the longest patterns first. */
export type RoomPatterns = ReadonlyMap<string, readonly RoomPattern[]>;

/** The key of a pattern: its first word or number. */
export function patternKey(part: Pick<Part, 'word' | 'value'> | undefined): string {
  return part?.value === undefined ? (part?.word ?? '') : `#${part.value}`;
}

const keyOf = ({ parts, sign = '' }: Pick<Spelling, 'parts' | 'sign'>): string =>
  sign + parts.map((part) => `${part.gap} ${part.value ?? ''} ${part.word ?? ''}`).join('|');

/** A derived spelling in letters, in the style of the list. */
export function shownParts(parts: readonly Part[]): string {
  const signs = { tight: '', dot: '.', join: '+', loose: ' ' } as const;
  return parts
    .map((part) => `${part.shown === '' ? '' : signs[part.gap]}${part.shown ?? part.word ?? String(part.value ?? '')}`)
    .join('')
    .trim();
}

/** "the lab", if one room of the list is a lab: this is a doubt, but better than an ignored post. */
function onlyOfKind(rooms: readonly Room[]): (Spelling & { room: number })[] {
  return ALONE.flatMap((kind) => {
    const those = rooms.flatMap(({ name }, at) => (partsOf(name).some(({ word }) => word === kind) ? [at] : []));
    const [room] = those;
    if (room === undefined || those.length > 1) return [];
    return [
      {
        parts: [{ word: kind, gap: 'loose', shown: kind }],
        strength: 'name',
        vague: true,
        rank: 7,
        variant: true,
        room,
      },
    ];
  });
}

/** All spellings of the list with their rooms; exact spellings before derived ones. */
export function patternsOf(rooms: readonly Room[]): RoomPattern[] {
  const known = new Map<string, { spelling: Spelling; rooms: number[] }>();
  for (const [at, room] of rooms.entries()) {
    const struck = new Set((room.struckAliases ?? []).map((alias) => alias.toLowerCase()));
    const spelled = [room.name, ...room.aliases].flatMap(spellingsOf);
    for (const spelling of spelled) {
      if (spelling.rank > 0 && struck.has(shownParts(spelling.parts).toLowerCase())) continue;
      const key = keyOf(spelling);
      const other = known.get(key);
      if (!other || spelling.rank < other.spelling.rank) known.set(key, { spelling, rooms: [at] });
      else if (spelling.rank === other.spelling.rank && !other.rooms.includes(at)) other.rooms.push(at);
    }
  }
  for (const { room, ...spelling } of onlyOfKind(rooms)) {
    const key = keyOf(spelling);
    if (!known.has(key)) known.set(key, { spelling, rooms: [room] });
  }
  return [...known.values()].map(({ spelling, rooms: meant }) => ({
    parts: spelling.parts,
    strength: spelling.strength,
    rooms: meant,
    vague: spelling.vague || meant.length > 1,
    derived: spelling.rank > 0 && spelling.variant !== true,
    piece: spelling.rank >= 4,
    ...(spelling.sign === undefined ? {} : { sign: spelling.sign }),
  }));
}

/** Prepares the conference's list for `matchRooms`. */
export function compileRooms(rooms: readonly Room[]): RoomPatterns {
  const patterns = new Map<string, RoomPattern[]>();
  for (const pattern of patternsOf(rooms)) {
    const key = patternKey(pattern.parts[0]);
    const alike = patterns.get(key);
    if (alike === undefined) patterns.set(key, [pattern]);
    else alike.push(pattern);
  }
  for (const list of patterns.values()) list.sort((one, other) => other.parts.length - one.parts.length);
  return patterns;
}
