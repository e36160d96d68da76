/**
 * Adds a labelled case from a tweet, with what the reader says now, for a person to correct:
 * `npm run case -- --conference ID --posted-at 2017-05-19T18:00:00Z [--note WHY] TEXT`, or a JSON line on standard input.
 */
import { DateTime } from 'luxon';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';

import { createReader } from '../core/reading/reader.ts';
import { readConferenceFile } from './conference-file.ts';

const CASES = 'test/cases/added.jsonl';
const caseInput = z.object({
  conference: z.string(),
  postedAt: z.iso.datetime({ offset: true }),
  text: z.string().min(1),
  lang: z.string().default('en'),
  note: z.string().default(''),
});

function readInput(): { input: unknown; file: string } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      conference: { type: 'string' },
      'posted-at': { type: 'string' },
      lang: { type: 'string' },
      note: { type: 'string' },
      conferences: { type: 'string', default: 'test/cases/corpus/conferences.json' },
    },
  });
  if (positionals.length === 0) return { input: JSON.parse(readFileSync(0, 'utf8')), file: values.conferences };
  const { conference, 'posted-at': postedAt, lang, note } = values;
  return { input: { conference, postedAt, text: positionals.join(' '), lang, note }, file: values.conferences };
}

const { input, file } = readInput();
const parsed = caseInput.safeParse(input);
if (!parsed.success) {
  console.error(`The case needs conference, postedAt (ISO) and text:\n${z.prettifyError(parsed.error)}`);
  process.exit(1);
}
const { conference: id, postedAt, text, lang, note } = parsed.data;
const conference = readConferenceFile(file).get(id);
if (!conference) {
  console.error(`no conference “${id}” in ${file}`);
  process.exit(1);
}
const reading = createReader(conference)({ text, postedAt: Date.parse(postedAt) });
const lines = existsSync(CASES) ? readFileSync(CASES, 'utf8').split('\n').filter(Boolean).length : 0;
const labelled = {
  id: `a${String(lines + 1).padStart(4, '0')}`,
  conference: id,
  postedAt: new Date(postedAt).toISOString(),
  lang,
  text,
  times: reading.starts.map((start) => ({
    start: DateTime.fromMillis(start.at, { zone: conference.timeZone }).toISO({ suppressMilliseconds: true }),
    ...(start.approximate ? { approx: true } : {}),
  })),
  rooms: reading.rooms.map((room) => room.name),
  verdict: reading.verdict,
  intent: reading.intent,
  note,
};
appendFileSync(CASES, `${JSON.stringify(labelled)}\n`);
console.log(JSON.stringify(labelled, null, 2));
console.error(
  `Added to ${CASES}. Correct times, rooms, verdict and intent there where the reader is wrong, and say why in note.`,
);
