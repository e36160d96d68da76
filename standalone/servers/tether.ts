// Child processes that cannot outlive this one: a surviving server would hold the data directory and its ports.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const WATCHDOG = fileURLToPath(new URL('watchdog.mjs', import.meta.url));
const KEPT_LINES = 20;

export interface TetherOptions {
  readonly cwd?: string;
  /** The whole environment of the child; default: ours. */
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds between SIGTERM and SIGKILL [5000]. */
  readonly graceMs?: number;
  /** Called with each line that the child prints, on either stream. */
  readonly onLine?: (line: string) => void;
}

export interface Tethered {
  /** The child's process id, which is also its process group's. */
  readonly pid: number;
  /** Resolves with its exit code, or the signal that ended it; never rejects. */
  readonly exited: Promise<string>;
  /** The last lines it printed. */
  readonly lastLines: () => string;
  /** Ends it (SIGTERM, then SIGKILL after the grace) and waits until it is gone. May be called twice. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a command that ends when this process ends, however it ends. A watchdog process is between the two. It reads a
 * pipe from this process, and ends the command's whole process group when the pipe closes.
 * @throws if the command cannot be started.
 */
export async function spawnTethered(
  command: string,
  args: readonly string[],
  options: TetherOptions = {},
): Promise<Tethered> {
  const { graceMs = 5000, onLine } = options;
  // In its own process group, so that Ctrl-C in a terminal reaches only this process, which then stops the child in
  // order.
  const watchdog = spawn(process.execPath, [WATCHDOG, String(graceMs), command, ...args], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  const kept: string[] = [];
  const keep = (line: string): void => {
    kept.push(line);
    if (kept.length > KEPT_LINES) kept.shift();
    onLine?.(line);
  };
  createInterface({ input: watchdog.stdout }).on('line', keep);
  createInterface({ input: watchdog.stderr }).on('line', keep);
  watchdog.stdin.on('error', () => undefined);

  let outcome = 'unknown';
  const pid = await new Promise<number>((resolve, reject) => {
    watchdog.once('error', reject);
    watchdog.once('close', () => reject(new Error(`${command} could not be started: ${kept.join('\n')}`)));
    createInterface({ input: watchdog.stdio[3] as Readable }).on('line', (line) => {
      const [word, ...rest] = line.split(' ');
      const value = rest.join(' ');
      if (word === 'pid') resolve(Number(value));
      if (word === 'exit') outcome = value;
      if (word === 'error') reject(new Error(`${command} could not be started: ${value}`));
    });
  });
  const exited = new Promise<string>((resolve) => {
    const settle = (): void => {
      // If somebody killed the watchdog itself, the watched process must still be ended.
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // It is gone already, as it should be.
      }
      resolve(outcome);
    };
    if (watchdog.exitCode !== null || watchdog.signalCode !== null) settle();
    else watchdog.once('close', settle);
  });
  const stop = async (): Promise<void> => {
    watchdog.stdin.end();
    await exited;
  };
  return { pid, exited, lastLines: () => kept.join('\n'), stop };
}
