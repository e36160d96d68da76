/**
 * `npm run setup`: registers the search attributes on a Temporal cluster, and makes MongoDB's collections and indexes.
 * With SLACK_BOT_TOKEN, lists channels and people; `npm run setup -- @ana @bo` writes them into CONFERENCE_FILE. Safe
 * to repeat.
 */
import { readArguments } from '../config/command-line.ts';
import { describeError } from '../config/end-with-error.ts';
import { publicUrlOf, readEnv, temporalConnection, type Env } from '../config/env.ts';
import { connectStore, ensureCollections } from '../store/connect.ts';
import { StartError } from '../config/start-error.ts';
import { reasonOf } from '../config/wait-for-server.ts';
import { usages } from '../config/usages.ts';
import { connectTemporal } from '../temporal/connect.ts';
import { registerSearchAttributes } from './register-search-attributes.ts';
import { askForDirectory, directoryLines, manifestLines, writeSlackIds } from './slack-directory.ts';

const { positionals: organisers } = readArguments(...usages.setup);
try {
  const found = readEnv('command');
  const slackToken = found.SLACK_BOT_TOKEN;
  if (slackToken === undefined && !found.hasTemporal && !found.hasMongo) {
    throw new StartError({
      what: 'None of SLACK_BOT_TOKEN, TEMPORAL_ADDRESS and MONGODB_URI is set, so there is nothing to set up.',
      remedy:
        'For npm start on one machine, set SLACK_BOT_TOKEN to list the ids in Slack. For servers elsewhere, set the ' +
        'other two.',
    });
  }
  // On one machine, Temporal and MongoDB are embedded, so only Slack needs a setup.
  const isSlackAlone = slackToken !== undefined && !found.hasTemporal && !found.hasMongo;
  const env = isSlackAlone ? found : readEnv('setup');
  const parts = [
    ...(isSlackAlone ? [] : [setUpTemporal(), setUpMongo(env)]),
    ...(slackToken === undefined && organisers.length === 0 ? [] : [setUpSlack(env, slackToken)]),
  ];
  // If one server refuses, the other one is still set up.
  const done = await Promise.allSettled(parts);
  for (const one of done) if (one.status === 'rejected') fail(one.reason);
} catch (error) {
  fail(error);
}

async function setUpSlack(env: Env, token: string | undefined): Promise<void> {
  if (token === undefined) {
    throw new StartError({
      what: 'SLACK_BOT_TOKEN is not set.',
      remedy: 'Set it: the command needs it to find organisers.',
    });
  }
  const directory = await askForDirectory(token, env.SLACK_API_URL);
  for (const line of directoryLines(directory)) console.log(line);
  if (env.PUBLIC_URL !== undefined) for (const line of manifestLines(publicUrlOf(env))) console.log(line);
  if (organisers.length === 0) return;
  if (env.CONFERENCE_FILE === undefined) {
    throw new StartError({ what: 'CONFERENCE_FILE is not set.', remedy: 'Set it to the file that the ids go into.' });
  }
  console.log(await writeSlackIds(env.CONFERENCE_FILE, directory, organisers));
}

async function setUpTemporal(): Promise<void> {
  const { connectionOptions, namespace = 'default' } = temporalConnection();
  const connection = await connectTemporal(connectionOptions).catch(cannotReach('Temporal', 'TEMPORAL_ADDRESS'));
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
        `${after.length} exist, with their indexes and validators`,
    );
  } finally {
    await client.close();
  }
}

function cannotReach(server: string, variable: string) {
  return (error: unknown): never => {
    throw new StartError(
      {
        what: `${server} cannot be reached (${reasonOf(error)}).`,
        remedy: `Check that it runs, and that ${variable} has its address.`,
      },
      { cause: error },
    );
  };
}

function fail(error: unknown): void {
  console.error(describeError(error).join('\n'));
  process.exitCode = 1;
}
