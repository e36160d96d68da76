import { createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnTethered, type Tethered } from './servers/tether.ts';

/** One process of the bot, kept running. */
export interface Part {
  /** Resolves when it has said that it is ready; rejects when it ends before. */
  readonly ready: Promise<void>;
  /** Of the process that runs now. */
  readonly pid: () => number | undefined;
  stop(): Promise<void>;
}

const restartMs = 1_000;

/**
 * Runs `worker` or `api` as a process of its own that ends with us, and starts it again when it dies: the work of a dead
 * worker is taken up by the next one.
 */
export async function bringUpPart(
  name: string,
  script: string,
  env: NodeJS.ProcessEnv,
  logFile: string,
  say: (line: string) => void,
): Promise<Part> {
  const log = createWriteStream(logFile, { flags: 'a' });
  let stopping = false;
  let current: Tethered | undefined;
  let isReady = false;
  let announce: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    announce = resolve;
    fail = reject;
  });

  const launch = async (): Promise<void> => {
    current = await spawnTethered(process.execPath, ['--import', 'tsx', script], {
      env,
      graceMs: 12_000,
      onLine: (line) => {
        log.write(`${line}\n`);
        if (line.includes(`"msg":"${name} ready"`)) {
          isReady = true;
          announce();
        }
      },
    });
  };
  const keepRunning = async (): Promise<void> => {
    for (;;) {
      const how = await current?.exited;
      if (stopping) return;
      if (!isReady) return fail(new Error(`the ${name} could not start (${how}):\n${current?.lastLines()}`));
      say(`the ${name} ended (${how}); starting it again`);
      await sleep(restartMs);
      if (!stopping) await launch();
    }
  };
  await launch();
  void keepRunning();
  return {
    ready,
    pid: () => current?.pid,
    async stop() {
      stopping = true;
      await current?.stop();
      log.end();
    },
  };
}
