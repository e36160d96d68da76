/**
 * `npm run soak -- --minutes N --seed S`: one long random run. A plan of its own is played every half minute, each with
 * hosts and rooms that meet those of the others; what is left in the end is judged as after any other run.
 */
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { positiveNumber, readArguments } from '../../config/command-line.ts';
import { readEnv } from '../../config/env.ts';
import { build } from './build.ts';
import type { Lateness } from './ledger.ts';
import { planOf } from './plan.ts';
import type { Stage } from './play.ts';
import type { Outcome } from './run-seed.ts';

const chapterMs = 30_000;
const minute = 60_000;
/** Enough that most find one, so that hundreds of reminders go out. */
const rooms = [...Array.from({ length: 16 }, (_, at) => `C${201 + at}`), 'C201+C202', 'C203+C204'];

const usage = 'npm run soak [-- --minutes N --seed S]';
const { values } = readArguments(usage, {
  options: { minutes: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } },
});
const minutes = positiveNumber('--minutes', values.minutes, usage);
const seed = positiveNumber('--seed', values.seed, usage);
// These are loaded now, because they take a second, and a wrong command line is told at once.
const { play, setPaused } = await import('./play.ts');
const { runPlans } = await import('./run-seed.ts');
const { startRunServers } = await import('./servers.ts');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const dir = join(resolve(readEnv('command').DATA_DIR), 'random-runs', `soak-${seed}`);
rmSync(dir, { recursive: true, force: true });
const commit = build(say);
say(`commit ${commit}, seed ${seed}, ${minutes} minutes from ${new Date().toISOString()}; logs: ${dir}`);
const servers = await startRunServers(join(dir, 'servers'), say);
const outcome = await runPlans(servers, dir, { workers: 2, rooms }, soak);
await servers.stop();
report(outcome);
process.exit(outcome.problems.length === 0 ? 0 : 1);

async function soak(stage: Stage): Promise<void> {
  const began = Date.now();
  for (let chapter = 0; Date.now() < began + minutes * minute; chapter++) {
    const tag = `c${chapter}`;
    await play(stage, { ...planOf(seed * 10_000 + chapter, rooms), tag });
    await setPaused(stage, false);
    if (chapter % 2 === 0) await tellProgress(stage, chapter);
    await sleep(began + (chapter + 1) * chapterMs - Date.now());
  }
}

async function tellProgress({ bot, records }: Stage, chapter: number): Promise<void> {
  const posts = (await bot.timeline().catch(() => [])).length;
  const kills = Object.values(records.kills).reduce((sum, one) => sum + one, 0);
  say(`${new Date().toISOString()}, plan ${chapter}: ${records.posts.length} tweets, ${posts} posts, ${kills} kills`);
  for (const problem of records.problems) say(`  ${problem}`);
}

function report({ seconds, openSpaces, posts, kills, answers, ends, lateness, problems }: Outcome): void {
  const percentiles = (of: readonly Lateness[]): string => {
    const sorted = of.map(({ late }) => late / 1_000).toSorted((one, other) => one - other);
    const at = (share: number) => (sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN).toFixed(2);
    return `p50 ${at(0.5)} s, p99 ${at(0.99)} s, longest ${at(1)} s of ${sorted.length}`;
  };
  say(`seed ${seed}, commit ${commit}: ${seconds} s, ${openSpaces} open spaces, ${posts} posts`);
  say(`kills: ${JSON.stringify(kills)}`);
  say(`answers: ${JSON.stringify(answers)}`);
  say(`reminders: ${JSON.stringify(ends)}`);
  say(`late, all: ${percentiles(lateness)}`);
  say(`late, nothing disturbed in the 20 s before: ${percentiles(lateness.filter(({ isDisturbed }) => !isDisturbed))}`);
  say(problems.length === 0 ? 'nothing is wrong' : `${problems.length} PROBLEMS`);
  for (const problem of problems) say(`  ${problem}`);
}
