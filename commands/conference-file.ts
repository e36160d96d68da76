import { readFileSync } from 'node:fs';
import { z } from 'zod';

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
 * @throws Error if the file cannot be read or has another format.
 */
export function readConferenceFile(path: string): Map<string, Conference> {
  const parsed = conferences.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  return new Map(Object.entries(parsed.data).map(([id, conference]) => [id, { id, ...conference }]));
}
