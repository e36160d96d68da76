import { constants } from 'node:fs';
import { access, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StartError } from '../../config/start-error.ts';
import { makeDirectory } from './make-directory.ts';

const lockSchema = z.object({ pid: z.number().int().positive(), startedAt: z.string().nullable(), url: z.string() });
type Lock = z.infer<typeof lockSchema>;

export interface DataLock {
  readonly release: () => Promise<void>;
}

/**
 * Makes this process the only one on a data directory, until `release` or its end, whatever kind of end.
 * @param url where this process will answer, told to whoever comes second.
 * @throws {StartError} saying which process holds the data
 */
export async function lockDataDir(dataDir: string, url: string): Promise<DataLock> {
  const path = join(dataDir, 'lock.json');
  await makeWritable(dataDir);
  const mine: Lock = { pid: process.pid, startedAt: await readStartTime(process.pid), url };
  // Twice: a lock left by a killed process is removed once; one that is there again belongs to somebody quicker.
  for (const attempt of [1, 2]) {
    if (await create(path, JSON.stringify(mine))) return { release: () => rm(path, { force: true }) };
    const holder = await readLock(path);
    if (holder && (await isAlive(holder)))
      throw new StartError({
        what: `${dataDir}: already running as process ${holder.pid}, at ${holder.url}; it was left alone.`,
        remedy: 'Stop it, or set DATA_DIR to another directory.',
      });
    if (attempt === 1) await rm(path, { force: true });
  }
  throw new StartError({
    what: `${dataDir}: another process is starting on it just now; it was left alone.`,
    remedy: 'Wait for it, or set DATA_DIR to another directory.',
  });
}

async function makeWritable(dataDir: string): Promise<void> {
  try {
    await makeDirectory(dataDir);
    await access(dataDir, constants.W_OK);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new StartError(
      { what: `DATA_DIR ${dataDir} cannot be written (${why}).`, remedy: 'Set DATA_DIR to a directory of this user.' },
      { cause: error },
    );
  }
}

async function create(path: string, text: string): Promise<boolean> {
  const file = await open(path, 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  });
  await file?.writeFile(text);
  await file?.close();
  return file !== undefined;
}

async function readLock(path: string): Promise<Lock | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  try {
    return lockSchema.parse(JSON.parse(text));
  } catch {
    return undefined; // Cut short by a kill: it holds nothing.
  }
}

/** Process ids are used again, and soon in containers: the time it started tells two apart. */
async function isAlive(holder: Lock): Promise<boolean> {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const startedAt = await readStartTime(holder.pid);
  return holder.startedAt === null || startedAt === null || holder.startedAt === startedAt;
}

/** Since boot, in clock ticks (proc(5), field 22), with the boot's id; null where there is no /proc. */
async function readStartTime(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    // The second field is the name in parentheses and may hold anything: count from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : `${boot.trim()}:${fields[19] ?? ''}`;
  } catch {
    return null;
  }
}
