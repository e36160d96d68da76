/** What the intent model sees of a tweet: words, cues and the shape of the sentences that hold the room and the start. */
import type { Findings } from '../findings.ts';
import type { Stretch } from '../page.ts';
import { findCues } from './cues.ts';
import { intentTokens, type IntentToken } from './tokens.ts';

/** One thing that is true of the tweet, and the words that show it, where any do. */
export interface Feature {
  readonly name: string;
  readonly words?: Stretch;
}

const ENDS = new Set(['.', '!', '?', 'LINE', 'PICTURE']);
const CLAUSE_ENDS = new Set([...ENDS, ',', ';', ':', '-', '(', ')', '|', '/', '>', '→']);
const MINUTE = 60_000;

interface Part {
  readonly tokens: readonly IntentToken[];
  readonly end: string;
}

function split(tokens: readonly IntentToken[], ends: ReadonlySet<string>): Part[] {
  const parts: Part[] = [];
  let from = 0;
  tokens.forEach((token, at) => {
    const isLast = at === tokens.length - 1;
    if (!isLast && !ends.has(token.text)) return;
    const inner = tokens.slice(from, ends.has(token.text) ? at : at + 1);
    if (inner.length > 0) parts.push({ tokens: inner, end: ends.has(token.text) ? token.text : '' });
    else if (parts.length > 0 && token.text === '?')
      parts[parts.length - 1] = { ...parts[parts.length - 1]!, end: '?' };
    from = at + 1;
  });
  return parts;
}

const hasSlot = (part: Part): boolean => part.tokens.some(({ text }) => text === 'ROOM' || text === 'TIME');
const has = (part: Part, mark: string): boolean => part.tokens.some(({ text }) => text === mark);

function whenStarts(findings: Findings): string {
  const [start] = findings.starts;
  if (!start) return 'none';
  const minutes = (start.at - findings.postedAt) / MINUTE;
  if (minutes < -15) return start.day ? 'over with day' : 'over';
  if (minutes < 1) return 'now';
  if (minutes < 31) return 'in half an hour';
  if (minutes < 121) return 'in two hours';
  if (minutes < 12 * 60) return 'in half a day';
  return 'later';
}

const bucket = (count: number, ...edges: number[]): string => {
  const at = edges.findIndex((edge) => count <= edge);
  return at === -1 ? `over ${edges.at(-1)}` : `up to ${edges[at]}`;
};

/** The features of a tweet, each name once, in a fixed order. */
export function featuresOf(findings: Findings): Feature[] {
  const tokens = intentTokens(findings.page);
  const features = new Map<string, Feature>();
  const add = (name: string, words?: Stretch): void => {
    if (!features.has(name)) features.set(name, words ? { name, words } : { name });
  };
  const over = (from: IntentToken | undefined, to: IntentToken | undefined): Stretch | undefined =>
    from && to && { from: from.from, to: to.to };

  const sentences = split(tokens, ENDS);
  const slots = sentences.filter(hasSlot);
  const clauses = sentences.flatMap((sentence) => split(sentence.tokens, CLAUSE_ENDS));

  for (const sentence of sentences) {
    const where = hasSlot(sentence) ? 'slot' : 'other';
    add(`${where} begins ${sentence.tokens[0]?.text}`, sentence.tokens[0]);
    add(
      `${where} begins ${sentence.tokens[0]?.text} ${sentence.tokens[1]?.text}`,
      over(sentence.tokens[0], sentence.tokens[1]),
    );
    add(`${where} ends ${sentence.end}`);
  }
  for (const clause of clauses) {
    for (const mark of ['ROOM', 'TIME'])
      if (has(clause, mark)) {
        if (clause.tokens.every(({ text }) => !/^[a-z]{4}/u.test(text))) add(`${mark} clause is bare`);
      }
  }

  // Cues, by where they stand.
  const cues = findCues(tokens);
  const told = new Map<string, number>();
  add(`cues ${Math.min(8, Math.round((8 * cues.length) / Math.max(1, tokens.length)))} of 8`);
  for (const cue of cues) {
    const times = (told.get(cue.name) ?? 0) + 1;
    told.set(cue.name, times);
    if (times === 2 || times === 3) add(`${times} times cue ${cue.name}`, over(tokens[cue.from], tokens[cue.to - 1]));
    const words = over(tokens[cue.from], tokens[cue.to - 1]);
    const stretch = words ?? { from: 0, to: 0 };
    const inSlot = slots.some(
      (part) => (part.tokens[0]?.from ?? 0) <= stretch.from && stretch.to <= (part.tokens.at(-1)?.to ?? 0),
    );
    add(`${inSlot ? 'slot' : 'other'} cue ${cue.name}`, words);
    for (const clause of clauses)
      if (
        has(clause, 'TIME') &&
        (clause.tokens[0]?.from ?? 0) <= stretch.from &&
        stretch.to <= (clause.tokens.at(-1)?.to ?? 0)
      )
        add(`TIME clause cue ${cue.name}`, words);
  }

  // Neighbours of room and start.
  tokens.forEach((token, at) => {
    if (token.text !== 'ROOM' && token.text !== 'TIME') return;
    const [left2, left, right, right2] = [tokens[at - 2], tokens[at - 1], tokens[at + 1], tokens[at + 2]];
    add(`${left?.text ?? 'START'} < ${token.text}`, over(left ?? token, token));
    add(`${token.text} > ${right?.text ?? 'END'}`, over(token, right ?? token));
    add(`${left2?.text ?? 'START'} ${left?.text ?? 'START'} < ${token.text}`, over(left2 ?? token, token));
    add(`${token.text} > ${right?.text ?? 'END'} ${right2?.text ?? 'END'}`, over(token, right2 ?? token));
  });

  // Shape.
  const room = tokens.findIndex(({ text }) => text === 'ROOM');
  const time = tokens.findIndex(({ text }) => text === 'TIME');
  if (room >= 0 && time >= 0) {
    add(`room and time ${bucket(Math.abs(room - time), 1, 2, 4, 8)} apart`);
    add(room < time ? 'room first' : 'time first');
    add(slots.some((part) => has(part, 'ROOM') && has(part, 'TIME')) ? 'same sentence' : 'two sentences');
    if (clauses.some((part) => has(part, 'ROOM') && has(part, 'TIME'))) add('same clause');
  }
  const first = sentences.findIndex(hasSlot);
  add(`slot is ${first === 0 ? 'first' : first === sentences.length - 1 ? 'last' : 'between'}`);
  for (const mark of ['TAG', 'MENTION', 'LINK', 'PICTURE', 'TITLE', 'NUMBER', 'DAY', '!', '?', 'LINE'])
    add(`${bucket(tokens.filter(({ text }) => text === mark).length, 0, 1, 2)} ${mark}`);
  if (slots.some(({ end }) => end === '?')) add('slot asks');
  if (sentences.some((part) => part.end === '?' && !hasSlot(part))) add('another sentence asks');

  // The start itself.
  const [start] = findings.starts;
  const when = whenStarts(findings);
  add(`starts ${when}`);
  add(`starts ${when}, ${start?.day ? 'with' : 'without'} day`);
  if (start?.approximate) add('start is approximate');
  add(`${findings.starts.length > 1 ? 'many' : findings.starts.length} starts`);
  add(`${findings.rooms.length > 1 ? 'many' : findings.rooms.length} rooms`);
  if (findings.hasOtherTimes) add('other times');
  if (findings.starts.length === 1 && !findings.inside) add('outside the conference');
  return [...features.values()];
}
