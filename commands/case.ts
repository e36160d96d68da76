/**
 * Adds labelled posts to `test/cases/added.jsonl`, from which `npm run train` learns:
 * - `npm run case -- --conference ID --posted-at 2017-05-19T18:00:00Z [--note WHY] TEXT`, or a JSON line on standard
 * input: adds one post with the reader's present answer, for a person to correct;
 * - `npm run case -- --corrections`: adds organisers' corrections on cards, from the store of this installation, with
 * names replaced.
 */
import { DateTime } from 'luxon';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

import { readArguments } from '../config/command-line.ts';
import { endWithError } from '../config/end-with-error.ts';
import { StartError } from '../config/start-error.ts';
import { usages } from '../config/usages.ts';
import type { Conference } from '../core/conference.ts';
import { withoutNames } from '../core/reading/correction.ts';
import { createReader } from '../core/reading/reader.ts';
import { createStore } from '../store/store.ts';
import { readConferences } from './conferences-file.ts';
import { findCorrectedPosts, type CorrectedPost } from './corrected-posts.ts';
import { readCases, type LabelledCase } from './labelled-cases.ts';
import { withStore } from './reach-store.ts';

const [usage] = usages.case;
const { values, positionals } = readArguments(...usages.case);
const CASES = `${values.folder}/added.jsonl`;
/** The conferences of the cases, with their configuration at that time. */
const CONFERENCES = `${values.folder}/added-conferences.json`;

const caseInput = z.object({
  conference: z.string(),
  postedAt: z.iso.datetime({ offset: true }),
  text: z.string().min(1),
  lang: z.string().default('en'),
  note: z.string().default(''),
});

/** The name that a person types for a field of the case. */
const optionOf: Readonly<Record<string, string>> = {
  conference: '--conference',
  postedAt: '--posted-at (such as 2017-05-19T18:00:00Z)',
  text: 'TEXT',
};

const isoIn = (at: number, { timeZone }: Conference): string =>
  DateTime.fromMillis(at, { zone: timeZone }).toISO({ suppressMilliseconds: true }) ?? '';

/** Stores the conference beside the cases. A later version replaces an earlier one. */
function keepConference({ id, ...conference }: Conference): void {
  const known: unknown = existsSync(CONFERENCES) ? JSON.parse(readFileSync(CONFERENCES, 'utf8')) : {};
  const all = { ...z.record(z.string(), z.unknown()).parse(known), [id]: conference };
  writeFileSync(CONFERENCES, `${JSON.stringify(all, null, 2)}\n`);
}

/** @returns the cases that are new, compared by text */
function addCases(cases: readonly Omit<LabelledCase, 'id'>[]): LabelledCase[] {
  const before = readCases(CASES);
  const texts = new Set(before.map(({ text }) => text));
  const fresh = cases.filter(({ text }) => !texts.has(text) && texts.add(text));
  const numbered = fresh.map((one, at) => ({ id: `a${String(before.length + at + 1).padStart(4, '0')}`, ...one }));
  for (const one of numbered) appendFileSync(CASES, `${JSON.stringify(one)}\n`);
  return numbered;
}

function caseOf({ text, postedAt, readAs, truth }: CorrectedPost, conference: Conference): Omit<LabelledCase, 'id'> {
  const rooms = conference.rooms.flatMap(({ name, aliases }) => [name, ...aliases]);
  const read = createReader(conference)({ text, postedAt });
  const announces = truth.kind === 'announcement';
  // A post that announces nothing may still name a room and an hour: the ones that the reader found stay as labels.
  const startsAt = announces ? [truth.startAt] : read.starts.map(({ at }) => at);
  return {
    conference: conference.id,
    postedAt: new Date(postedAt).toISOString(),
    lang: 'en',
    text: withoutNames(text, rooms),
    times: startsAt.map((at) => ({ start: isoIn(at, conference) })),
    rooms: announces ? [truth.room] : read.rooms.map(({ name }) => name),
    verdict: announces ? 'schedule' : 'review',
    intent: announces ? 'announce' : 'other',
    note: `corrected by an organiser; it was read as ${[readAs.verdict, readAs.room].filter(Boolean).join(', ')}`,
  };
}

const addCorrections = (): Promise<void> =>
  withStore(
    async (db) => {
      const { conference } = await createStore(db).configs.current();
      const all = await findCorrectedPosts(db, conference.id);
      const added = addCases(all.map((post) => caseOf(post, conference)));
      if (added.length > 0) keepConference(conference);
      console.log(`${added.length} of ${all.length} corrections added to ${CASES}, the others were there already.`);
      console.log('Read them before you commit: names of people that are no @handles are still in the texts.');
    },
    { isForOne: false },
  );

function readInput(): unknown {
  const { conference, 'posted-at': postedAt, lang, note } = values;
  const isOnInput = positionals.length === 0 && conference === undefined && !process.stdin.isTTY;
  if (isOnInput) return JSON.parse(readFileSync(0, 'utf8') || '{}');
  return { conference, postedAt, text: positionals.join(' '), lang, note };
}

/** @throws Error that says what is missing */
function addOne(): void {
  const parsed = caseInput.safeParse(readInput());
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path }) => optionOf[String(path[0])] ?? path.join('.'));
    throw new StartError({ what: `These are missing or wrong: ${wrong.join(', ')}.`, remedy: usage });
  }
  const { conference: id, postedAt, text, lang, note } = parsed.data;
  const conference = readConferences(values.conferences).get(id);
  if (!conference) {
    const remedy = 'Give the id of one of its conferences, or add yours to it.';
    throw new StartError({ what: `${values.conferences} has no conference ${id}.`, remedy });
  }
  const reading = createReader(conference)({ text, postedAt: Date.parse(postedAt) });
  const [added] = addCases([
    {
      conference: id,
      postedAt: new Date(postedAt).toISOString(),
      lang,
      text,
      times: reading.starts.map((start) => ({
        start: isoIn(start.at, conference),
        ...(start.approximate ? { approx: true } : {}),
      })),
      rooms: reading.rooms.map((room) => room.name),
      verdict: reading.verdict,
      intent: reading.intent,
      note,
    },
  ]);
  if (!added) {
    throw new StartError({ what: `${CASES} has a case with this text.`, remedy: 'Correct that one, if it is wrong.' });
  }
  keepConference(conference);
  console.log(JSON.stringify(added, null, 2));
  console.error(
    `Added to ${CASES}. Correct times, rooms, verdict and intent there where the reader is wrong, say why in note, ` +
      'then run npm run train.',
  );
}

try {
  if (values.corrections) await addCorrections();
  else addOne();
} catch (error) {
  endWithError(error);
}
