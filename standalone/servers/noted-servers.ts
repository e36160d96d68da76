import { readFile, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { isLocked, notePathIn } from './data-lock.ts';

const schema = z.object({
  mongodbUri: z.string(),
  /** Absent if TEMPORAL_* name a Temporal elsewhere. */
  temporalAddress: z.string().optional(),
  temporalNamespace: z.string().optional(),
  /** Where people reach the api. */
  publicUrl: z.string().optional(),
});
/** The addresses of a running installation's servers, for commands such as `npm run backup`. */
export type NotedServers = z.infer<typeof schema>;

/**
 * Writes them to a file beside the data until `forget`. Only for the holder of the data's lock. Only this user can read
 * the file, because an address may contain a password.
 */
export async function noteServers(dataDir: string, servers: NotedServers): Promise<{ forget: () => Promise<void> }> {
  await writeFile(notePathIn(dataDir), JSON.stringify(servers), { mode: 0o600 });
  return { forget: () => rm(notePathIn(dataDir), { force: true }) };
}

/** Undefined if no `npm start` runs on this data. One that was killed leaves its file behind, which does not count. */
export async function readServers(dataDir: string): Promise<NotedServers | undefined> {
  if (!(await isLocked(dataDir))) return undefined;
  try {
    return schema.parse(JSON.parse(await readFile(notePathIn(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
}
