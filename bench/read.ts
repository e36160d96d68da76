import * as chrono from 'chrono-node';
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { readConferenceFile } from '../commands/conference-file.ts';
import { createReader } from '../core/reading/reader.ts';
import { hostileTexts } from './support/hostile-texts.ts';

const CORPUS = 'test/cases/corpus';
const ROUNDS = 60;
/** The first rounds only warm the compiler up, for both. */
const WARM_UP = 20;
const HOSTILE = 10_000;
const STREAM = 10_000;
const SLOW_MS = 5;

interface Line {
  readonly conference: string;
  readonly postedAt: string;
  readonly text: string;
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

/** Reader beside plain chrono-node in six languages; hostile texts; what a long stream leaves behind. */
export function bench(): Promise<void> {
  const lines = readFileSync(`${CORPUS}/tweets.jsonl`, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
  const readers = new Map(
    [...readConferenceFile(`${CORPUS}/conferences.json`)].map(([id, conference]) => [id, createReader(conference)]),
  );
  const tweets = lines.map((line) => ({
    read: readers.get(line.conference),
    text: line.text,
    postedAt: Date.parse(line.postedAt),
  }));
  const languages = [chrono.en, chrono.es, chrono.de, chrono.fr, chrono.pt, chrono.ja];
  const ours = (): void => tweets.forEach(({ read, text, postedAt }) => read?.({ text, postedAt }));
  const theirs = (): void =>
    tweets.forEach(({ text, postedAt }) => languages.forEach((language) => language.parse(text, new Date(postedAt))));

  const rounds = Array.from({ length: ROUNDS }, () => ({
    ours: timed(ours) / tweets.length,
    theirs: timed(theirs) / tweets.length,
  }));
  const warm = rounds.slice(WARM_UP);
  const [one, other] = [middle(warm.map((round) => round.ours)), middle(warm.map((round) => round.theirs))];
  console.log(`reader ${microseconds(one)} a tweet, plain chrono-node in six languages ${microseconds(other)}`);
  console.log(`median ratio ${middle(warm.map((round) => round.ours / round.theirs)).toFixed(2)} (bar 1.5)`);

  const [first] = tweets;
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
  for (let done = 0; done < STREAM; done += tweets.length) ours();
  collectGarbage();
  const kept = process.memoryUsage().heapUsed - before;
  console.log(`a stream of ${STREAM.toLocaleString('en')} tweets leaves ${(kept / 1024).toFixed(0)} kB on the heap`);
  return Promise.resolve();
}
