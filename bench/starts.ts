import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childEnv } from '../config/env.ts';
import { spawnTethered } from '../standalone/servers/tether.ts';
import { machine, median } from './support/figures.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const usualStarts = 20;
/** Processes that want a processor all the time; Linux counts each of them as 1 in the load. */
const usualBusy = 15;
/** Counts, and ends when the process that started it has ended. */
const busyScript = 'const p = process.ppid; while (process.ppid === p) for (let n = 0; n < 1e7; n++);';
/** Worker and api have 12 s for what is under way, then the servers 5 s; ten times that on a busy machine. */
const graceMs = 170_000;

/**
 * Seconds from `npm start` to `ready` on new data and free ports, while other programs keep the machine busy; the
 * servers are in the cache already.
 *
 * @param more how many starts [20], one after the other, and how many busy programs [15]
 * @throws where a start ended before it was ready
 */
export async function bench([starts = usualStarts, busy = usualBusy]: readonly (
  | string
  | number
)[] = []): Promise<void> {
  const programs = Array.from({ length: Number(busy) }, () =>
    // Each in a session of its own: Linux shares a processor among sessions, and the bot's processes have theirs.
    spawn(process.execPath, ['--eval', busyScript], { stdio: 'ignore', detached: true }),
  );
  const seconds: number[] = [];
  try {
    for (let start = 1; start <= Number(starts); start++) {
      seconds.push(await secondsToReady());
      console.log(`start ${start}: ready after ${seconds.at(-1)?.toFixed(1)} s; ${machine()}`);
    }
  } finally {
    for (const program of programs) program.kill('SIGKILL');
  }
  const [least, most] = [Math.min(...seconds), Math.max(...seconds)];
  console.log(
    `${seconds.length} of ${starts} starts ready beside ${busy} busy programs: ` +
      `median ${median(seconds).toFixed(1)} s, ${least.toFixed(1)} to ${most.toFixed(1)} s`,
  );
}

async function secondsToReady(): Promise<number> {
  const dataDir = await mkdtemp(join(tmpdir(), 'open-spaces-start-'));
  const begin = performance.now();
  const printed: string[] = [];
  let isReady: (at: number) => void;
  const ready = new Promise<number>((resolve) => (isReady = resolve));
  const bot = await spawnTethered('npm', ['start'], {
    cwd: root,
    env: childEnv({ DATA_DIR: dataDir, PORT: '0', SANDBOX_X_PORT: '0', SANDBOX_SLACK_PORT: '0' }),
    graceMs,
    onLine(line) {
      printed.push(line);
      if (line === 'ready') isReady(performance.now());
    },
  });
  const at = await Promise.race([ready, bot.exited]);
  await bot.stop();
  if (typeof at === 'string') throw new Error(`npm start ended (${at}):\n${printed.join('\n')}\n${dataDir} is kept.`);
  const restarts = printed.filter((line) => /starting it again|trying again/u.test(line));
  for (const line of restarts) console.log(line);
  await rm(dataDir, { recursive: true, force: true });
  return (at - begin) / 1000;
}
