import { resolve } from 'node:path';
import { Client } from '@temporalio/client';
import type { Db } from 'mongodb';
import { readEnv, temporalConnection, type Env } from '../config/env.ts';
import { placeOf } from '../config/same-services.ts';
import { StartError } from '../config/start-error.ts';
import { readServers } from '../standalone/servers/noted-servers.ts';
import { waitForStore } from '../store/connect.ts';
import { waitForTemporal } from '../temporal/connect.ts';

/** The servers of a running bot. */
export interface ReachedBot {
  readonly db: Db;
  readonly client: Client;
  readonly env: Env;
}

/**
 * Works with a running bot: the servers of `MONGODB_URI` and `TEMPORAL_*`, or else the `npm start` on `DATA_DIR`.
 *
 * @throws {StartError} if none runs, or if a server does not answer within 30 s
 */
export async function withBot<T>(work: (bot: ReachedBot) => Promise<T>): Promise<T> {
  const env = readEnv('command');
  const noted = await readServers(resolve(env.DATA_DIR));
  const uri = env.MONGODB_URI ?? noted?.mongodbUri;
  const { connectionOptions, namespace } = temporalConnection();
  const address = env.hasTemporal ? connectionOptions.address : noted?.temporalAddress;
  if (uri === undefined || address === undefined) {
    throw new StartError({
      what: `No bot runs on DATA_DIR ${env.DATA_DIR}.`,
      remedy:
        'Run npm start, or set DATA_DIR to the folder of the bot that runs, ' +
        'or MONGODB_URI and TEMPORAL_ADDRESS to its servers.',
    });
  }
  const wait = { say: (line: string): void => console.error(line), limitMs: 30_000 };
  const inNamespace = (env.hasTemporal ? namespace : noted?.temporalNamespace) ?? 'default';
  const connection = await waitForTemporal(env.hasTemporal ? connectionOptions : { address }, inNamespace, wait);
  try {
    const { client: mongo, db } = await waitForStore(uri, env.MONGODB_DATABASE, wait, placeOf(env));
    try {
      return await work({ db, client: new Client({ connection, namespace: inNamespace }), env });
    } finally {
      await mongo.close();
    }
  } finally {
    await connection.close();
  }
}
