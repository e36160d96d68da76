import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../../config/start-error.ts';
import { isAlive, readStartTime, type KnownProcess } from './known-process.ts';
import type { Say } from './resolve.ts';

/** A server that was told to end is killed after five seconds. Milliseconds. */
const waitMs = 15_000;
const lookEveryMs = 50;

const noteIn = (dataDir: string): string => join(dataDir, 'process.json');

/**
 * Waits until the server that used this data before has ended. If `npm start` was killed, its servers end some seconds
 * later, and until then no other server can open their files.
 *
 * @param server for people: "MongoDB"
 * @param limitMs milliseconds [15000]
 * @throws {StartError} that names the process if it still runs then
 */
export async function waitForEarlierServer(server: string, dataDir: string, say: Say, limitMs = waitMs): Promise<void> {
  const earlier = await readNote(dataDir);
  // Without a start time (no /proc), its id may belong to another process by now.
  if (typeof earlier?.startedAt !== 'string' || !(await isAlive(earlier))) return;
  say(`waiting for the ${server} of an earlier start, process ${earlier.pid}, to end`);
  const deadline = performance.now() + limitMs;
  while (await isAlive(earlier)) {
    if (performance.now() > deadline) {
      throw new StartError({
        what: `The ${server} of an earlier start, process ${earlier.pid}, still uses ${dataDir}.`,
        remedy: `End it (kill ${earlier.pid}), then start again.`,
      });
    }
    await sleep(lookEveryMs);
  }
}

/** Notes who uses this data. If it cannot be written, for example on a full disk, the next start does not wait. */
export async function noteServer(dataDir: string, pid: number): Promise<void> {
  const note: KnownProcess = { pid, startedAt: await readStartTime(pid) };
  await writeFile(noteIn(dataDir), JSON.stringify(note)).catch(() => undefined);
}

async function readNote(dataDir: string): Promise<KnownProcess | undefined> {
  try {
    return JSON.parse(await readFile(noteIn(dataDir), 'utf8')) as KnownProcess;
  } catch {
    return undefined; // No server has used it, or the disk was full.
  }
}
