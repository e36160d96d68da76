import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, MongoServerError } from 'mongodb';
import { noteServer, waitForEarlierServer } from './earlier-server.ts';
import { engineIn, engineOf } from './engines.ts';
import { findMongo } from './find-mongo.ts';
import { findFreePort } from '../../config/free-port.ts';
import { groupOf } from './known-process.ts';
import { makeDirectory } from './make-directory.ts';
import type { Launch, Say } from './resolve.ts';
import { spawnTethered } from './tether.ts';
import { waitUntilReady } from './wait-until-ready.ts';

export interface MongoOptions {
  /** The directory of the data. If absent, a temporary directory, which is removed on `stop`. */
  readonly dataDir?: string;
  /** The port on loopback. If absent or 0, a free one. */
  readonly port?: number | undefined;
  readonly say: Say;
}

export interface MongoServer {
  readonly uri: string;
  readonly pid: number;
  /** Resolves when the server has ended, with how it ended; never rejects. */
  readonly exited: Promise<string>;
  /** Whether it answers everything with an error, as may happen after its disk was full. */
  readonly isBroken: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a server of MongoDB's protocol on loopback, which ends with this process. Resolves when it answers.
 * @throws if the port is taken; with the server's last lines if it dies or does not answer within 3 minutes.
 */
export async function startMongo(options: MongoOptions): Promise<MongoServer> {
  const { dataDir: kept, say } = options;
  const engine = kept === undefined ? undefined : await engineIn(kept);
  const launch = await findMongo(say, engine && { engine, directory: join(kept ?? '', engine) });
  const port = await findFreePort(options.port, 'MONGODB_PORT');
  const temporary = kept === undefined ? await mkdtemp(join(tmpdir(), 'open-spaces-')) : undefined;
  const dataDir = join(kept ?? temporary ?? '', engineOf(launch));
  await makeDirectory(dataDir);
  await waitForEarlierServer('MongoDB', dataDir, say);

  const child = await spawnTethered(launch.command, serverArgs(launch, port, dataDir));
  await noteServer(dataDir, child.pid);
  const uri = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  await waitUntilReady({ server: `MongoDB at 127.0.0.1:${port}`, child, say, probe: () => probe(uri, child.pid) });
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
      // As mongod below. As a replica set, it looks at all writes of the last half hour for each new one: after 12,000,
      // one takes 10 ms instead of 0.5.
      '--standalone',
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
  // A standalone server, because a replica set remembers its port, and ours may change from start to start.
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

/** Only its own error answers count. A server that does not answer in time is busy, or gone. */
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

/** @param group our server's process group: another server may have taken the port before ours */
async function probe(uri: string, group: number): Promise<void> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 1000, connectTimeoutMS: 1000 });
  try {
    const { pid } = await client.db('admin').command({ serverStatus: 1 });
    const itsGroup = await groupOf(Number(pid));
    if (itsGroup !== undefined && itsGroup !== group) throw new Error(`process ${pid} has taken its port`);
  } finally {
    await client.close();
  }
}
