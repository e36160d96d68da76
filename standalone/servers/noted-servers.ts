import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const schema = z.object({
  mongodbUri: z.string(),
  /** Absent if TEMPORAL_* name a Temporal elsewhere. */
  temporalAddress: z.string().optional(),
  temporalNamespace: z.string().optional(),
});
/** The addresses of a running installation's servers, for commands such as `npm run backup`. */
export type NotedServers = z.infer<typeof schema>;

const pathIn = (dataDir: string): string => join(dataDir, 'servers.json');

/**
 * Writes them to a file beside the data until `forget`. Only this user can read it, because an address may contain a
 * password.
 */
export async function noteServers(dataDir: string, servers: NotedServers): Promise<{ forget: () => Promise<void> }> {
  await rm(pathIn(dataDir), { force: true });
  await writeFile(pathIn(dataDir), JSON.stringify(servers), { mode: 0o600 });
  return { forget: () => rm(pathIn(dataDir), { force: true }) };
}

/** Undefined if there is no such file. */
export async function readServers(dataDir: string): Promise<NotedServers | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(pathIn(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
}
