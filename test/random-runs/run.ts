/**
 * Random runs by seed, on the real servers with real kills:
 * `node --import tsx test/random-runs/run.ts --seeds 1-200 [--results FILE] [--lanes N] [--keep]`. Each finished seed
 * is a line of the results file; started again, finished seeds are skipped.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { positiveNumber } from '../../config/command-line.ts';
import { readEnv } from '../../config/env.ts';
import { build } from './build.ts';
import { runSeed, type Outcome } from './run-seed.ts';
import { startRunServers, type RunServers } from './servers.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    results: { type: 'string' },
    lanes: { type: 'string', default: '1' },
    keep: { type: 'boolean' },
  },
});
const [, from, to = from] = /^(\d+)(?:-(\d+))?$/u.exec(values.seeds ?? '') ?? [];
const say = (line: string): void => void process.stdout.write(`${line}\n`);
if (from === undefined) {
  say('Say which seeds: --seeds 1-200');
  process.exit(1);
}
const wantedLanes = positiveNumber('--lanes', values.lanes, 'npm run faults -- --seeds A-B [--lanes N]');
const home = join(resolve(readEnv('command').DATA_DIR), 'random-runs');
const results = resolve(values.results ?? join(home, 'results.jsonl'));
mkdirSync(dirname(results), { recursive: true });
const finished = new Set(
  (existsSync(results) ? readFileSync(results, 'utf8') : '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { seed: number }).seed),
);
const waiting = Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => Number(from) + at).filter(
  (seed) => !finished.has(seed),
);
if (finished.size > 0) say(`${finished.size} seeds are finished already, by ${results}`);
let failures = 0;
if (waiting.length > 0) {
  const commit = build(say);
  const lanes = Math.min(wantedLanes, waiting.length);
  await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane, commit)));
}
process.exit(failures === 0 ? 0 : 1);

/** Seeds one after the other on servers of their own. */
async function runLane(lane: number, commit: string): Promise<void> {
  let servers: RunServers | undefined;
  const dataOfServers = join(home, `servers-${process.pid}-${lane}`);
  for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
    const dir = join(home, `seed-${seed}`);
    rmSync(dir, { recursive: true, force: true });
    const runIt = async (): Promise<Outcome> => {
      servers ??= await startRunServers(dataOfServers, () => undefined);
      return runSeed(servers, dir, seed);
    };
    const outcome = await runIt().catch((error: unknown) => String(error));
    const isFine = typeof outcome !== 'string' && outcome.problems.length === 0;
    appendFileSync(
      results,
      `${JSON.stringify({ seed, commit, ...(typeof outcome === 'string' ? { error: outcome } : outcome) })}\n`,
    );
    tell(seed, outcome, dir);
    if (isFine && values.keep !== true) rmSync(dir, { recursive: true, force: true });
    if (!isFine) {
      failures++;
      // The next seed shall not inherit what this one may have broken.
      await servers?.stop();
      servers = undefined;
      rmSync(dataOfServers, { recursive: true, force: true });
    }
  }
  await servers?.stop();
  rmSync(dataOfServers, { recursive: true, force: true });
}

function tell(seed: number, outcome: Outcome | string, dir: string): void {
  if (typeof outcome === 'string') {
    say(`seed ${seed}: could not be run: ${outcome}`);
  } else {
    const { seconds, kills, posts, openSpaces, problems } = outcome;
    const killed = Object.values(kills).reduce((sum, one) => sum + one, 0);
    const verdict = problems.length === 0 ? 'ok' : `${problems.length} PROBLEMS`;
    say(`seed ${seed}: ${seconds} s, ${killed} kills, ${openSpaces} open spaces, ${posts} posts, ${verdict}`);
    for (const problem of problems) say(`  ${problem}`);
    if (problems.length === 0) return;
  }
  say(`  again: node --import tsx test/random-runs/run.ts --seeds ${seed} --results /dev/null`);
  say(`  logs and what was done: ${dir}`);
}
