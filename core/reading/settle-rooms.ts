/** Decides from the text around it whether a listed name or number is meant as the place. */
import type { RoomMatch } from './listed-rooms.ts';
import { LANDMARK } from './landmarks.ts';
import { after, before, markStretches, NAME, ROOM, TIME, wordsOf, type Page } from './marked-text.ts';
import { ROOM_VERB, UNIT } from './number-surroundings.ts';
import {
  AFTER_HOUR,
  AFTER_ROOM,
  BEFORE_ROOM,
  BESIDE_LEFT,
  BESIDE_RIGHT,
  ELSEWHERE,
  HAS_STATE,
  IN,
  OPEN_LEFT,
  OPEN_RIGHT,
  PREPOSITION,
  SOMETHING_ELSE,
  WE_ARE_IN,
} from './place-surroundings.ts';
import { VERB_BEFORE, VERB_GOES_ON } from './verb-surroundings.ts';

/** A match that was decided. */
export interface SettledRoom extends RoomMatch {
  readonly doubt?: string;
}

/** A German article before a noun. In German every noun has a capital letter, so the capital shows nothing. */
const GERMAN_ARTICLE = /\b(?:der|dem|den|im|am|zur|zum) $/u;

/** A capital after it makes it part of another name: `Abbey Road`, `Moore Foundation`. */
function continuesName(page: Page, match: RoomMatch): boolean {
  if (GERMAN_ARTICLE.test(before(page, match.from))) return false;
  const rest = page.original.slice(page.to[match.to - 1] ?? 0);
  // "Place: Bristlecone Topic: burnout": the next word is a label.
  return /^ [A-Z][a-z]+(?![a-z]*:)/u.test(rest) && /^ [a-z]/u.test(after(page, match.to, 3));
}

/** A capital before it makes it part of another name too: `Cape Town`. */
function endsName(page: Page, match: RoomMatch): boolean {
  const left = page.original.slice(0, page.from[match.from] ?? 0);
  return /[a-z,] [A-Z][a-z]+ $/u.test(left) && /[a-z] $/u.test(before(page, match.from, 3));
}

/** Whether a part of a name is only an ordinary word here. In small letters, it must be in the position of a place. */
function isOtherWord(page: Page, match: RoomMatch, capital: boolean): boolean {
  if (!match.pattern.piece || match.pattern.parts.length > 1) return false;
  const [left, right] = [before(page, match.from), after(page, match.to)];
  if (endsName(page, match) || /\b(?:along|across|down|up|over|like) the $/u.test(left)) return true;
  if (capital) return !OPEN_RIGHT.test(right) && !PREPOSITION.test(left) && !BESIDE_LEFT.test(left);
  const placed = IN.test(left) && OPEN_RIGHT.test(right);
  const beside = /\bthe $/u.test(left)
    ? BESIDE_LEFT.test(left) && /^[,.;:!?)]/u.test(right)
    : BESIDE_LEFT.test(left) || BESIDE_RIGHT.test(right);
  const stands = OPEN_LEFT.test(left) && /^[,.;:!?)]/u.test(right) && !/\bthe $/u.test(left);
  return !placed && !beside && !stands;
}

function settleName(page: Page, match: RoomMatch): SettledRoom | undefined {
  const [left, right] = [before(page, match.from), after(page, match.to)];
  const capital = /^[^a-z]/u.test(wordsOf(page, match));
  if (HAS_STATE.test(right) && capital) return certainUnlessVague(page, match);
  if (SOMETHING_ELSE.test(right) || ELSEWHERE.test(left)) return undefined;
  if (isOtherWord(page, match, capital)) return undefined;
  const verb = VERB_BEFORE.test(left) && !capital;
  const beside = (BESIDE_LEFT.test(left) || BESIDE_RIGHT.test(right)) && !verb;
  if (continuesName(page, match) && !BESIDE_LEFT.test(left)) return undefined;
  const placed =
    AFTER_HOUR.test(left) ||
    (WE_ARE_IN.test(left) && !match.pattern.piece) ||
    (PREPOSITION.test(left) && !verb && (capital || OPEN_RIGHT.test(right)));
  const stands = OPEN_LEFT.test(left) && OPEN_RIGHT.test(right);
  const atHour = AFTER_HOUR.test(left) || (beside && HOUR_BESIDE.test(left.slice(-6) + right.slice(0, 6)));
  if (atHour && match.pattern.rooms.length === 1 && !LANDMARK.test(left) && !/\bfrom $/u.test(left)) return match;
  if (beside || placed || stands || AFTER_ROOM.test(left)) return certainUnlessVague(page, match);
  // In small letters it may be an ordinary word. It is better to show a post to a person too often than to ignore one.
  return capital || !(verb || match.pattern.vague || VERB_GOES_ON.test(right))
    ? { ...match, doubt: `“${wordsOf(page, match)}” may not be meant as the place` }
    : undefined;
}

/** "at the Anvil" for "The Rusty Anvil"; it needs its capital letter. */
const IN_THE = /\b(?:in|at|inside) the $/u;

function certainUnlessVague(page: Page, match: RoomMatch): SettledRoom {
  if (LANDMARK.test(before(page, match.from)))
    return { ...match, doubt: `“${wordsOf(page, match)}” is only a landmark` };
  const named = IN_THE.test(before(page, match.from)) && /^[A-Z]/u.test(wordsOf(page, match));
  if (!match.pattern.vague || (named && match.pattern.rooms.length === 1)) return match;
  return { ...match, doubt: `“${wordsOf(page, match)}” may be another place` };
}

const HOUR_BESIDE = new RegExp(TIME, 'u');
const IN_WORDS = '\\b(?:in|into|im|inside|en|na|no|dans|near|outside|to|over in|now in)';
const IN_NUMBER = new RegExp(`(?:${IN_WORDS}|[@→>]|@ )\\s*(?:the |la |le |der |dem |el |#)?$|\\b(?:la|salle) $`, 'u');
const AT_NUMBER = /\bat (?:#)?$/u;
/** "Just snagged 301 for a 5:15", "the sign on 205 says". */
const BOOKED = /\b(?:snagged|grabbed|booked|reserved|got|scored|claimed|says|sign on|door of)\s*$/u;
const NUMBER_PAIR = /^ (?:and|or|&|\/|y|und|oder|et|ou|e|o) (\d{3,4}|\d\.\d{2,3})(?![a-z0-9:])/u;
/** "walks from 1.04 to 1.06": two rooms, the old one and the new one. */
const FROM_TO = /^ (?:to|into|nach|a|al|vers|para|pra|naar|till|til) (?:the )?(\d{3,4}|\d\.\d{2,3})(?![a-z0-9:])/u;
const FROM = /\b(?:from|von|vom|aus|de|del|da|van|uit|fran|fra) (?:the )?$/u;

/** "103 and 104 have no sound": two listed rooms beside each other. */
function isPair(page: Page, match: RoomMatch, all: readonly RoomMatch[]): boolean {
  const pair = NUMBER_PAIR.exec(after(page, match.to));
  const from = pair && match.to + pair[0].length - (pair[1]?.length ?? 0);
  const moved = all.find((one) => FROM.test(before(page, one.from)) && FROM_TO.test(after(page, one.to)));
  if (moved && (moved === match || (match.from > moved.to && match.from < moved.to + 12))) return true;
  const other = all.find((one) => one.from === from);
  const first =
    other ?? all.find((one) => one.to < match.from && one.to > match.from - 7 && NUMBER_PAIR.test(after(page, one.to)));
  const last = other ?? match;
  return first !== undefined && !UNIT.test(after(page, last.to));
}

function settleNumber(
  page: Page,
  match: RoomMatch,
  hasTimes: boolean,
  all: readonly RoomMatch[],
): SettledRoom | undefined {
  const [left, right] = [before(page, match.from), after(page, match.to)];
  if (UNIT.test(right) && !ROOM_VERB.test(right)) return undefined;
  const written = page.plain.slice(match.from, match.to);
  const digits = /^\d+$/u.test(written);
  const small = digits && written.length < 3;
  const preposition = IN_NUMBER.test(left) || (AT_NUMBER.test(left) && (hasTimes || !small));
  const followed = OPEN_RIGHT.test(right);
  if (AFTER_ROOM.test(left) && followed) return certainUnlessVague(page, match);
  if (!small && (BEFORE_ROOM.test(right) || isPair(page, match, all))) return certainUnlessVague(page, match);
  // "22 or 23?" may ask about a room.
  if (small && /^ or \d/u.test(right) && OPEN_LEFT.test(left) && hasTimes)
    return { ...match, doubt: `“${wordsOf(page, match)}” may be a room` };
  if (small && !hasTimes) return undefined;
  const prefixed = (preposition && (followed || (!small && /^ [a-z]/u.test(right)))) || (!small && BOOKED.test(left));
  // "517 has no AC."
  if (!small && hasTimes && /^ (?:has|fits|holds|seats)\b/u.test(right)) return certainUnlessVague(page, match);
  if (prefixed) return certainUnlessVague(page, match);
  const beside = BESIDE_LEFT.test(left) || BESIDE_RIGHT.test(right);
  const stands = OPEN_LEFT.test(left) && followed && !/[-+]\s*$/u.test(left) && !/^\s*[-+]/u.test(right);
  if (left.endsWith(`${TIME} `) && /^ [a-z]/u.test(right)) return certainUnlessVague(page, match);
  if (beside && (stands || followed)) return certainUnlessVague(page, match);
  if (stands && hasTimes && !(small && /^\s*$/u.test(left))) return certainUnlessVague(page, match);
  // "Workshop K14, …": a code with a letter needs fewer cues.
  const code = /^[a-z]\d{2,}/u.test(written) && /^[A-Z]/u.test(wordsOf(page, match));
  return code && hasTimes && /^\s*(?:$|[,.;!?)])/u.test(right) ? certainUnlessVague(page, match) : undefined;
}

/**
 * Decides the numbers and codes that need a cue, and marks those that are rooms.
 * @param hasTimes Whether the post has an hour elsewhere.
 */
export function settleNumbers(page: Page, matches: readonly RoomMatch[], hasTimes: boolean): SettledRoom[] {
  const settled = matches
    .filter((match) => /[a-z0-9 -]/u.test(page.marked.charAt(match.from)))
    .map((match) => settleNumber(page, match, hasTimes, matches))
    .filter((match) => match !== undefined);
  markStretches(page, settled, ROOM);
  return settled;
}

/** A number with at least three signs, or a code, that is no count. */
export function looksLikeRoom(page: Page, match: RoomMatch): boolean {
  const written = page.marked.slice(match.from, match.to);
  const isCode = /^(?:[a-z]-?\d{1,4}|\d{1,4}[a-z]|\d{3,4}|\d+\.\d+)$/u.test(written);
  return isCode && (!UNIT.test(after(page, match.to)) || ROOM_VERB.test(after(page, match.to)));
}

/** Decides the names that are also words or surnames. */
export function settleNames(page: Page, matches: readonly RoomMatch[]): SettledRoom[] {
  return matches
    .filter((match) => page.marked.charAt(match.from) === NAME)
    .map((match) => settleName(page, match))
    .filter((match) => match !== undefined);
}
