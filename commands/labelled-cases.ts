import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

import { createFinder } from '../core/reading/findings.ts';
import type { Intent } from '../core/reading/reading.ts';
import type { LabelledFindings } from '../core/reading/training/train-model.ts';
import { readConferences } from './conferences-file.ts';

/** One line of a file of labelled posts; `test/cases/README.md` describes the fields. */
const labelledCase = z.object({
  id: z.string(),
  conference: z.string(),
  postedAt: z.iso.datetime({ offset: true }),
  lang: z.string(),
  text: z.string(),
  times: z.array(z.object({ start: z.iso.datetime({ offset: true }), approx: z.boolean().optional() })),
  rooms: z.array(z.string()),
  verdict: z.enum(['schedule', 'review', 'ignore']),
  intent: z.string(),
  note: z.string(),
});
export type LabelledCase = z.infer<typeof labelledCase>;

/** The labellers' words for the reader's intents. */
const INTENTS: Readonly<Record<string, Intent>> = {
  announce: 'announce',
  move: 'move',
  cancel: 'cancel',
  past: 'past',
  lookback: 'past',
  question: 'question',
  spam: 'spam',
  ad: 'spam',
  other: 'other',
};

/** @throws ZodError if a line is no labelled post. */
export function readCases(path: string): LabelledCase[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => labelledCase.parse(JSON.parse(line)));
}

/** The files of `test/cases/`, and the hand that wrote each file. */
const caseFiles = z.array(z.object({ hand: z.string(), file: z.string(), conferences: z.string() }));

/**
 * The reader's findings in each labelled post of the listed files. Of two posts with the same text, only the first
 * counts.
 */
export function findCases(folder: string, only?: (hand: string) => boolean): LabelledFindings[] {
  const listed = caseFiles.parse(JSON.parse(readFileSync(`${folder}/hands.json`, 'utf8')));
  const texts = new Set<string>();
  // One for each conference: making one is slow, and many hands write for the same conferences.
  const finders = new Map<string, ReturnType<typeof createFinder>>();
  return listed
    .filter(({ hand }) => only?.(hand) ?? true)
    .flatMap(({ hand, file, conferences }) => {
      const posts = readCases(`${folder}/${file}`);
      if (posts.length === 0) return [];
      const known = readConferences(`${folder}/${conferences}`);
      return posts.flatMap((post): LabelledFindings[] => {
        const conference = known.get(post.conference);
        if (!conference) throw new Error(`${file}: ${post.id} names the unknown conference “${post.conference}”`);
        if (texts.has(post.text)) return [];
        texts.add(post.text);
        const find = finders.get(`${conferences} ${post.conference}`) ?? createFinder(conference);
        finders.set(`${conferences} ${post.conference}`, find);
        return [
          {
            hand,
            id: post.id,
            conference: post.conference,
            findings: find({ text: post.text, postedAt: Date.parse(post.postedAt) }),
            label: {
              verdict: post.verdict,
              intent: INTENTS[post.intent] ?? 'other',
              starts: post.times.map(({ start, approx }) => ({ at: Date.parse(start), approximate: approx ?? false })),
              rooms: post.rooms,
            },
          },
        ];
      });
    });
}
