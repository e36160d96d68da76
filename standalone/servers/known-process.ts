import { readFile } from 'node:fs/promises';

/** Process ids are reused, soon in containers. The start time distinguishes two processes with the same id. */
export interface KnownProcess {
  readonly pid: number;
  /** As `readStartTime` gave it when the process ran. */
  readonly startedAt: string | null;
}

/** Without a start time, the id alone counts. */
export async function isAlive({ pid, startedAt }: KnownProcess): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = await readStartTime(pid);
  return startedAt === null || now === null || startedAt === now;
}

/** The start time since boot, in clock ticks (proc(5), field 22), with the boot's id; null if there is no /proc. */
export async function readStartTime(pid: number): Promise<string | null> {
  try {
    const fields = await statOf(pid);
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return fields[0] === 'Z' ? 'ended' : `${boot.trim()}:${fields[19] ?? ''}`;
  } catch {
    return null;
  }
}

/** The id of its process group (proc(5), field 5). Undefined if it is not known, or if there is no /proc. */
export async function groupOf(pid: number): Promise<number | undefined> {
  return statOf(pid).then(
    (fields) => Number(fields[2]),
    () => undefined,
  );
}

/** The fields of proc(5) from the third one on. The second one is the name in parentheses, which may contain a `)`. */
async function statOf(pid: number): Promise<string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
