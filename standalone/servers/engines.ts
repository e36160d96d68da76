import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Launch } from './resolve.ts';

/** The servers of MongoDB's protocol. Each has its own directory, because neither can read the other's files. */
const engines = ['mongod', 'secantusdb'] as const;
export type Engine = (typeof engines)[number];

export const engineOf = ({ from }: Pick<Launch, 'from'>): Engine => (from === 'wheel' ? 'secantusdb' : 'mongod');

/**
 * The engine that has data in the directory, or undefined. With another one, such as a `mongod` that was installed
 * later, the bot would begin again with an empty store. If both have data, the one that was used last.
 */
export async function engineIn(dataDir: string): Promise<Engine | undefined> {
  // Both engines store with WiredTiger. A server that could not start leaves other files, such as its lock.
  const used = await Promise.all(engines.map((engine) => changedAt(join(dataDir, engine, 'WiredTiger.turtle'))));
  const [last] = engines
    .flatMap((engine, at) => (used[at] === undefined ? [] : [{ engine, at: used[at] }]))
    .toSorted((one, other) => other.at - one.at);
  return last?.engine;
}

/** Epoch milliseconds. Undefined if there is no such file. */
async function changedAt(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw error;
    },
  );
}
