import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

import { readConferenceFile } from '../../commands/conference-file.ts';
import { createReader } from '../../core/reading/reader.ts';
import type { ReadableTweet, Reading } from '../../core/reading/reading.ts';

const labelled = z.object({
  id: z.string(),
  conference: z.string(),
  postedAt: z.iso.datetime(),
  lang: z.string(),
  text: z.string(),
  times: z.array(z.object({ start: z.iso.datetime({ offset: true }), approx: z.boolean().optional() })),
  rooms: z.array(z.string()),
  verdict: z.enum(['schedule', 'review', 'ignore']),
  intent: z.string(),
  note: z.string(),
});
export type LabelledTweet = z.infer<typeof labelled>;

export const conferences = readConferenceFile('test/cases/corpus/conferences.json');
const readers = new Map([...conferences].map(([id, conference]) => [id, createReader(conference)]));

export function readerOf(conference: string): (tweet: ReadableTweet) => Reading {
  const reader = readers.get(conference);
  if (!reader) throw new Error(`no conference “${conference}” in test/cases/corpus/conferences.json`);
  return reader;
}

export function readLabelled(path: string): LabelledTweet[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => labelled.parse(JSON.parse(line)));
}

export interface Score {
  readonly total: number;
  readonly toSchedule: number;
  readonly scheduledRight: number;
  readonly harmful: number;
  readonly lost: number;
  /** One line for each tweet that was read otherwise than labelled. */
  readonly wrong: readonly string[];
}

const APPROXIMATE_MS = 120_000;

function isRight(label: LabelledTweet, reading: Reading): boolean {
  const [want] = label.times;
  const [start] = reading.starts;
  if (!want || !start) return false;
  const off = Math.abs(Date.parse(want.start) - start.at);
  return off <= (want.approx ? APPROXIMATE_MS : 0) && reading.rooms[0]?.name === label.rooms[0];
}

/** Scores the reader as the corpus's own script does: right, harmful and lost are defined in docs/decisions. */
export function scoreReader(labels: readonly LabelledTweet[]): Score {
  const judged = labels.map((label) => {
    const reading = readerOf(label.conference)({ text: label.text, postedAt: Date.parse(label.postedAt) });
    const right = reading.verdict === label.verdict && (label.verdict !== 'schedule' || isRight(label, reading));
    return { label, right, verdict: reading.verdict };
  });
  const wrong = judged.filter((one) => !one.right);
  return {
    total: labels.length,
    toSchedule: labels.filter((label) => label.verdict === 'schedule').length,
    scheduledRight: judged.filter((one) => one.right && one.label.verdict === 'schedule').length,
    harmful: wrong.filter((one) => one.verdict === 'schedule').length,
    lost: wrong.filter((one) => one.verdict === 'ignore').length,
    wrong: wrong.map((one) => `${one.label.id} is ${one.label.verdict}, read as ${one.verdict}: ${one.label.text}`),
  };
}
