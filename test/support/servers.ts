// Loaded by mocha before the tests. One Temporal dev server (in memory, able to skip time) and one MongoDB for the
// whole run. With `--parallel` test files run in processes of their own: the first process starts both servers, builds
// dist/, and tells the others by environment variables. Else each server is started when a test first asks:
//
//   temporalServer(): Promise<{address, namespace, connection, client}>
//   mongoServer():    Promise<{uri}>
//   freshDatabase():  Promise<{uri, name, client, db, drop}>   a database of your own; drop it in `after`
//   freshQueue(prefix?): string                                a task queue or conference id nobody else has
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { MongoClient, type Db } from 'mongodb';
import { startMongo, type MongoServer } from '../../standalone/servers/mongo.ts';
import { startTemporal, type SearchAttributeTypes, type TemporalServer } from '../../standalone/servers/temporal.ts';
import { findFreePort } from '../../config/free-port.ts';

export const SEARCH_ATTRIBUTES = {
  OpenSpace: 'Keyword',
  OpenSpaceStatus: 'Keyword',
  Room: 'Keyword',
  Host: 'Keyword',
  Conference: 'Keyword',
  StartsAt: 'Datetime',
} as const satisfies SearchAttributeTypes;

export interface TestTemporal {
  readonly address: string;
  readonly namespace: string;
  readonly connection: Connection;
  readonly client: Client;
}

export interface TestDatabase {
  /** Names the database in its path, so that `new MongoClient(uri).db()` is it. */
  readonly uri: string;
  readonly name: string;
  readonly client: MongoClient;
  readonly db: Db;
  /** Drops the database and closes its client. */
  readonly drop: () => Promise<void>;
}

// Workers in test processes run workflows in the main thread, in the same sandbox: with a thread of its own, each of
// some hundred workers would load the SDK once more, for 0.3 s of processor time. The workers of whole bots have one.
process.env['TEMPORAL_DEBUG'] ??= '1';

const namespace = 'default';
const say = (line: string): void => void process.stderr.write(`  ${line}\n`);
const endings: (() => Promise<void>)[] = [];
let temporal: Promise<TestTemporal> | undefined;
let mongo: Promise<Pick<MongoServer, 'uri'>> | undefined;

export function temporalServer(): Promise<TestTemporal> {
  temporal ??= startTestTemporal();
  return temporal;
}

export function mongoServer(): Promise<Pick<MongoServer, 'uri'>> {
  mongo ??= startTestMongo();
  return mongo;
}

export async function freshDatabase(): Promise<TestDatabase> {
  const server = await mongoServer();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const uri = server.uri.replace('/?', `/${name}?`);
  const client = await MongoClient.connect(uri);
  const db = client.db(name);
  const drop = async (): Promise<void> => {
    await db.dropDatabase();
    await client.close();
  };
  return { uri, name, client, db, drop };
}

export function freshQueue(prefix = 'test'): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`;
}

/** Only the first process of a parallel run calls this; mocha calls it in every other run, too. */
export async function mochaGlobalSetup(): Promise<void> {
  if (!process.argv.includes('--parallel')) return;
  const [{ address }, { uri }] = await Promise.all([startTemporalServer(), startTestMongo(), buildOnce()]);
  Object.assign(process.env, { TEST_TEMPORAL_ADDRESS: address, TEST_MONGODB_URI: uri });
}

/** The workflows as the first process of a parallel run bundled them; undefined where there is none. */
export function builtWorkflowBundle(): { readonly codePath: string } | undefined {
  const codePath = fileURLToPath(new URL('../../dist/workflow-bundle.js', import.meta.url));
  return process.env['TEST_MONGODB_URI'] !== undefined && existsSync(codePath) ? { codePath } : undefined;
}

export async function mochaGlobalTeardown(): Promise<void> {
  for (const end of endings.toReversed()) await end();
}

async function startTestTemporal(): Promise<TestTemporal> {
  const { TEST_TEMPORAL_ADDRESS: started } = process.env;
  const address = started ?? (await startTemporalServer()).address;
  const connection = await Connection.connect({ address });
  endings.push(() => connection.close());
  return { address, namespace, connection, client: new Client({ connection, namespace }) };
}

async function startTemporalServer(): Promise<TemporalServer> {
  // Every Temporal of this run then spends a quarter less time, for some hundred MB: Go collects garbage less often.
  process.env['GOGC'] ??= '400';
  const server = await startTemporal({
    namespace,
    searchAttributes: SEARCH_ATTRIBUTES,
    timeSkipping: true,
    port: await findFreePort(0, 'TEMPORAL_PORT'),
    say,
  });
  endings.push(server.stop);
  return server;
}

async function startTestMongo(): Promise<Pick<MongoServer, 'uri'>> {
  const { TEST_MONGODB_URI: started } = process.env;
  if (started !== undefined) return { uri: started };
  const server = await startMongo({ port: await findFreePort(0, 'MONGODB_PORT'), say });
  endings.push(server.stop);
  return server;
}

/** Whole bots start from dist/ within a second or two, and no process bundles the workflows again. */
async function buildOnce(): Promise<void> {
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'commands/build.ts']).catch((error: unknown) =>
    say(`dist/ could not be built, so whole bots run from the sources: ${String(error)}`),
  );
}
