import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { constants, existsSync, readFileSync, rmSync } from 'node:fs';
import { access, link, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { StartError } from '../../config/start-error.ts';
import { isAlive, readStartTime } from './known-process.ts';
import { makeDirectory } from './make-directory.ts';

const lockSchema = z.object({
  pid: z.number().int().positive(),
  startedAt: z.string().nullable(),
  url: z.string(),
  /** The holder's socket, beside the lock: it answers even in a container with other process ids. */
  socket: z.string().optional(),
});
type Lock = z.infer<typeof lockSchema>;

export interface DataLock {
  readonly release: () => Promise<void>;
}

/** The holder's note of its servers (`noted-servers.ts`), beside the lock. */
export const notePathIn = (dataDir: string): string => join(dataDir, 'servers.json');

/**
 * Makes this process the only one on a data directory, until `release` or the end of the process, however it ends.
 * @param url the address of this process, for the error message of a second process
 * @throws {StartError} that names the process that holds the data
 */
export async function lockDataDir(dataDir: string, url: string): Promise<DataLock> {
  const path = join(dataDir, 'lock.json');
  await makeWritable(dataDir);
  // A visible lock is always complete: it is a second name of a file that was written before.
  const own = `${path}.${randomUUID()}`;
  const socket = await listen(`${own}.socket`);
  const name = socket === undefined ? {} : { socket: basename(`${own}.socket`) };
  const text = JSON.stringify({ pid: process.pid, startedAt: await readStartTime(process.pid), url, ...name });
  let holder: Lock | undefined;
  try {
    await writeFile(own, text);
    holder = await take(path, own);
  } catch (error) {
    socket?.close();
    throw error;
  } finally {
    await rm(own, { force: true });
  }
  if (holder !== undefined) {
    socket?.close();
    throw new StartError({
      what: `A bot is already running on ${dataDir}: process ${holder.pid}, at ${holder.url}.`,
      remedy: 'Stop it, or set DATA_DIR to another directory.',
    });
  }
  // A holder that was killed left it behind.
  await rm(notePathIn(dataDir), { force: true });
  const unlock = (): void => {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) rmSync(path, { force: true });
    if (socket !== undefined) rmSync(`${own}.socket`, { force: true });
  };
  // A second Ctrl+C ends the process without `release`.
  process.once('exit', unlock);
  return {
    release: async () => {
      process.off('exit', unlock);
      socket?.close();
      unlock();
    },
  };
}

/** Whether a process holds the lock now. */
export async function isLocked(dataDir: string): Promise<boolean> {
  const path = join(dataDir, 'lock.json');
  return isHeld(path, parseLock((await readText(path)) ?? ''));
}

/** If there is no start time, another process may have the id by now, so only the socket counts. */
async function isHeld(path: string, holder: Lock | undefined): Promise<boolean> {
  if (holder === undefined) return false;
  if (await answers(path, holder)) return true;
  return (holder.startedAt !== null || holder.socket === undefined) && isAlive(holder);
}

/**
 * Links `own` to `path`. A lock of a dead process is removed by one process at a time, which checks it again first.
 * Otherwise the slower of two processes would remove the new lock of the faster one.
 *
 * @returns the process that holds the lock instead, or is about to
 */
async function take(path: string, own: string): Promise<Lock | undefined> {
  for (;;) {
    if (await tryLink(own, path)) return undefined;
    const seen = await readText(path);
    if (seen === undefined) continue;
    const holder = parseLock(seen);
    if (await isHeld(path, holder)) return holder;
    const turn = `${path}.turn`;
    const other = await take(turn, own);
    if (other !== undefined) return other;
    try {
      if ((await readText(path)) === seen) {
        if (holder?.socket !== undefined) await rm(join(dirname(path), basename(holder.socket)), { force: true });
        await rm(path);
      }
    } finally {
      await rm(turn);
    }
  }
}

/** Undefined if the path is too long for a socket, or the file system has no sockets: then only process ids count. */
async function listen(path: string): Promise<Server | undefined> {
  const server = createServer((connection) => connection.destroy());
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(path, () => resolve(server.unref()));
  });
}

async function answers(lockPath: string, { socket }: Lock): Promise<boolean> {
  if (socket === undefined) return false;
  const connection = connect(join(dirname(lockPath), basename(socket)));
  return once(connection, 'connect')
    .then(
      () => true,
      () => false,
    )
    .finally(() => connection.destroy());
}

async function makeWritable(dataDir: string): Promise<void> {
  try {
    await makeDirectory(dataDir);
    await access(dataDir, constants.W_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const why = code === 'EEXIST' ? 'is a file, not a directory' : `cannot be written (${code})`;
    throw new StartError(
      { what: `DATA_DIR ${dataDir} ${why}.`, remedy: 'Set DATA_DIR to a directory of this user.' },
      { cause: error },
    );
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined if there is no such file. */
async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseLock(text: string): Lock | undefined {
  try {
    return lockSchema.parse(JSON.parse(text));
  } catch {
    return undefined; // Incomplete, because an earlier version was killed while it wrote: it holds nothing.
  }
}
