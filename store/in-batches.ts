import {
  MongoBulkWriteError,
  MongoServerError,
  type AnyBulkWriteOperation,
  type Collection,
  type Document,
  type WithId,
} from 'mongodb';
import { duplicateKeyCode } from './duplicate-key.ts';
import { findByIds } from './queries.ts';

/**
 * Groups many calls into one round trip. Calls that come while a batch is running go together in the next one, in their
 * order. A single call goes alone, at once. A batch always begins after its calls, so it sees everything that was
 * written before them.
 *
 * @param runAll answers all items in their order; if it throws, every call gets the error
 */
export function inBatches<Item, Answer>(runAll: (items: readonly Item[]) => Promise<readonly Answer[]>) {
  let waiting: { item: Item; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      // Calls that follow from the answers of the last batch come in the same turn, so they go together.
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

  return (item: Item): Promise<Answer> =>
    new Promise<Answer>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isRunning) return;
      isRunning = true;
      void run();
    });
}

/** The same, with separate batches for each key, such as a conference. */
export function inBatchesByKey<Item>(runAll: (key: string, items: readonly Item[]) => Promise<void>) {
  const queues = new Map<string, (item: Item) => Promise<void>>();
  return (key: string, item: Item): Promise<void> => {
    const queue = queues.get(key) ?? inBatches<Item, void>((items) => runAll(key, items).then(() => []));
    queues.set(key, queue);
    return queue(item);
  };
}

/**
 * Finds documents by their ids, with one round trip for ids that are asked for together. Null if there is no document.
 */
export function findsInBatches<T extends { readonly _id: string }>(collection: Collection<T>) {
  return inBatches<string, WithId<T> | null>(async (ids) => {
    const found = await findByIds(collection, ids);
    const byId = new Map<string, WithId<T>>(found.map((document) => [document._id, document]));
    return ids.map((id) => byId.get(id) ?? null);
  });
}

/** If the server refuses one write, the others still succeed. A write whose key is taken gives false. */
export function writesInBatches<T extends Document>(collection: Collection<T>) {
  const writeAll = inBatches<AnyBulkWriteOperation<T>, boolean | Error>(async (writes) => {
    try {
      await collection.bulkWrite([...writes], { ordered: false });
      return writes.map(() => true);
    } catch (error) {
      const failed = failedWrites(error);
      return writes.map((_, at) => failed.get(at) ?? true);
    }
  });
  return async (write: AnyBulkWriteOperation<T>): Promise<boolean> => {
    const written = await writeAll(write);
    if (written instanceof Error) throw written;
    return written;
  };
}

/** The errors of failed writes, by their index. @throws an error that concerns all of them */
function failedWrites(error: unknown): Map<number, false | Error> {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError() !== undefined) throw error;
  const failed = [error.writeErrors].flat();
  // The driver wraps an error that ended the whole batch, such as a closed connection.
  if (failed.length === 0) throw error.errorResponse instanceof Error ? error.errorResponse : error;
  return new Map(
    failed.map(({ index, code, errmsg = 'refused' }) => [
      index,
      code === duplicateKeyCode ? false : new MongoServerError({ message: errmsg, code }),
    ]),
  );
}
