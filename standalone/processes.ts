import { setTimeout as sleep } from 'node:timers/promises';
import { errorMark, remedyMark } from '../config/end-with-error.ts';
import { alarmWordsIn, readyMessage } from '../config/log.ts';
import { StartError } from '../config/start-error.ts';
import { endWithinMs } from '../config/time-to-end.ts';
import { ourScript } from './our-script.ts';
import { openLog } from './rotating-log.ts';
import { spawnTethered, type Tethered } from './servers/tether.ts';

/** One process of the bot, kept running. */
export interface Part {
  /** Resolves when the process has reported that it is ready; rejects if it cannot start. */
  readonly ready: Promise<void>;
  /** The id of the running process. Undefined while none runs, because the id may then belong to another process. */
  readonly pid: () => number | undefined;
  stop(): Promise<void>;
}

const restartMs = 1_000;
/** Then it is killed. Longer than the limit that a worker sets itself, after which it says why it stopped. */
const graceMs = endWithinMs + 2_000;
/** How often a part may end before it was ready. On a busy machine, the second or third start succeeds. */
const firstStarts = 3;
/** How often to print that a part is still starting. Milliseconds. */
const sayEveryMs = 15_000;

/**
 * Runs `worker` or `api` as a process of its own, which ends with this one. If it dies, starts it again; the new one
 * takes up its work.
 *
 * @param args Node's arguments
 */
export async function bringUpPart(
  name: string,
  env: NodeJS.ProcessEnv,
  logFile: string,
  say: (line: string) => void,
  args: readonly string[] = ourScript(`${name}/main`),
): Promise<Part> {
  const log = openLog(logFile, say);
  const readyMark = `"msg":"${readyMessage(name)}"`;
  let stopping = false;
  let current: Tethered | undefined;
  let pid: number | undefined;
  let isReady = false;
  let complaint: string[] = [];
  let announce: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    announce = resolve;
    fail = reject;
  });

  const launch = async (): Promise<void> => {
    complaint = [];
    current = await spawnTethered(process.execPath, args, {
      env,
      graceMs,
      onLine: (line) => {
        log.write(line);
        const alarm = alarmWordsIn(line);
        if (alarm !== undefined) say(alarm);
        if (line.startsWith(errorMark) || line.startsWith(remedyMark)) complaint.push(line);
        if (line.includes(readyMark)) {
          isReady = true;
          announce();
        }
      },
    });
    pid = current.pid;
  };
  const keepRunning = async (): Promise<void> => {
    for (let start = 1; ; start++) {
      const how = await current?.exited;
      pid = undefined;
      if (stopping) return;
      if (!isReady && start >= firstStarts) return fail(cannotStart(name, how, complaint, logFile));
      say(`the ${name} ended ${isReady ? '' : 'before it was ready '}(${how}); starting it again`);
      await sleep(restartMs);
      if (!stopping) await launch();
    }
  };
  const begin = performance.now();
  const waiting = setInterval(() => {
    const seconds = Math.round((performance.now() - begin) / 1000);
    say(`waiting for the ${name} to be ready, ${seconds} s so far; its log: ${logFile}`);
  }, sayEveryMs);
  const noMoreWaiting = (): void => clearInterval(waiting);
  void ready.then(noMoreWaiting, noMoreWaiting);
  await launch();
  void keepRunning();
  return {
    ready,
    pid: () => pid,
    async stop() {
      stopping = true;
      noMoreWaiting();
      await current?.stop();
      log.end();
    },
  };
}

/** The error, in the part's own words if it printed any. */
function cannotStart(name: string, how: string | undefined, complaint: readonly string[], logFile: string): StartError {
  const [what, remedy] = complaint.slice(-2);
  return new StartError({
    what: `The ${name} cannot start: ${what?.slice(errorMark.length) ?? `it ended (${how}) ${firstStarts} times.`}`,
    remedy: remedy?.slice(remedyMark.length) ?? `Look at the end of ${logFile}.`,
  });
}
