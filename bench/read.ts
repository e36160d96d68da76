import * as chrono from 'chrono-node';
import { readdirSync, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { readConferences } from '../commands/conferences-file.ts';
import { createReader } from '../core/reading/reader.ts';
import { hostileTexts } from './support/hostile-texts.ts';

const CORPUS = 'test/cases/corpus';
const ROUNDS = 60;
/** The first rounds only warm the compiler up, for both. */
const WARM_UP = 20;
const HOSTILE = 10_000;
const STREAM = 10_000;
const SLOW_MS = 5;

/** Of a stream of posts, one in so many is about a session. */
const CHATTER_PER_ANNOUNCEMENT = 19;

interface Line {
  readonly conference: string;
  readonly postedAt: string;
  readonly text: string;
  readonly verdict: string;
}

function readLines(): Line[] {
  const files = readdirSync(CORPUS).filter((name) => name.endsWith('.jsonl'));
  const lines = files.flatMap((name) => readFileSync(`${CORPUS}/${name}`, 'utf8').split('\n').filter(Boolean));
  return lines.map((line) => JSON.parse(line) as Line);
}

const microseconds = (milliseconds: number): string => `${(milliseconds * 1000).toFixed(0)} µs`;
const middle = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;

function timed(work: () => void): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

/** A slow text is read twice more: a pause of a busy machine does not come back, a slow pattern does. */
function timedAtBest(work: () => void): number {
  const once = timed(work);
  return once < SLOW_MS ? once : Math.min(once, timed(work), timed(work));
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}

/**
 * Reader beside plain chrono-node in six languages; a stream of chatter; hostile texts; what a stream leaves
 * behind.
 */
export function bench(): Promise<void> {
  const lines = readLines();
  const readers = new Map(
    [...readConferences(`${CORPUS}/conferences.json`)].map(([id, conference]) => [id, createReader(conference)]),
  );
  const posts = lines.map((line) => ({
    read: readers.get(line.conference),
    text: line.text,
    postedAt: Date.parse(line.postedAt),
    verdict: line.verdict,
  }));
  const languages = [chrono.en, chrono.es, chrono.de, chrono.fr, chrono.pt, chrono.ja];
  const readAll = (some: typeof posts): void => some.forEach(({ read, text, postedAt }) => read?.({ text, postedAt }));
  const ours = (): void => readAll(posts);
  const theirs = (): void =>
    posts.forEach(({ text, postedAt }) => languages.forEach((language) => language.parse(text, new Date(postedAt))));

  const rounds = Array.from({ length: ROUNDS }, () => ({
    ours: timed(ours) / posts.length,
    theirs: timed(theirs) / posts.length,
  }));
  const warm = rounds.slice(WARM_UP);
  const [one, other] = [middle(warm.map((round) => round.ours)), middle(warm.map((round) => round.theirs))];
  console.log(`reader ${microseconds(one)} a post, plain chrono-node in six languages ${microseconds(other)}`);
  console.log(`median ratio ${middle(warm.map((round) => round.ours / round.theirs)).toFixed(2)} (bar 1.0)`);

  const chatter = posts.filter((post) => post.verdict === 'ignore');
  const others = posts.filter((post) => post.verdict !== 'ignore');
  const stream = Array.from({ length: STREAM }, (_, at) => {
    const from = at % (CHATTER_PER_ANNOUNCEMENT + 1) === 0 ? others : chatter;
    return from[at % from.length] as (typeof posts)[number];
  });
  const perSecond = middle(Array.from({ length: 5 }, () => (STREAM / timed(() => readAll(stream))) * 1000));
  console.log(`a stream with 95% chatter: ${Math.round(perSecond).toLocaleString('en')} posts a second (bar 5,000)`);

  const [first] = posts;
  let worst = 0;
  for (const text of hostileTexts(HOSTILE)) {
    worst = Math.max(
      worst,
      timedAtBest(() => first?.read?.({ text, postedAt: first.postedAt })),
    );
  }
  console.log(`worst of ${HOSTILE.toLocaleString('en')} hostile texts of 25 kB: ${worst.toFixed(1)} ms (bar 50)`);

  ours();
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let done = 0; done < STREAM; done += posts.length) ours();
  collectGarbage();
  const kept = process.memoryUsage().heapUsed - before;
  console.log(`a stream of ${STREAM.toLocaleString('en')} posts leaves ${(kept / 1024).toFixed(0)} kB on the heap`);
  return Promise.resolve();
}
