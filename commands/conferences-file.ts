import { readFileSync } from 'node:fs';
import { z } from 'zod';

import { StartError } from '../config/start-error.ts';
import type { Conference } from '../core/conference.ts';

const room = z.union([
  z
    .string()
    .min(1)
    .transform((name) => ({ name, aliases: [] })),
  z.object({ name: z.string().min(1), aliases: z.array(z.string().min(1)).default([]) }),
]);
const date = z.iso.date();
const conferences = z.record(
  z.string(),
  z.object({ name: z.string(), timeZone: z.string(), startDate: date, endDate: date, rooms: z.array(room) }),
);

/**
 * The conferences of a file by id. Rooms are names, or names with aliases.
 * @throws {StartError} if the file has another format
 * @throws {Error} if it cannot be opened
 */
export function readConferences(path: string): Map<string, Conference> {
  const parsed = conferences.safeParse(jsonOf(readFileSync(path, 'utf8')));
  if (!parsed.success) {
    const why = z.prettifyError(parsed.error).replaceAll(/\s+/gu, ' ');
    throw new StartError({
      what: `${path} is not a list of conferences: ${why}.`,
      remedy: 'Compare it with test/cases/corpus/conferences.json.',
    });
  }
  return new Map(Object.entries(parsed.data).map(([id, conference]) => [id, { id, ...conference }]));
}

/** Undefined for a text that is not JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.trim());
  } catch {
    return undefined;
  }
}
