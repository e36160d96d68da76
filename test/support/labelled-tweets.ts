import { readCases, type LabelledCase } from '../../commands/labelled-cases.ts';
import { readConferences } from '../../commands/conferences-file.ts';
import { createReader } from '../../core/reading/reader.ts';
import type { ReadableTweet, Reading } from '../../core/reading/reading.ts';

export type LabelledTweet = LabelledCase;
export const readLabelled = readCases;

export const conferences = readConferences('test/cases/corpus/conferences.json');
const readers = new Map([...conferences].map(([id, conference]) => [id, createReader(conference)]));

export function readerOf(conference: string): (tweet: ReadableTweet) => Reading {
  const reader = readers.get(conference);
  if (!reader) throw new Error(`no conference “${conference}” in test/cases/corpus/conferences.json`);
  return reader;
}
