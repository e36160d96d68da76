import type { Config } from '../core/config.ts';
import { createReader } from '../core/reading/reader.ts';
import type { Reading, ReadableTweet, Reason, Span } from '../core/reading/reading.ts';
import { postAddress } from '../core/post-address.ts';
import { oneLine } from './plain-words.ts';
import { entryWords } from './words.ts';

/** The facts in an organiser's line, or in a message in Slack, about an open space. */
export interface EntryRead {
  readonly title?: string;
  /** A listed room, if exactly one is named. */
  readonly room?: string;
  /** Epoch milliseconds, if exactly one start is named. */
  readonly startAt?: number;
  readonly tweetUrl?: string;
  /** What a person should check before it is entered, in words; none if the line is clear. */
  readonly doubts: readonly string[];
}

/** With the address of a post, to which people may give no scheme. */
const postLink = new RegExp(String.raw`(?<![\w.-])(?:https?://)?(${postAddress})\S*`, 'u');

/** Compiling a conference's rooms takes longer than reading a line, and the config seldom changes. */
let known: { conference: string; read: (tweet: ReadableTweet) => Reading } | undefined;

/**
 * Reads `3pm B114 Board games` by the same rules as a post. Room and start are set if exactly one of each is named; the
 * rest of the line is the title.
 *
 * @param now epoch milliseconds; times such as `3pm` are relative to it
 */
export function readEntry(line: string, { conference }: Config, now: number): EntryRead {
  const [written = '', address] = postLink.exec(line) ?? [];
  const text = line
    .replace(written, ' ')
    .replaceAll(/https?:\/\/\S+/gu, ' ')
    .trim();
  const key = JSON.stringify(conference);
  if (known?.conference !== key) known = { conference: key, read: createReader(conference) };
  const { rooms, starts, reasons } = known.read({ text, postedAt: now });
  const [room, ...moreRooms] = rooms;
  const [start, ...moreStarts] = starts;
  const isOneRoom = room !== undefined && moreRooms.length === 0;
  const isOneStart = start !== undefined && moreStarts.length === 0;
  const read = [
    ...(isOneRoom ? [room.span] : []),
    ...(isOneStart ? [start.time, start.day, start.zone].filter((span) => span !== undefined) : []),
  ];
  const title = withoutSpans(text, read);
  const unlisted = rooms.length === 0 ? codeLikeRoom(title, conference) : undefined;
  return {
    doubts: withoutRepetition([
      ...(unlisted === undefined ? [] : [entryWords.unlisted(unlisted)]),
      ...doubtsIn(reasons),
    ]),
    ...(title === '' ? {} : { title }),
    ...(isOneRoom ? { room: room.name } : {}),
    ...(isOneStart ? { startAt: start.at } : {}),
    ...(address === undefined ? {} : { tweetUrl: `https://${address}` }),
  };
}

/** The reader's doubts about the facts. A line for the command need not sound like an announcement. */
function doubtsIn(reasons: readonly Reason[]): string[] {
  const seems = reasons.filter(({ about }) => about === 'intent').map(({ words }) => words);
  return reasons
    .filter(({ about }) => about === 'verdict')
    .map(({ words }) => words.replace(/^review: /u, ''))
    .filter((words) => !seems.includes(words));
}

/** Without “no room” if a room is named that is not listed. */
const withoutRepetition = (doubts: readonly string[]): readonly string[] =>
  doubts.some((one) => one.endsWith(entryWords.notListed)) ? doubts.filter((one) => one !== 'no room') : doubts;

/** A word that is built like the name of a listed room, such as `B999` beside `B114`: probably a mistyped room. */
function codeLikeRoom(text: string, { rooms }: Config['conference']): string | undefined {
  const shapeOf = (word: string) => word.replaceAll(/\p{L}/gu, 'A').replaceAll(/\d/gu, '9');
  const shapes = new Set(rooms.flatMap(({ name, aliases }) => [name, ...aliases]).map(shapeOf));
  return text
    .match(/[\p{L}\d-]+/gu)
    ?.find((word) => /\p{L}/u.test(word) && /\d/u.test(word) && shapes.has(shapeOf(word)));
}

/** The text without the words for room and start, and without the small words and signs before them. */
function withoutSpans(text: string, spans: readonly Span[]): string {
  let rest = text;
  for (const { from, to } of spans.toSorted((a, b) => b.from - a.from)) {
    const before = rest.slice(0, from).replace(/(?:^|\s)(?:@|at|in|on|room)\s*$/iu, ' ');
    rest = `${before} ${rest.slice(to)}`;
  }
  const words = rest
    .replaceAll(/#\S+/gu, ' ')
    .replaceAll(/\s+([,.;:])/gu, '$1')
    .replaceAll(/^[\s,.;:–—@-]+|[\s,;:–—@-]+$/gu, '');
  return oneLine(words, 200);
}
