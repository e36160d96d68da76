/** `npm run setup`: registers the search attributes on a Temporal cluster, and makes MongoDB's collections and indexes. Safe to repeat. */
import { Connection } from '@temporalio/client';
import { readEnv, temporalConnection, type Env } from '../config/env.ts';
import { connectStore, ensureCollections } from '../store/connect.ts';
import { registerSearchAttributes } from './register-search-attributes.ts';

try {
  const env = readEnv('setup');
  // One server that refuses must not leave the other one without.
  const done = await Promise.allSettled([setUpTemporal(), setUpMongo(env)]);
  for (const one of done) if (one.status === 'rejected') fail(one.reason);
} catch (error) {
  fail(error);
}

async function setUpTemporal(): Promise<void> {
  const { connectionOptions, namespace = 'default' } = temporalConnection();
  const connection = await Connection.connect(connectionOptions).catch(cannotReach('Temporal', 'TEMPORAL_ADDRESS'));
  try {
    const { added, present } = await registerSearchAttributes(connection, namespace);
    const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));
    console.log(
      `Temporal, namespace ${namespace}: search attributes added: ${list(added)}; there already: ${list(present)}`,
    );
  } finally {
    await connection.close();
  }
}

async function setUpMongo(env: Env): Promise<void> {
  const { client, db } = await connectStore(env.MONGODB_URI ?? '', env.MONGODB_DATABASE).catch(
    cannotReach('MongoDB', 'MONGODB_URI'),
  );
  try {
    const names = async (): Promise<string[]> =>
      (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
    const before = new Set(await names());
    await ensureCollections(db);
    const after = await names();
    const made = after.filter((name) => !before.has(name)).toSorted();
    console.log(
      `MongoDB, database ${env.MONGODB_DATABASE}: collections made: ${made.length === 0 ? 'none' : made.join(', ')}; ` +
        `${after.length} stand, with their indexes and validators`,
    );
  } finally {
    await client.close();
  }
}

function cannotReach(server: string, variable: string) {
  return (error: unknown): never => {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${server} cannot be reached (${why}); look at ${variable}.`, { cause: error });
  };
}

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
