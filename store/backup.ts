import { BSON, type Db } from 'mongodb';
import { z } from 'zod';
import { storedConfigSchema } from '../core/config.ts';
import type { ConfigVersion } from './configs.ts';

/** Sessions, short-lived records, data that is rebuilt after a restore, and data of this installation only. */
const leftOut = new Set(['sessions', 'idempotency', 'postTexts', 'roomClaims', 'health', 'alarms', 'restores']);
/** The first start writes this collection before anything else, even if it then fails. A restore replaces it. */
const replaced = 'installation';
/** Views, then reminders: a post during the copy is then in the backup at least as an intent, so none follows. */
const copiedLast = ['openSpaces', 'reminders'];

const format = 'open-spaces-bot-backup';
const headerSchema = z.object({ format: z.literal(format), version: z.literal(1), copiedAt: z.iso.datetime() });
const laterSchema = z.union([
  z.object({ end: z.record(z.string(), z.number()) }),
  z.object({ in: z.string(), document: z.looseObject({}) }),
]);

export type Counts = Readonly<Record<string, number>>;

/** JSON lines (MongoDB's extended JSON): a header, a line for each document, and the counts at the end. */
export async function* dumpStore(db: Db, now: Date): AsyncGenerator<string> {
  const first = (await copiedCollections(db)).filter((name) => !copiedLast.includes(name)).toSorted();
  yield JSON.stringify({ format, version: 1, copiedAt: now.toISOString() });
  const counts: Record<string, number> = {};
  for (const name of [...first, ...copiedLast]) {
    counts[name] = 0;
    // Waiting messages are left out, like alarms: they are about this installation. The keys of sent messages are
    // copied, so that organisers are not told again.
    const filter = name === 'outbox' ? { toldAt: { $exists: true } } : {};
    for await (const document of db.collection(name).find(filter).sort({ _id: 1 })) {
      counts[name]++;
      yield BSON.EJSON.stringify({ in: name, document }, { relaxed: false });
    }
  }
  yield JSON.stringify({ end: counts });
}

async function copiedCollections(db: Db): Promise<string[]> {
  const existing = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
  return existing.filter((name) => !leftOut.has(name));
}

/** Whether a restore is possible: the store has no documents. Collections and indexes alone do not count. */
export async function isEmptyStore(db: Db): Promise<boolean> {
  for (const name of await copiedCollections(db)) {
    if (name !== replaced && (await hasDocuments(db, name))) return false;
  }
  return true;
}

/** Whether the store belongs to an installation: its first config was saved. */
export const hasConfig = (db: Db): Promise<boolean> => hasDocuments(db, 'configs');

async function hasDocuments(db: Db, name: string): Promise<boolean> {
  return (await db.collection(name).findOne({}, { projection: { _id: 1 } })) !== null;
}

export class BadBackup extends Error {
  override readonly name = 'BadBackup';
}

/** Reads a whole backup and stores nothing. @throws {BadBackup} with the wrong line */
export async function checkBackup(lines: AsyncIterable<string>): Promise<{ copiedAt: Date; counts: Counts }> {
  let copiedAt: Date | undefined;
  let promised: Counts | undefined;
  let config: unknown;
  const counts: Record<string, number> = {};
  let number = 0;
  for await (const line of lines) {
    number++;
    if (promised !== undefined) throw new BadBackup(`line ${number} comes after the end`);
    if (number === 1) {
      copiedAt = new Date(readLine(headerSchema, line, number).copiedAt);
      continue;
    }
    const read = readLine(laterSchema, line, number);
    if ('end' in read) promised = read.end;
    else counts[read.in] = (counts[read.in] ?? 0) + 1;
    if ('in' in read && read.in === 'configs') config = read.document['config'];
  }
  if (copiedAt === undefined || promised === undefined) throw new BadBackup('it was cut off: its last line is missing');
  for (const [name, count] of Object.entries(promised)) {
    if ((counts[name] ?? 0) !== count)
      throw new BadBackup(`it has ${counts[name] ?? 0} of ${count} documents of ${name}`);
  }
  if ((promised['configs'] ?? 0) === 0) throw new BadBackup('it holds no config, so it is of no installation');
  if (!storedConfigSchema.safeParse(config).success) throw new BadBackup('its newest config is damaged');
  return { copiedAt, counts: promised };
}

const batchSize = 500;

/**
 * Stores the documents of a backup, except the configs: no process starts without a config, so the caller stores them
 * last. Check the file and the store first: it fails if one of the documents exists already.
 *
 * @returns the versions of the config, oldest first
 */
export async function loadBackup(db: Db, lines: AsyncIterable<string>): Promise<ConfigVersion[]> {
  const configs: ConfigVersion[] = [];
  let name = '';
  let batch: BSON.Document[] = [];
  const flush = async (): Promise<void> => {
    if (name === replaced) await db.collection(name).deleteMany({});
    if (batch.length > 0) await db.collection(name).insertMany(batch);
    batch = [];
  };
  for await (const line of lines) {
    const parsed = BSON.EJSON.parse(line, { relaxed: false }) as { in?: string; document?: BSON.Document };
    if (parsed.in === undefined || parsed.document === undefined || leftOut.has(parsed.in)) continue;
    if (parsed.in === 'configs') {
      // With plain numbers, because this code reads them.
      configs.push((BSON.EJSON.parse(line) as { document: ConfigVersion }).document);
      continue;
    }
    if (parsed.in !== name || batch.length === batchSize) await flush();
    name = parsed.in;
    batch.push(parsed.document);
  }
  await flush();
  return configs;
}

function readLine<T>(schema: z.ZodType<T>, line: string, number: number): T {
  try {
    // As `loadBackup` reads it, so that a damaged date or number is found before anything is stored.
    return schema.parse(BSON.EJSON.parse(line));
  } catch (error) {
    const what = error instanceof z.ZodError ? 'not of a backup of this kind and version' : 'not JSON';
    throw new BadBackup(`line ${number} is ${what}`);
  }
}
