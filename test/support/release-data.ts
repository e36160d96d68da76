// What a release left behind, in test/fixtures/VERSION/: the store as a backup has it, Temporal's database, what X's
// and Slack's sandboxes keep, and what people saw of it.
import { createReadStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createGunzip, gunzipSync } from 'node:zlib';
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';
import { startMongo } from '../../standalone/servers/mongo.ts';
import { readServers } from '../../standalone/servers/noted-servers.ts';
import { loadBackup } from '../../store/backup.ts';
import type { ConfigVersion } from '../../store/configs.ts';
import { connectStore, ensureCollections } from '../../store/connect.ts';
import type { RunningBot } from './running-bot.ts';

export const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));
export const storeFile = 'store.ndjson.gz';
/** In `DATA_DIR`. MongoDB's files are not among them: they depend on which server a machine has. */
export const dataFiles = ['temporal/temporal.db', 'temporal/temporal.db-wal', 'sandbox-x.jsonl', 'sandbox-slack.jsonl'];
/** Beside the store in the fixture's folder. */
export const packedName = (file: string): string => `${file.replaceAll('/', '-')}.gz`;

/** What must be the same after an upgrade. Fields that a later release adds are not looked at. */
const seenSchema = z.object({
  openSpaces: z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      title: z.string().nullable(),
      note: z.string().nullable(),
      room: z.string().nullable(),
      place: z.string().nullable(),
      startsAt: z.string().nullable(),
      revision: z.number(),
    }),
  ),
  reminders: z.array(
    z.object({ id: z.string(), approval: z.string(), status: z.string(), sendAt: z.string().nullable() }),
  ),
  config: z.object({
    conference: z.object({ id: z.string(), name: z.string(), timeZone: z.string(), rooms: z.array(z.unknown()) }),
    keywords: z.array(z.string()),
    reminderMinutes: z.array(z.number()),
    reminderText: z.string(),
    output: z.string(),
  }),
  /** Workflows that wait, with the run that does. */
  running: z.array(z.object({ workflowId: z.string(), runId: z.string() })),
});
export type Seen = z.infer<typeof seenSchema>;

/** What the API and Temporal say of everything, in an order of its own. */
export async function lookAt(bot: RunningBot, dataDir: string): Promise<Seen> {
  const items = async (path: string) => (await bot.api('GET', path)).body['items'];
  const { client, close } = await connectTemporal(dataDir);
  try {
    const running: Seen['running'] = [];
    for await (const { workflowId, runId } of client.workflow.list({
      query: 'WorkflowType = "openSpace" AND ExecutionStatus = "Running"',
    })) {
      // A query is answered by replaying the history with the code that runs now.
      await client.workflow.getHandle(workflowId, runId).query('state');
      running.push({ workflowId, runId });
    }
    const { openSpaces, reminders, ...seen } = seenSchema.parse({
      openSpaces: await items('open-spaces'),
      reminders: await items('reminders'),
      config: (await bot.api('GET', 'config')).body,
      running,
    });
    const byId = (one: { id: string }, other: { id: string }): number => one.id.localeCompare(other.id);
    return {
      ...seen,
      openSpaces: openSpaces.toSorted(byId),
      reminders: reminders.toSorted(byId),
      running: running.toSorted((one, other) => one.workflowId.localeCompare(other.workflowId)),
    };
  } finally {
    await close();
  }
}

/** Puts a release's data where `npm start` looks for it, and returns what was seen of it. */
export async function unpackData(version: string, dataDir: string): Promise<Seen> {
  const folder = join(fixtures, version);
  for (const file of dataFiles) {
    await mkdir(dirname(join(dataDir, file)), { recursive: true });
    await writeFile(join(dataDir, file), gunzipSync(await readFile(join(folder, packedName(file)))));
  }
  const mongo = await startMongo({ dataDir: join(dataDir, 'mongodb'), say: () => undefined });
  const { client, db } = await connectStore(mongo.uri, 'openspaces');
  await ensureCollections(db);
  const lines = createReadStream(join(folder, storeFile)).pipe(createGunzip());
  const configs = await loadBackup(db, createInterface({ input: lines, crlfDelay: Infinity }));
  await db.collection<ConfigVersion>('configs').insertMany(configs);
  await client.close();
  await mongo.stop();
  return seenSchema.parse(JSON.parse(await readFile(join(folder, 'seen.json'), 'utf8')));
}

async function connectTemporal(dataDir: string): Promise<{ client: Client; close: () => Promise<void> }> {
  const { temporalAddress: address = '', temporalNamespace: namespace = '' } = (await readServers(dataDir)) ?? {};
  const connection = await Connection.connect({ address });
  return { client: new Client({ connection, namespace }), close: () => connection.close() };
}
