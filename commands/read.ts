/**
 * Reads posts as JSON lines and answers each with one JSON line: `npm run --silent read -- CONFERENCES.json <
 * tweets.jsonl`. With `--explain`, standard error gets a readable line for each.
 */
import { DateTime } from 'luxon';
import { createInterface } from 'node:readline';
import { z } from 'zod';

import { readArguments } from '../config/command-line.ts';
import { endWithError } from '../config/end-with-error.ts';
import { usages } from '../config/usages.ts';
import type { Conference } from '../core/conference.ts';
import { explainLine, explainReading } from '../core/reading/explain.ts';
import { createReader } from '../core/reading/reader.ts';
import { readConferences } from './conferences-file.ts';

const tweetLine = z.object({
  id: z.union([z.string().min(1), z.int()]),
  conference: z.string(),
  postedAt: z.iso.datetime({ offset: true }),
  text: z.string(),
});

const { values, positionals } = readArguments(...usages.read);
const [path = ''] = positionals;
const conferences = conferencesOf(path);
/** Of the conferences that the posts have named so far: making one is slow. */
const readers = new Map<string, ReturnType<typeof createReader>>();

function conferencesOf(file: string): Map<string, Conference> {
  try {
    return readConferences(file);
  } catch (error) {
    return endWithError(error);
  }
}

function answer(line: string): string {
  const tweet = tweetLine.parse(JSON.parse(line.trim()));
  const conference = conferences.get(tweet.conference);
  if (!conference) throw new Error(`no conference “${tweet.conference}” in ${path}`);
  const read = readers.get(conference.id) ?? createReader(conference);
  readers.set(conference.id, read);
  const reading = read({ text: tweet.text, postedAt: Date.parse(tweet.postedAt) });
  if (values.explain) console.error(`${tweet.id}: ${explainLine(reading, tweet.text)}`);
  const [start] = reading.starts;
  const [room] = reading.rooms;
  return JSON.stringify({
    id: tweet.id,
    verdict: reading.verdict,
    ...(start && reading.starts.length === 1
      ? { start: DateTime.fromMillis(start.at, { zone: conference.timeZone }).toISO({ suppressMilliseconds: true }) }
      : {}),
    ...(room && reading.rooms.length === 1 ? { room: room.name } : {}),
    confidence: Math.round(reading.confidence * 1000) / 1000,
    sure: reading.sure,
    reasons: explainReading(reading, tweet.text),
  });
}

function messageOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error).replaceAll('\n', ' ');
  return error instanceof Error ? error.message : String(error);
}

// The next program of a pipe, such as `head`, may want no more lines.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

let number = 0;
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  number++;
  if (line.trim() === '') continue;
  try {
    process.stdout.write(`${answer(line)}\n`);
  } catch (error) {
    console.error(`line ${number}: ${messageOf(error)}`);
    process.exitCode = 1;
  }
}
