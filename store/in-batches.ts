import {
  MongoBulkWriteError,
  MongoServerError,
  type AnyBulkWriteOperation,
  type Collection,
  type Document,
  type Filter,
} from 'mongodb';
import { duplicateKeyCode } from './duplicate-key.ts';

/**
 * Makes one round trip of many calls: what is asked for while a batch is under way goes together in the next one, in
 * the order in which it was asked. A call that comes alone goes alone, at once; its batch always begins after the call,
 * so it sees everything that was written before.
 *
 * @param runAll answers every item, in their order; what it throws, each of them is told
 */
export function inBatches<Item, Answer>(
  runAll: (items: readonly Item[]) => Promise<readonly Answer[]>,
): (item: Item) => Promise<Answer> {
  let waiting: { item: Item; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      // What answers of the batch before lead to comes in the same turn: it goes together.
      await new Promise((resolve) => setImmediate(resolve));
      const batch = waiting;
      waiting = [];
      try {
        const answers = await runAll(batch.map(({ item }) => item));
        for (const [at, { resolve }] of batch.entries()) resolve(answers[at] as Answer);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isRunning = false;
  }

  return (item) =>
    new Promise<Answer>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isRunning) return;
      isRunning = true;
      void run();
    });
}

/** The same with batches of their own for each key, such as a conference. */
export function inBatchesByKey<Item>(
  runAll: (key: string, items: readonly Item[]) => Promise<void>,
): (key: string, item: Item) => Promise<void> {
  const queues = new Map<string, (item: Item) => Promise<void>>();
  const queueOf = (key: string) =>
    inBatches<Item, void>(async (items) => {
      await runAll(key, items);
      return [];
    });
  return (key, item) => {
    const queue = queues.get(key) ?? queueOf(key);
    queues.set(key, queue);
    return queue(item);
  };
}

/** Finds documents by their ids, those that are asked for together in one round trip; null where there is none. */
export function findsInBatches<T extends { readonly _id: string }>(
  collection: Collection<T>,
  projection?: Document,
): (id: string) => Promise<T | null> {
  return inBatches<string, T | null>(async (ids) => {
    const filter = { _id: { $in: [...new Set(ids)] } } as Filter<T>;
    const found = await collection.find<T>(filter, projection && { projection }).toArray();
    const byId = new Map(found.map((document) => [document._id, document]));
    return ids.map((id) => byId.get(id) ?? null);
  });
}

/**
 * Writes in batches, each for itself: one that the server refuses fails alone.
 *
 * @returns a write; false where a document under its key stands in its way
 */
export function writesInBatches<T extends Document>(
  collection: Collection<T>,
): (write: AnyBulkWriteOperation<T>) => Promise<boolean> {
  const writeAll = inBatches<AnyBulkWriteOperation<T>, boolean | Error>(async (writes) => {
    try {
      await collection.bulkWrite([...writes], { ordered: false });
      return writes.map(() => true);
    } catch (error) {
      const failed = failedWrites(error);
      return writes.map((_, at) => failed.get(at) ?? true);
    }
  });
  return async (write) => {
    const written = await writeAll(write);
    if (written instanceof Error) throw written;
    return written;
  };
}

/** What became of those that failed, by their place. @throws what concerns all of them */
function failedWrites(error: unknown): Map<number, false | Error> {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError() !== undefined) throw error;
  const failed = [error.writeErrors].flat();
  // The driver wraps what ended the whole batch, such as a closed connection.
  if (failed.length === 0) throw error.errorResponse instanceof Error ? error.errorResponse : error;
  return new Map(
    failed.map(({ index, code, errmsg = 'refused' }) => [
      index,
      code === duplicateKeyCode ? false : new MongoServerError({ message: errmsg, code }),
    ]),
  );
}
