/**
 * What the intent model sees of a post: cues of the dictionaries and the shape of the sentences that hold the room and
 * the start. Rooms, hours, days, mentions and numbers are marks, links and tags are left out, so that the model learns
 * the sentence and not the topic. A feature's name says what is true; `docs/reading.md` lists the groups.
 */
import type { Findings } from '../findings.ts';
import type { Stretch } from '../marked-text.ts';
import { findCues } from './cues.ts';
import { intentTokens, type IntentToken } from './tokens.ts';

/** One thing that is true of the post, and the words that show it, where any do. */
export interface Feature {
  readonly name: string;
  readonly words?: Stretch;
}

type Add = (name: string, words?: Stretch) => void;

/** A sentence or a clause, without the sign that ends it. */
interface Part extends Stretch {
  readonly tokens: readonly IntentToken[];
  readonly end: string;
}

const SENTENCE_ENDS: ReadonlySet<string> = new Set(['.', '!', '?', 'LINE', 'PICTURE']);
const CLAUSE_ENDS: ReadonlySet<string> = new Set([...SENTENCE_ENDS, ',', ';', ':', '-', '(', ')', '|', '/', '>', '→']);
const COUNTED = ['MENTION', 'PICTURE', 'TITLE', 'NUMBER', 'DAY', '!', '?', 'LINE'];
const MINUTE = 60_000;
/** What is over for so long when posted is no late post: the rule of the labels. */
const LATE_MINUTES = 15;

function partsOf(tokens: readonly IntentToken[], ends: ReadonlySet<string>): Part[] {
  const parts: Part[] = [];
  let open: IntentToken[] = [];
  const close = (end: string): void => {
    const [first, last] = [open[0], open.at(-1)];
    if (first && last) parts.push({ tokens: open, end, from: first.from, to: last.to });
    open = [];
  };
  for (const token of tokens) {
    if (ends.has(token.text)) close(token.text);
    else open.push(token);
  }
  close('');
  return parts;
}

const has = (part: Part, mark: string): boolean => part.tokens.some(({ text }) => text === mark);
const hasSlot = (part: Part): boolean => has(part, 'ROOM') || has(part, 'TIME');
const holds = (part: Stretch, stretch: Stretch): boolean => part.from <= stretch.from && stretch.to <= part.to;
const over = (from: IntentToken, to: IntentToken): Stretch => ({ from: from.from, to: to.to });

/** `up to 4`, `over 8`: the first edge that the count does not pass. */
function rangeOf(count: number, ...edges: number[]): string {
  const edge = edges.find((one) => count <= one);
  return edge === undefined ? `over ${edges.at(-1)}` : `up to ${edge}`;
}

/** How sentences begin and end, with the room or the start in them (`slot`) or not (`other`). */
function addSentences(sentences: readonly Part[], add: Add): void {
  for (const sentence of sentences) {
    const where = hasSlot(sentence) ? 'slot' : 'other';
    const [first, second] = sentence.tokens;
    if (first) add(`${where} begins ${first.text}`, first);
    if (first && second) add(`${where} begins ${first.text} ${second.text}`, over(first, second));
    add(`${where} ends ${sentence.end}`);
  }
  if (sentences.some((sentence) => hasSlot(sentence) && sentence.end === '?')) add('slot asks');
  if (sentences.some((sentence) => !hasSlot(sentence) && sentence.end === '?')) add('another sentence asks');
  const at = sentences.findIndex(hasSlot);
  add(`slot is ${at === 0 ? 'first' : at === sentences.length - 1 ? 'last' : 'between'}`);
}

/**
 * Cues by where they stand, and how many of a kind there are: one may be the topic, three are what the post is
 * about.
 */
function addCues(tokens: readonly IntentToken[], sentences: readonly Part[], clauses: readonly Part[], add: Add): void {
  const slots = sentences.filter(hasSlot);
  const timed = clauses.filter((clause) => has(clause, 'TIME'));
  const told = new Map<string, number>();
  const cues = findCues(tokens);
  add(`cues ${Math.min(8, Math.round((8 * cues.length) / Math.max(1, tokens.length)))} of 8`);
  for (const { name, words } of cues) {
    const times = (told.get(name) ?? 0) + 1;
    told.set(name, times);
    if (times === 2 || times === 3) add(`${times} times cue ${name}`, words);
    add(`${slots.some((slot) => holds(slot, words)) ? 'slot' : 'other'} cue ${name}`, words);
    if (timed.some((clause) => holds(clause, words))) add(`TIME clause cue ${name}`, words);
  }
}

/** The two tokens on either side of each room and each start. */
function addNeighbours(tokens: readonly IntentToken[], add: Add): void {
  tokens.forEach((token, at) => {
    if (token.text !== 'ROOM' && token.text !== 'TIME') return;
    const [before2, before, after, after2] = [tokens[at - 2], tokens[at - 1], tokens[at + 1], tokens[at + 2]];
    const [left, right] = [before?.text ?? 'START', after?.text ?? 'END'];
    add(`${left} < ${token.text}`, over(before ?? token, token));
    add(`${token.text} > ${right}`, over(token, after ?? token));
    add(`${before2?.text ?? 'START'} ${left} < ${token.text}`, over(before2 ?? before ?? token, token));
    add(`${token.text} > ${right} ${after2?.text ?? 'END'}`, over(token, after2 ?? after ?? token));
  });
}

/** Where room and start stand to each other, and how many links, tags and the like there are. */
function addShape(
  tokens: readonly IntentToken[],
  sentences: readonly Part[],
  clauses: readonly Part[],
  add: Add,
): void {
  const room = tokens.findIndex(({ text }) => text === 'ROOM');
  const time = tokens.findIndex(({ text }) => text === 'TIME');
  const both = (part: Part): boolean => has(part, 'ROOM') && has(part, 'TIME');
  if (room >= 0 && time >= 0) {
    add(`room and time ${rangeOf(Math.abs(room - time), 1, 2, 4, 8)} apart`);
    add(room < time ? 'room first' : 'time first');
    add(sentences.some(both) ? 'same sentence' : 'two sentences');
    if (clauses.some(both)) add('same clause');
  }
  for (const clause of clauses.filter(({ tokens: words }) => words.every(({ text }) => !/^[a-z]{4}/u.test(text)))) {
    if (has(clause, 'ROOM')) add('ROOM clause is bare');
    if (has(clause, 'TIME')) add('TIME clause is bare');
  }
  for (const mark of COUNTED) add(`${rangeOf(tokens.filter(({ text }) => text === mark).length, 0, 1, 2)} ${mark}`);
}

/** When the start is, seen from the posting: who looks back posts after it. */
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

function addStart(findings: Findings, add: Add): void {
  const { starts, rooms } = findings;
  const [start] = starts;
  const when = whenOf(findings);
  add(`starts ${when}`);
  add(`starts ${when}, ${start?.day ? 'with' : 'without'} day`);
  if (start?.approximate) add('start is approximate');
  add(`${starts.length > 1 ? 'many' : starts.length} starts`);
  add(`${rooms.length > 1 ? 'many' : rooms.length} rooms`);
  if (findings.hasOtherTimes) add('other times');
  if (starts.length === 1 && !findings.inside) add('outside the conference');
}

/** The features of a post, each name once, in a fixed order. */
export function featuresOf(findings: Findings): Feature[] {
  const features = new Map<string, Feature>();
  const add: Add = (name, words) => {
    if (!features.has(name)) features.set(name, words ? { name, words } : { name });
  };
  const tokens = intentTokens(findings.page);
  const sentences = partsOf(tokens, SENTENCE_ENDS);
  const clauses = partsOf(tokens, CLAUSE_ENDS);
  for (const token of tokens) add(`word ${token.text}`, token);
  addSentences(sentences, add);
  addCues(tokens, sentences, clauses, add);
  addNeighbours(tokens, add);
  addShape(tokens, sentences, clauses, add);
  addStart(findings, add);
  return [...features.values()];
}
