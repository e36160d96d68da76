import { MongoClient, type Db, type Document, type IndexDescription } from 'mongodb';
import { StartError } from '../config/start-error.ts';
import { waitForServer, type Waiting } from '../config/wait-for-server.ts';
import { auditIndexes } from './audit.ts';
import { hasConfig } from './backup.ts';
import { idempotencyIndexes } from './idempotency.ts';
import { openSpaceIndexes, openSpaceSchema } from './open-spaces.ts';
import { outboxIndexes } from './outbox.ts';
import { postTextIndexes } from './intents.ts';
import { patient } from './patience.ts';
import { addDerived, reminderIndexes, reminderSchema } from './reminders.ts';
import { createRestores } from './restores.ts';
import { roomClaimSchema } from './room-claims.ts';
import { tweetIndexes, tweetSchema } from './tweets.ts';
import { userIndexes } from './users.ts';

const collections: Readonly<Record<string, { schema?: Document; indexes?: readonly IndexDescription[] }>> = {
  alarms: {},
  tweets: { schema: tweetSchema, indexes: tweetIndexes },
  users: { indexes: userIndexes },
  configs: {},
  openSpaces: { schema: openSpaceSchema, indexes: openSpaceIndexes },
  outbox: { indexes: outboxIndexes },
  reminders: { schema: reminderSchema, indexes: reminderIndexes },
  postTexts: { indexes: postTextIndexes },
  restores: {},
  roomClaims: { schema: roomClaimSchema },
  budgets: {},
  audit: { indexes: auditIndexes },
  sessions: { indexes: [{ key: { expiresAt: 1 }, expireAfterSeconds: 0 }] },
  apiTokens: { indexes: [{ key: { hash: 1 }, unique: true }] },
  idempotency: { indexes: idempotencyIndexes },
  installation: {},
};

/**
 * Every write waits for the journal of the majority, because a decision must survive a change of the primary and a
 * crash of the server. Without `journal`, SecantusDB loses writes of the last 0.1 s when it is killed.
 */
export async function connectStore(uri: string, database: string): Promise<{ client: MongoClient; db: Db }> {
  const client = new MongoClient(uri, {
    appName: 'open-spaces-bot',
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
    serverSelectionTimeoutMS: 5_000,
    ignoreUndefined: true,
  });
  await client.connect();
  return { client, db: client.db(database) };
}

/**
 * Connects, and creates missing collections and indexes, for a process that will use the store. From then on, every
 * call ends: see {@link patient}.
 *
 * @param place for people: what must be an installation already [it may be a new one]. If it is none, nothing is
 * changed
 * @throws {StartError} if a restore was not finished: approvals may be there already, and records of posts missing
 */
export async function openStore(uri: string, database: string, place?: string) {
  const { client, db } = await connectStore(uri, database);
  try {
    if (await createRestores(db).isUnfinished()) {
      throw new StartError({
        what: 'A restore into this store was begun and not finished, so parts of the copy are missing.',
        remedy: 'Set DATA_DIR to a new directory, or MONGODB_DATABASE to a new name, and restore into that.',
      });
    }
    if (place !== undefined && !(await hasConfig(db))) throw noInstallation(place);
    await ensureCollections(db);
    return { client, db: patient(db) };
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** The same with a server that may not be ready yet; see {@link waitForServer}. */
export const waitForStore = (uri: string, database: string, waiting: Waiting, place?: string) =>
  waitForServer({
    ...waiting,
    server: 'MongoDB',
    variable: 'MONGODB_URI',
    connect: () => openStore(uri, database, place),
  });

/** @param place for people: `DATA_DIR .data` */
export const noInstallation = (place: string): StartError =>
  new StartError({
    what: `There is no installation in ${place}.`,
    remedy: 'Set DATA_DIR, or MONGODB_URI and MONGODB_DATABASE, to the one that runs.',
  });

/** Creates what is missing, and updates validators and old documents. Repeating it changes nothing. */
export async function ensureCollections(db: Db): Promise<void> {
  const existing = new Set((await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name));
  for (const [name, { schema, indexes = [] }] of Object.entries(collections)) {
    if (!existing.has(name)) {
      await db.createCollection(name).catch((error: unknown) => {
        // Several processes may start at once: the slower one finds that the collection exists.
        if ((error as { codeName?: string }).codeName !== 'NamespaceExists') throw error;
      });
    }
    if (schema !== undefined) await db.command({ collMod: name, validator: { $jsonSchema: schema } });
    if (indexes.length > 0) await db.collection(name).createIndexes([...indexes]);
  }
  await addDerived(db);
  // Earlier versions kept alarms that were over.
  await db.collection('alarms').deleteMany({ mendedAt: { $exists: true } });
  // Earlier versions copied posts into this collection. If a post is deleted now, its copy would stay.
  if (existing.has('corrections')) await db.collection('corrections').deleteMany({});
}
