import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const schema = z.object({
  mongodbUri: z.string(),
  /** Absent where Temporal is elsewhere, as TEMPORAL_* say. */
  temporalAddress: z.string().optional(),
  temporalNamespace: z.string().optional(),
});
/** Where the servers of a running installation are: commands such as `npm run backup` reach them by that. */
export type NotedServers = z.infer<typeof schema>;

const pathIn = (dataDir: string): string => join(dataDir, 'servers.json');

/** Notes them beside the data until `forget`, readable by this user alone: an address may hold a password. */
export async function noteServers(dataDir: string, servers: NotedServers): Promise<{ forget: () => Promise<void> }> {
  await rm(pathIn(dataDir), { force: true });
  await writeFile(pathIn(dataDir), JSON.stringify(servers), { mode: 0o600 });
  return { forget: () => rm(pathIn(dataDir), { force: true }) };
}

/** Undefined where nothing is noted. */
export async function readServers(dataDir: string): Promise<NotedServers | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(pathIn(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
}
