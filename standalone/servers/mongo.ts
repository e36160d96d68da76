import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, MongoServerError } from 'mongodb';
import { findMongo } from './find-mongo.ts';
import { findFreePort } from './free-port.ts';
import { makeDirectory } from './make-directory.ts';
import type { Launch, Say } from './resolve.ts';
import { spawnTethered } from './tether.ts';
import { waitUntilReady } from './wait-until-ready.ts';

export interface MongoOptions {
  /** Where the data is kept; left out, in a temporary directory that is removed on `stop`. */
  readonly dataDir?: string;
  /** On loopback; a free one when left out or 0. */
  readonly port?: number | undefined;
  readonly say: Say;
}

export interface MongoServer {
  readonly uri: string;
  readonly pid: number;
  /** How it ended, once it has; never rejects. */
  readonly exited: Promise<string>;
  /** Whether it answers everything with an error, as it may once its disk was full. */
  readonly isBroken: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

/**
 * A server of MongoDB's protocol on loopback, answering when this resolves, that ends with this process.
 * @throws when the port is taken; with the server's last lines when it dies or does not answer within 3 minutes.
 */
export async function startMongo(options: MongoOptions): Promise<MongoServer> {
  const launch = await findMongo(options.say);
  const port = await findFreePort(options.port, 'MONGODB_PORT');
  const temporary = options.dataDir === undefined ? await mkdtemp(join(tmpdir(), 'open-spaces-')) : undefined;
  // Each engine has a directory of its own: neither can read the other's files.
  const engine = launch.from === 'wheel' ? 'secantusdb' : 'mongod';
  const dataDir = join(options.dataDir ?? temporary ?? '', engine);
  await makeDirectory(dataDir);

  const child = await spawnTethered(launch.command, serverArgs(launch, port, dataDir));
  const uri = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  await waitUntilReady({ server: `MongoDB at 127.0.0.1:${port}`, child, say: options.say, probe: () => probe(uri) });
  const stop = async (): Promise<void> => {
    await child.stop();
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
  };
  return { uri, pid: child.pid, exited: child.exited, isBroken: () => isBroken(uri), stop };
}

function serverArgs(launch: Launch, port: number, dataDir: string): string[] {
  if (launch.from === 'wheel')
    return [
      ...launch.leadingArgs,
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--storage-path',
      dataDir,
      '--cache-size',
      '256M',
      '--log-level',
      'WARNING',
    ];
  // Standalone: a replica set remembers its port, and ours may change from start to start.
  return [
    '--bind_ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--dbpath',
    dataDir,
    '--wiredTigerCacheSizeGB',
    '0.25',
    '--quiet',
  ];
}

/** Only what it says itself counts: one that does not answer in time is busy, or gone. */
async function isBroken(uri: string): Promise<boolean> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 1000, connectTimeoutMS: 1000 });
  try {
    await client.db('admin').command({ listDatabases: 1, nameOnly: true }, { timeoutMS: 5_000 });
    return false;
  } catch (error) {
    return error instanceof MongoServerError;
  } finally {
    await client.close();
  }
}

async function probe(uri: string): Promise<void> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 1000, connectTimeoutMS: 1000 });
  try {
    await client.db('admin').command({ ping: 1 });
  } finally {
    await client.close();
  }
}
