import { BESIDE, BESIDE_ARTICLE, LANDMARK } from './landmarks.ts';
import { matchRooms, type RoomMatch } from './listed-rooms.ts';
import { before, DECOY, markStretches, NAME, ROOM, spanOf, wordsOf, type Page } from './marked-text.ts';
import { pairedRooms } from './paired-rooms.ts';
import type { RoomReading } from './reading.ts';
import type { RoomPatterns } from './room-patterns.ts';
import { joinSpokenNumbers } from './spoken-rooms.ts';
import { looksLikeRoom, settleNames, settleNumbers, type SettledRoom } from './settle-rooms.ts';
import { tokensOf } from './tokens.ts';
import { anyOf, wordList } from './words.ts';

const STREET = new RegExp(
  `^(?:'s?)? ${anyOf(
    wordList(`
      park
      road
      street
      avenue
      square
      station
      bridge
      lane
      church
      cathedral
      university
      college
    `),
  )}\\b`,
  'u',
);
/** Words before "outside Hall A" after which the hall itself is the meeting point. */
const NO_PLACE = anyOf(
  wordList(`
    meet
    meeting
    gather
    gathering
    from
    us
    me
    wait
    waiting
    queue
    queuing
    line
    deep
    and
    is
    are
    be
    it's
    steps
    stand
    standing
    sit
    sitting
    sat
    leave
    right
    just
    braai
    party
    at
    them
    here
    there
    down
    up
    somewhere
  `),
);
/** "the foyer outside Hall A" is another place. */
const PLACE_BEFORE = new RegExp(`\\b(?!${NO_PLACE}\\b)[a-z]{3,} ${BESIDE} ${BESIDE_ARTICLE}$`, 'u');

/** `St James's Park` is another place than the room `St James`. */
const isStreetName = (page: Page, match: RoomMatch): boolean =>
  match.pattern.parts.every((part) => part.value === undefined) &&
  STREET.test(page.plain.slice(match.to, match.to + 20));

/** "outside Hall A" */
const isLandmark = (page: Page, match: RoomMatch): boolean => LANDMARK.test(before(page, match.from));

/** Whether a full name is a part of another place's name. */
const isElsewhere = (page: Page, match: RoomMatch): boolean =>
  isStreetName(page, match) || (isLandmark(page, match) && PLACE_BEFORE.test(before(page, match.from)));

/** A full name, with a doubt if it may mean something else. */
function settleFull(page: Page, match: RoomMatch): SettledRoom {
  const words = wordsOf(page, match);
  if (match.pattern.vague) return { ...match, doubt: `“${words}” fits several rooms or none exactly` };
  return isLandmark(page, match) ? { ...match, doubt: `“${words}” is only a landmark` } : match;
}

/** Matches between the text and the listed rooms, before the hours are read. */
export interface FoundRooms {
  /** Names that can mean nothing else. */
  readonly full: readonly SettledRoom[];
  /** Full names that are part of another place's name. */
  readonly elsewhere: readonly RoomMatch[];
  /** Names that are also words or surnames. */
  readonly names: readonly RoomMatch[];
  /** Numbers and codes that need a cue. */
  readonly numbers: readonly RoomMatch[];
  readonly codes: readonly SettledRoom[];
}

/** Whether anything in the text can be a room of the list. */
export const hasRoom = (found: FoundRooms): boolean =>
  found.full.length + found.elsewhere.length + found.names.length + found.numbers.length > 0;

/** Finds and marks the rooms of the list, so that parts of their names are not read as hours. */
export function findRooms(page: Page, patterns: RoomPatterns): FoundRooms {
  const tokens = joinSpokenNumbers(page, tokensOf(page), patterns);
  const matches = matchRooms(page, tokens, patterns);
  const of = (strength: string): RoomMatch[] => matches.filter(({ pattern }) => pattern.strength === strength);
  const elsewhere = of('full').filter((match) => isElsewhere(page, match));
  const full = of('full')
    .filter((match) => !elsewhere.includes(match))
    .map((match) => settleFull(page, match));
  const names = of('name');
  // A code in capitals, such as `2A`, is no early hour.
  const codes = of('bare').filter((match) => /^\d{1,2}[AP]$/u.test(wordsOf(page, match)));
  markStretches(page, full, ROOM);
  markStretches(page, names, NAME);
  const early = settleNumbers(page, codes, true);
  markStretches(
    page,
    codes.filter((match) => page.marked[match.from] !== ROOM),
    DECOY,
  );
  return { full, elsewhere, names, numbers: of('bare'), codes: early };
}

function listRooms(
  page: Page,
  names: readonly string[],
  matches: readonly SettledRoom[],
): { rooms: RoomReading[]; doubts: string[] } {
  const certain = matches.filter((match) => match.doubt === undefined);
  const sure = new Set(certain.flatMap((match) => match.pattern.rooms));
  // Beside a certain room, a doubtful name or a short repetition does not count.
  const counts = (match: SettledRoom): boolean =>
    match.doubt === undefined || (match.pattern.strength !== 'name' && !match.pattern.rooms.some((at) => sure.has(at)));
  const counted = certain.length > 0 ? matches.filter(counts) : matches;
  const rooms = counted
    .toSorted((one, other) => one.from - other.from)
    // Words that match several rooms name no room.
    .filter((match) => match.pattern.rooms.length === 1)
    .flatMap((match) =>
      match.pattern.rooms.map((at): RoomReading => ({ name: names[at] ?? '', span: spanOf(page, match) })),
    );
  return {
    rooms: rooms.filter((room, at) => rooms.findIndex((other) => other.name === room.name) === at),
    doubts: counted.flatMap((match) => match.doubt ?? []),
  };
}

/** Possible rooms, for a person to check, so that a post without a certain room and start is not ignored. */
function mayBeRooms(page: Page, { numbers, elsewhere }: FoundRooms): SettledRoom[] {
  const settled = settleNumbers(page, numbers, true);
  const others =
    settled.length > 0 ? settled : [...elsewhere, ...numbers.filter((match) => looksLikeRoom(page, match))];
  return others.map((match) => ({ ...match, doubt: `“${wordsOf(page, match)}” may be a room` }));
}

/**
 * Decides which of the found rooms the text means as its place, after its hours are known.
 * @param names The list, in its order.
 * @param settled Numbers that were decided from the hours beside them.
 */
export function readRooms(
  page: Page,
  names: readonly string[],
  found: FoundRooms,
  settled: readonly SettledRoom[],
  hasStarts: boolean,
): { rooms: RoomReading[]; doubts: string[] } {
  const taken = [...found.codes, ...settled];
  const all = [...found.full, ...pairedRooms(page, found.full, names), ...taken, ...settleNames(page, found.names)];
  const last = all.length > 0 || hasStarts ? [] : mayBeRooms(page, found);
  return listRooms(page, names, [...all, ...last]);
}
