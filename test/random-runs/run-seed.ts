/** One random run: everything is started, the plan is played, all comes to rest, and what is left is judged. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { judge, type Judgement } from './judge.ts';
import { fewRooms, planOf } from './plan.ts';
import { play, setPaused, type Stage } from './play.ts';
import type { Lateness } from './ledger.ts';
import { newRecords, type Records } from './records.ts';
import { startRunBot, type RunOptions } from './run-bot.ts';
import { signal } from './signal.ts';
import type { RunServers } from './servers.ts';
import { watch } from './watch.ts';

/** How long everything may take to come to rest: the desk repairs half a minute later, twice a minute. Seconds. */
const restWithin = 180;
const lookEveryMs = 700;

export interface Outcome {
  readonly seconds: number;
  readonly problems: string[];
  readonly openSpaces: number;
  readonly posts: number;
  readonly kills: Readonly<Record<string, number>>;
  readonly answers: Readonly<Record<string, number>>;
  readonly ends: Readonly<Record<string, number>>;
  readonly lateness: readonly Lateness[];
}

/** @param dir where the logs and the diary go */
export async function runSeed(servers: RunServers, dir: string, seed: number): Promise<Outcome> {
  const plan = planOf(seed);
  return runPlans(servers, dir, { workers: plan.workers, rooms: fewRooms }, (stage) => play(stage, plan));
}

/** Starts a bot, lets `act` play with it, and judges what is left. */
export async function runPlans(
  servers: RunServers,
  dir: string,
  options: RunOptions,
  act: (stage: Stage) => Promise<void>,
): Promise<Outcome> {
  mkdirSync(dir, { recursive: true });
  const began = Date.now();
  const note = (line: string): void => appendFileSync(join(dir, 'diary.log'), `${new Date().toISOString()} ${line}\n`);
  const bot = await startRunBot(servers, dir, options);
  const stage: Stage = { bot, records: newRecords(), note };
  const unwatch = watch(stage);
  try {
    note(`started after ${Date.now() - began} ms`);
    await act(stage);
    note('played');
    const judged = await comeToRest(stage);
    for (const problem of judged.problems) note(`PROBLEM ${problem}`);
    return outcomeOf(judged, stage.records, began);
  } finally {
    await unwatch();
    note('at rest');
    await bot.stop();
    note('stopped');
  }
}

/** Ends all faults, and waits until nothing is wrong any more, or until it should have come right. */
async function comeToRest(stage: Stage): Promise<Judgement> {
  const { bot, records, note } = stage;
  for (const pid of [...bot.pidsOf('worker'), ...bot.pidsOf('api')]) signal(pid, 'SIGCONT');
  await bot.x('DELETE', 'faults');
  const deadline = Date.now() + restWithin * 1_000;
  const isOpen = () => records.paused.some(({ to }) => to === undefined);
  let noted = '';
  for (let last: Judgement | undefined; ; await sleep(lookEveryMs)) {
    if (isOpen()) await setPaused(stage, false);
    try {
      last = await judge(stage, false);
      const isQuiet = last.problems.length === 0 && last.comingUp === 0 && !isOpen();
      if (isQuiet) last = await judge(stage, true);
      if (isQuiet && last.problems.length === 0) return last;
      const open = [...last.problems, `${last.comingUp} coming up`].join('; ');
      if (open !== noted) note(`not at rest: ${open}`);
      noted = open;
    } catch (error) {
      note(`cannot be judged: ${String(error)}`);
    }
    if (Date.now() < deadline) continue;
    const deep = await judge(stage, true);
    return isOpen() ? { ...deep, problems: [...deep.problems, 'the pause could not be ended'] } : deep;
  }
}

function outcomeOf(
  { problems, openSpaces, posts, ends, lateness }: Judgement,
  records: Records,
  began: number,
): Outcome {
  const { kills, answers } = records;
  const seconds = Math.round((Date.now() - began) / 100) / 10;
  return { seconds, problems, openSpaces, posts, kills, answers, ends, lateness };
}
