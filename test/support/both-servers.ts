/** A parent of both embedded servers on one data directory, for a test to kill. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { MongoClient } from 'mongodb';
import { childEnv } from '../../config/env.ts';
import { spawnTethered, type Tethered } from '../../standalone/servers/tether.ts';

const script = fileURLToPath(new URL('start-both.ts', import.meta.url));

export interface BothServers {
  readonly parent: Tethered;
  /** Temporal's. */
  readonly address: string;
  /** MongoDB's. */
  readonly uri: string;
  /** Temporal's and MongoDB's. */
  readonly pids: readonly [temporal: number, mongo: number];
}

/** For a suite: a data directory for each test. The servers that are started on it end with the test. */
export function freshDataDir() {
  const parents: Tethered[] = [];
  const own = {
    path: '',
    async startBoth(env?: NodeJS.ProcessEnv): Promise<BothServers> {
      const both = await startBoth(own.path, env);
      parents.push(both.parent);
      return both;
    },
  };
  beforeEach(async () => {
    own.path = await mkdtemp(join(tmpdir(), 'open-spaces-test-'));
  });
  afterEach(async () => {
    for (const parent of parents.splice(0)) await kill(parent);
    await rm(own.path, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
  });
  return own;
}

/** @throws with what it printed if they do not start */
async function startBoth(dataDir: string, env = childEnv({})): Promise<BothServers> {
  let say: (line: string) => void;
  const told = new Promise<string>((resolve) => (say = resolve));
  const parent = await spawnTethered(process.execPath, ['--import', 'tsx', script, dataDir], {
    env,
    onLine: (line) => say(line),
  });
  const line = await Promise.race([told, parent.exited]);
  if (!line.startsWith('{')) throw new Error(`the servers did not start (${line}):\n${parent.lastLines()}`);
  return { parent, ...(JSON.parse(line) as Omit<BothServers, 'parent'>) };
}

/** Starts a workflow and stores a document. */
export async function keepSomething({ address, uri }: BothServers): Promise<void> {
  const connection = await Connection.connect({ address });
  // No worker: the start itself is what must survive.
  await new Client({ connection }).workflow.start('parked', { taskQueue: 'nobody', workflowId: 'parked' });
  await connection.close();
  const mongo = await MongoClient.connect(uri);
  await mongo
    .db('kept')
    .collection('tweets')
    .insertOne({ text: 'hello' }, { writeConcern: { w: 'majority', journal: true } });
  await mongo.close();
}

/** The text of the stored document. */
export async function findKept({ uri }: BothServers): Promise<unknown> {
  const mongo = await MongoClient.connect(uri);
  const kept = await mongo.db('kept').collection('tweets').findOne();
  await mongo.close();
  return kept?.['text'];
}

export async function kill(parent: Tethered): Promise<void> {
  if (isAlive(parent.pid)) process.kill(parent.pid, 'SIGKILL');
  await parent.exited;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
