import { join, resolve } from 'node:path';
import type { Db } from 'mongodb';
import { endAtSignal } from '../config/end-at-signal.ts';
import { readEnv, type Env } from '../config/env.ts';
import { placeOf } from '../config/same-services.ts';
import { StartError } from '../config/start-error.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import { lockDataDir } from '../standalone/servers/data-lock.ts';
import { engineIn } from '../standalone/servers/engines.ts';
import { startMongo } from '../standalone/servers/mongo.ts';
import { readServers } from '../standalone/servers/noted-servers.ts';
import { noInstallation, waitForStore } from '../store/connect.ts';

/**
 * Works with the store of this installation: at `MONGODB_URI`, or else of the `npm start` that runs on `DATA_DIR`. If
 * none runs, starts an embedded MongoDB for the time of the work. Without a `PUBLIC_URL`, the work gets the one of the
 * `npm start` with this store, which may have another `PORT`.
 *
 * @param signal ends the work early: then what was started is stopped, in order [{@link abortAtSignal}]
 * @param isForOne whether no other process may use the data during the work. Then the work may make a new installation;
 * otherwise there must be one
 * @throws {StartError} if the store cannot be reached, or is in use; the signal's reason if the work ends early
 */
export async function withStore<T>(
  work: (db: Db, env: Env) => Promise<T>,
  { isForOne, signal = abortAtSignal() }: { isForOne: boolean; signal?: AbortSignal },
): Promise<T> {
  const env = readEnv('command');
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
  aborted.catch(() => undefined);
  const at = await reach(env, isForOne);
  try {
    signal.throwIfAborted();
    const place = isForOne ? undefined : placeOf(env);
    const waiting = waitForStore(at.uri, env.MONGODB_DATABASE, { say, limitMs: 30_000 }, place);
    const { client, db } = await Promise.race([waiting, aborted]);
    try {
      const known = { ...env, ...withoutUndefined({ PUBLIC_URL: env.PUBLIC_URL ?? at.publicUrl }) };
      return await Promise.race([work(db, known), aborted]);
    } finally {
      await client.close();
    }
  } finally {
    await at.release();
  }
}

/** Aborts when the process is told to end, with an error for people. See {@link endAtSignal}. */
export function abortAtSignal(): AbortSignal {
  const stop = new AbortController();
  const what = 'The command was ended before its work was done.';
  endAtSignal(['SIGINT', 'SIGTERM', 'SIGHUP'], () => stop.abort(new StartError({ what, remedy: 'Run it again.' })));
  return stop.signal;
}

interface Reached {
  readonly uri: string;
  /** Of the `npm start` that runs. */
  readonly publicUrl?: string | undefined;
  readonly release: () => Promise<void>;
}

async function reach(env: Env, isForOne: boolean): Promise<Reached> {
  const dataDir = resolve(env.DATA_DIR);
  if (env.MONGODB_URI !== undefined) {
    const uri = env.MONGODB_URI;
    const running = await readServers(dataDir);
    // Another bot may run on this DATA_DIR, with a store of its own.
    const publicUrl = running?.mongodbUri === uri ? running.publicUrl : undefined;
    return { uri, publicUrl, release: () => Promise.resolve() };
  }
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
