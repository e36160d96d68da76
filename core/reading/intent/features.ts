/**
 * The features that the intent model sees of a post: cues of the dictionaries, and the form of the sentences with the
 * room and the start. Rooms, hours, days, mentions and numbers are marks; links and tags are left out. So the model
 * learns the sentence and not the topic. A feature's name says what is true; `docs/reading.md` lists the groups.
 */
import type { Findings } from '../findings.ts';
import type { Stretch } from '../marked-text.ts';
import { findCues } from './cues.ts';
import {
  AFTER,
  BEFORE,
  BEGINS,
  CLAUSE_BEGINS,
  COUNTS,
  CUE,
  ENDS,
  HEADING_CUE,
  REPEATED_CUE,
  TIME_CUE,
  WHOLE,
  WORD,
  type FeatureGroup,
} from './feature-groups.ts';
import { intentTokens, type IntentToken } from './tokens.ts';

/** A fact about the post, and the words that show it, if there are any. */
export interface Feature {
  readonly name: string;
  readonly words?: Stretch;
}

/**
 * Called for each feature, with its group, the variable part of its name, and the first and last of the words that show
 * it. The full name is not made here: a reader looks up group and part, which saves a hundred strings per post.
 */
export type SeeFeature = (group: FeatureGroup, seen: string, first?: Stretch, last?: Stretch) => void;

/** A sentence or a clause, without its final sign. */
interface Part extends Stretch {
  readonly tokens: readonly IntentToken[];
  readonly end: string;
  /** Where the final sign ends. */
  readonly endTo: number;
  readonly hasRoom: boolean;
  readonly hasTime: boolean;
}

const SENTENCE_ENDS: ReadonlySet<string> = new Set(['.', '!', '?', 'LINE', 'PICTURE']);
const CLAUSE_ENDS: ReadonlySet<string> = new Set([...SENTENCE_ENDS, ...Array.from(',;:-()|/>→¡¿')]);
const COUNTED = ['MENTION', 'PICTURE', 'TITLE', 'NUMBER', 'DAY', '!', '?', 'LINE'];
/** Words. */
const LONGEST_HEADING = 3;
const MINUTE = 60_000;
/** A post that comes so long after its start is no late announcement (the labels' rule 3). Minutes. */
const LATE_MINUTES = 15;

/** Whether it is a word in small letters. Most tokens are; marks and signs are not. */
const isWord = ({ text }: IntentToken): boolean => text >= 'a' && text < '{';

function partsOf(tokens: readonly IntentToken[], ends: ReadonlySet<string>): Part[] {
  const parts: Part[] = [];
  let from = 0;
  let hasRoom = false;
  let hasTime = false;
  for (let at = 0; at <= tokens.length; at++) {
    const token = tokens[at];
    if (token && (isWord(token) || !ends.has(token.text))) {
      hasRoom ||= token.text === 'ROOM';
      hasTime ||= token.text === 'TIME';
      continue;
    }
    const [first, last] = [tokens[from], tokens[at - 1]];
    if (first && last && from < at) {
      const [end, inside] = [token?.text ?? '', tokens.slice(from, at)];
      parts.push({ tokens: inside, end, endTo: token?.to ?? last.to, hasRoom, hasTime, from: first.from, to: last.to });
      hasRoom = false;
      hasTime = false;
    }
    from = at + 1;
  }
  return parts;
}

const hasSlot = (part: Part): boolean => part.hasRoom || part.hasTime;
const hasBoth = (part: Part): boolean => part.hasRoom && part.hasTime;
const holds = (part: Part, words: Stretch): boolean => part.from <= words.from && words.to <= part.endTo;
/** Whether the words are all of the part, with or without its final sign. */
const isAll = (part: Part, words: Stretch): boolean => part.from === words.from && words.to >= part.to;

/** `up to 4`, `over 8`: the first limit that the count does not exceed. */
function rangeOf(count: number, edges: readonly number[]): string {
  const edge = edges.find((one) => count <= one);
  return edge === undefined ? `over ${edges.at(-1)}` : `up to ${edge}`;
}

/** The beginnings and ends of sentences with the room or the start (`slot`) and of others (`other`). */
function seeSentences(sentences: readonly Part[], see: SeeFeature): void {
  for (const sentence of sentences) {
    const where = hasSlot(sentence) ? 'slot' : 'other';
    const [first, second] = sentence.tokens;
    if (first) see(BEGINS[where], first.text, first);
    if (first && second) see(BEGINS[where], `${first.text} ${second.text}`, first, second);
    see(ENDS[where], sentence.end);
  }
  if (sentences.some((sentence) => hasSlot(sentence) && sentence.end === '?')) see(WHOLE, 'slot asks');
  if (sentences.some((sentence) => !hasSlot(sentence) && sentence.end === '?')) see(WHOLE, 'another sentence asks');
  const at = sentences.findIndex(hasSlot);
  see(WHOLE, at === 0 ? 'slot is first' : at === sentences.length - 1 ? 'slot is last' : 'slot is between');
}

/** "Cancelled! Git clinic, 3pm, B114": a short first or last sentence is about the room and the start too. */
const isHeading = ({ tokens }: Part, at: number, count: number): boolean =>
  (at === 0 || at === count - 1) && tokens.length <= LONGEST_HEADING;

/** Cues by position, and the number of each kind: one may be the topic, three are the post's subject. */
function seeCues(
  tokens: readonly IntentToken[],
  sentences: readonly Part[],
  clauses: readonly Part[],
  see: SeeFeature,
): void {
  const slots = sentences.filter((one, at) => hasSlot(one) || isHeading(one, at, sentences.length));
  const headings = clauses.filter((one, at) => !hasSlot(one) && (at === 0 || at === clauses.length - 1));
  const timed = clauses.filter(({ hasTime }) => hasTime);
  const told = new Map<string, number>();
  const cues = findCues(tokens);
  see(WHOLE, `cues ${Math.min(8, Math.round((8 * cues.length) / Math.max(1, tokens.length)))} of 8`);
  for (const { name, words } of cues) {
    const times = (told.get(name) ?? 0) + 1;
    told.set(name, times);
    if (times === 2 || times === 3) see(REPEATED_CUE[times], name, words);
    see(slots.some((slot) => holds(slot, words)) ? CUE.slot : CUE.other, name, words);
    if (headings.some((heading) => isAll(heading, words))) see(HEADING_CUE, name, words);
    if (timed.some((clause) => holds(clause, words))) see(TIME_CUE, name, words);
    if (timed.some(({ from }) => from === words.from)) see(CLAUSE_BEGINS, name, words);
  }
}

/** The two tokens before and after each room and each start. */
function seeNeighbours(tokens: readonly IntentToken[], see: SeeFeature): void {
  tokens.forEach((token, at) => {
    const mark = token.text;
    if (mark !== 'ROOM' && mark !== 'TIME') return;
    const [before2, before, after, after2] = [tokens[at - 2], tokens[at - 1], tokens[at + 1], tokens[at + 2]];
    const [left, right] = [before?.text ?? 'START', after?.text ?? 'END'];
    see(BEFORE[mark], left, before ?? token, token);
    see(AFTER[mark], right, token, after ?? token);
    see(BEFORE[mark], `${before2?.text ?? 'START'} ${left}`, before2 ?? before ?? token, token);
    see(AFTER[mark], `${right} ${after2?.text ?? 'END'}`, token, after2 ?? after ?? token);
  });
}

const isLongWord = ({ text }: IntentToken): boolean => /^[a-z]{4}/u.test(text);

/** The position of room and start relative to each other, and the number of links, tags and the like. */
function seeShape(
  tokens: readonly IntentToken[],
  sentences: readonly Part[],
  clauses: readonly Part[],
  see: SeeFeature,
): void {
  const room = tokens.findIndex(({ text }) => text === 'ROOM');
  const time = tokens.findIndex(({ text }) => text === 'TIME');
  if (room >= 0 && time >= 0) {
    see(WHOLE, `room and time ${rangeOf(Math.abs(room - time), [1, 2, 4, 8])} apart`);
    see(WHOLE, room < time ? 'room first' : 'time first');
    see(WHOLE, sentences.some(hasBoth) ? 'same sentence' : 'two sentences');
    if (clauses.some(hasBoth)) see(WHOLE, 'same clause');
  }
  for (const clause of clauses) {
    if (!hasSlot(clause) || clause.tokens.some(isLongWord)) continue;
    if (clause.hasRoom) see(WHOLE, 'ROOM clause is bare');
    if (clause.hasTime) see(WHOLE, 'TIME clause is bare');
  }
  const signs = tokens.filter((token) => !isWord(token));
  for (const mark of COUNTED) {
    let count = 0;
    for (const { text } of signs) if (text === mark) count++;
    see(COUNTS[Math.min(3, count)] ?? WHOLE, mark);
  }
}

/** The start relative to the posting: a person who looks back posts after it. */
function whenOf({ starts, postedAt }: Findings): string {
  const [start] = starts;
  if (!start) return 'none';
  const minutes = (start.at - postedAt) / MINUTE;
  if (minutes < -LATE_MINUTES) return start.day ? 'over with day' : 'over';
  if (minutes < 1) return 'now';
  if (minutes < 31) return 'in half an hour';
  if (minutes < 121) return 'in two hours';
  return minutes < 12 * 60 ? 'in half a day' : 'later';
}

function seeStart(findings: Findings, see: SeeFeature): void {
  const { starts, rooms } = findings;
  const [start] = starts;
  const when = whenOf(findings);
  see(WHOLE, `starts ${when}`);
  see(WHOLE, `starts ${when}, ${start?.day ? 'with' : 'without'} day`);
  if (start?.approximate) see(WHOLE, 'start is approximate');
  see(WHOLE, `${starts.length > 1 ? 'many' : starts.length} starts`);
  see(WHOLE, `${rooms.length > 1 ? 'many' : rooms.length} rooms`);
  if (findings.hasOtherTimes) see(WHOLE, 'other times');
  if (starts.length === 1 && !findings.inside) see(WHOLE, 'outside the conference');
}

/**
 * Calls `see` for all features of a post, in a fixed order, and `seeWord` for those of the group `WORD`. A feature may
 * come twice.
 */
export function seeFeatures(findings: Findings, see: SeeFeature, seeWord: (token: IntentToken) => void): void {
  const tokens = intentTokens(findings.page);
  const sentences = partsOf(tokens, SENTENCE_ENDS);
  const clauses = partsOf(tokens, CLAUSE_ENDS);
  tokens.forEach(seeWord);
  seeSentences(sentences, see);
  seeCues(tokens, sentences, clauses, see);
  seeNeighbours(tokens, see);
  seeShape(tokens, sentences, clauses, see);
  seeStart(findings, see);
}

export const stretchOver = (first: Stretch, last: Stretch): Stretch => ({ from: first.from, to: last.to });

/** The features of a post, each name once, in a fixed order. */
export function featuresOf(findings: Findings): Feature[] {
  const features = new Map<string, Feature>();
  const see: SeeFeature = ({ before, after }, seen, first, last) => {
    const name = `${before}${seen}${after}`;
    if (features.has(name)) return;
    features.set(name, first ? { name, words: last ? stretchOver(first, last) : first } : { name });
  };
  seeFeatures(findings, see, (token) => see(WORD, token.text, token));
  return [...features.values()];
}
