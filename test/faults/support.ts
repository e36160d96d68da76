// For the faults that need whole processes: what happened to a running bot, and how long it took.
import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { once } from 'node:events';
import { childEnv } from '../../config/env.ts';
import { dateAndTime, eventually, type RunningBot, type SlackMessage } from '../support/running-bot.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Tells `npm run faults` a figure of the test that runs, for its table. Outside of that command it is dropped. */
export function tellFigure({ test }: Mocha.Context, figure: string): void {
  const file = childEnv({})['FAULT_FIGURES'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ title: test?.fullTitle(), figure })}\n`);
}

export const secondsSince = (began: number): number => Math.round((Date.now() - began) / 100) / 10;

/** What people do to a bot, by its doors alone. */
export function peopleAt(bot: RunningBot) {
  const view = async (id: string) => (await bot.api('GET', `open-spaces/${id}`)).body;
  const isStatus = (id: string, wanted: string, seconds = 120) =>
    eventually(
      `${id} is ${wanted}`,
      // While the api or its servers are away there is no answer.
      async () => (await view(id).catch(() => undefined))?.['status'] === wanted,
      seconds,
    );
  return {
    view,
    isStatus,
    postsOf: async (id: string) => (await bot.timeline()).filter(({ text }) => text.includes(id)),
    /** What stands in the organisers' channels and holds these words. */
    async told(words: RegExp): Promise<SlackMessage[]> {
      const channels = ['outgoing_tweets', 'need_review', 'event_conflict'];
      const all = await Promise.all(channels.map((channel) => bot.messages(channel)));
      return all.flat().filter(({ text }) => words.test(text));
    },
    /** An approved open space whose reminder is due so many seconds from now. */
    async approvedAndDue(
      host: string,
      room: string,
      seconds: number,
      startsInMinutes = 30,
    ): Promise<{ id: string; due: number }> {
      const id = await bot.tweet(host, `Acro yoga @ ${dateAndTime(startsInMinutes)} in ${room} #pyconopenspaces`);
      await isStatus(id, 'needs_action');
      const due = Date.now() + seconds * 1000;
      const change = { sendAt: new Date(due).toISOString(), approval: 'approved' };
      const moved = await bot.api('PATCH', `reminders/${id}-15`, change);
      // 202: kept, because the worker is away.
      if (![200, 202].includes(moved.status)) throw new Error(JSON.stringify(moved.body));
      return { id, due };
    },
  };
}

export interface SpareWorker {
  pid(): number;
  /** Ends it for good. */
  stop(): Promise<void>;
}

/** The variables that a process of ours was started with. */
function environmentOf(pid: number): NodeJS.ProcessEnv {
  const pairs = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  return Object.fromEntries(
    pairs
      .filter((pair) => pair.includes('='))
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

/**
 * A second worker beside that of `npm start`, started anew when it is killed.
 *
 * @param more of the environment, such as a library that shifts its clock
 */
export async function startSpareWorker(bot: RunningBot, more: NodeJS.ProcessEnv = {}): Promise<SpareWorker> {
  const env = { ...environmentOf(bot.pidOf('worker')), ...more };
  let stopping = false;
  let child: ChildProcess;
  let log = '';
  let isReady = false;
  const launch = (): void => {
    child = spawn(process.execPath, ['--import', 'tsx', 'worker/main.ts'], { cwd: root, env });
    const keep = (chunk: Buffer): void => {
      log = (log + String(chunk)).slice(-20_000);
      if (String(chunk).includes('worker ready')) isReady = true;
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('exit', () => {
      if (!stopping) launch();
    });
  };
  launch();
  await eventually('the spare worker is ready', () => Promise.resolve(isReady), 120).catch(() => {
    throw new Error(`the spare worker is not ready:\n${log}`);
  });
  return {
    pid: () => child.pid ?? 0,
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** The processes of a bot's workers, as they are now: a killed one is started anew without our doing. */
export function workerPids(bot: RunningBot): number[] {
  const isWorker = (pid: number): boolean => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return (
        command.includes('worker/main') &&
        !command.includes('watchdog') &&
        environmentOf(pid)['DATA_DIR'] === bot.dataDir
      );
    } catch {
      // It has ended meanwhile.
      return false;
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map(Number)
    .filter(isWorker);
}

/** How long after a moment the worker that `npm start` starts anew was ready; seconds, or undefined before it is. */
export function workerReadyAfter(bot: RunningBot, moment: number): number | undefined {
  const lines = readFileSync(join(bot.dataDir, 'worker.log'), 'utf8').split('\n');
  const ready = lines.findLast((line) => line.includes('worker ready')) ?? '';
  const at = Number(/"time":(\d+)/u.exec(ready)?.[1]);
  return at > moment ? Math.round((at - moment) / 1000) : undefined;
}

/** Fills what is left of a file system; returns the file to delete. */
export function fillDisk(directory: string): string {
  const file = join(directory, 'filler');
  const block = Buffer.alloc(1 << 20);
  try {
    for (;;) appendFileSync(file, block);
  } catch {
    try {
      for (;;) appendFileSync(file, Buffer.alloc(512));
    } catch {
      return file;
    }
  }
}
