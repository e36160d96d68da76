import { join, resolve } from 'node:path';
import type { Db } from 'mongodb';
import { readEnv, type Env } from '../config/env.ts';
import { placeOf } from '../config/same-services.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import { lockDataDir } from '../standalone/servers/data-lock.ts';
import { engineIn } from '../standalone/servers/engines.ts';
import { startMongo } from '../standalone/servers/mongo.ts';
import { readServers } from '../standalone/servers/noted-servers.ts';
import { noInstallation, waitForStore } from '../store/connect.ts';

/**
 * Works with the store of this installation: at `MONGODB_URI`, or else of the `npm start` that runs on `DATA_DIR`. If
 * none runs, starts an embedded MongoDB for the time of the work. Without a `PUBLIC_URL`, the work gets the one of the
 * `npm start`, which may have another `PORT`.
 *
 * @param isForOne whether no other process may use the data during the work. Then the work may make a new installation;
 * otherwise there must be one
 * @throws {StartError} if the store cannot be reached, or is in use
 */
export async function withStore<T>(
  work: (db: Db, env: Env) => Promise<T>,
  { isForOne }: { isForOne: boolean },
): Promise<T> {
  const env = readEnv('command');
  const at = await reach(env, isForOne);
  try {
    const place = isForOne ? undefined : placeOf(env);
    const { client, db } = await waitForStore(at.uri, env.MONGODB_DATABASE, { say, limitMs: 30_000 }, place);
    try {
      return await work(db, { ...env, ...withoutUndefined({ PUBLIC_URL: env.PUBLIC_URL ?? at.publicUrl }) });
    } finally {
      await client.close();
    }
  } finally {
    await at.release();
  }
}

interface Reached {
  readonly uri: string;
  /** Of the `npm start` that runs. */
  readonly publicUrl?: string | undefined;
  readonly release: () => Promise<void>;
}

async function reach(env: Env, isForOne: boolean): Promise<Reached> {
  if (env.MONGODB_URI !== undefined) return { uri: env.MONGODB_URI, release: () => Promise.resolve() };
  const dataDir = resolve(env.DATA_DIR);
  const mongoDir = join(dataDir, 'mongodb');
  if (!isForOne) {
    const running = await readServers(dataDir);
    if (running !== undefined) {
      const { mongodbUri: uri, publicUrl } = running;
      return { uri, publicUrl, release: () => Promise.resolve() };
    }
    // Before anything is made there.
    if ((await engineIn(mongoDir)) === undefined) throw noInstallation(placeOf(env));
  }
  const lock = await lockDataDir(dataDir, 'a command');
  try {
    const server = await startMongo({ dataDir: mongoDir, say });
    return {
      uri: server.uri,
      release: async () => {
        await server.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function say(line: string): void {
  console.error(line);
}
