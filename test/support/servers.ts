// Loaded by mocha before the tests. One Temporal dev server (in memory, able to skip time) and one MongoDB for the
// whole run, each started when a test first asks:
//
//   temporalServer(): Promise<{address, namespace, connection, client}>
//   mongoServer():    Promise<{uri}>
//   freshDatabase():  Promise<{uri, name, client, db, drop}>   a database of your own; drop it in `after`
//   freshQueue(prefix?): string                                a task queue or conference id nobody else has
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { MongoClient, type Db } from 'mongodb';
import { startMongo, type MongoServer } from '../../standalone/servers/mongo.ts';
import { startTemporal, type SearchAttributeTypes } from '../../standalone/servers/temporal.ts';

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

const say = (line: string): void => void process.stderr.write(`  ${line}\n`);
const endings: (() => Promise<void>)[] = [];
let temporal: Promise<TestTemporal> | undefined;
let mongo: Promise<MongoServer> | undefined;

export function temporalServer(): Promise<TestTemporal> {
  temporal ??= startTestTemporal();
  return temporal;
}

export function mongoServer(): Promise<MongoServer> {
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

export async function mochaGlobalTeardown(): Promise<void> {
  for (const end of endings.toReversed()) await end();
}

async function startTestTemporal(): Promise<TestTemporal> {
  const server = await startTemporal({
    namespace: 'default',
    searchAttributes: SEARCH_ATTRIBUTES,
    timeSkipping: true,
    say,
  });
  endings.push(server.stop);
  const connection = await Connection.connect({ address: server.address });
  endings.push(() => connection.close());
  const client = new Client({ connection, namespace: server.namespace });
  return { address: server.address, namespace: server.namespace, connection, client };
}

async function startTestMongo(): Promise<MongoServer> {
  const server = await startMongo({ say });
  endings.push(server.stop);
  return server;
}
