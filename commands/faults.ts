/**
 * `npm run faults [number …]`: causes all faults of `test/faults/matrix.jsonl`, or those named, prints each result,
 * and writes it into `docs/reliability.md`. `npm run faults -- --seeds A-B` makes random runs with real kills, with the
 * options of `test/random-runs/run.ts`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { endWithUnknown, readArguments } from '../config/command-line.ts';
import { childEnv } from '../config/env.ts';
import { withResults, type Result } from '../test/faults/reliability-table.ts';
import { matrix, type Fault } from '../test/faults/matrix.ts';

const document = 'docs/reliability.md';

const reportSchema = z.object({
  tests: z.array(z.object({ fullTitle: z.string(), duration: z.number().optional(), err: z.looseObject({}) })),
  pending: z.array(z.object({ fullTitle: z.string() })),
  /** Failed hooks are only in this list. */
  failures: z.array(z.object({ fullTitle: z.string(), err: z.looseObject({ message: z.string().optional() }) })),
});
const figureSchema = z.object({ title: z.string(), figure: z.string() });

const usage = 'npm run faults [-- NUMBER … | -- --seeds A-B [--lanes N] [--results FILE] [--keep]]';
const { values, positionals } = readArguments(usage, {
  most: Infinity,
  options: {
    seeds: { type: 'string' },
    lanes: { type: 'string' },
    results: { type: 'string' },
    keep: { type: 'boolean' },
  },
});
// With an option of the random runs but without seeds, the random runs say that they need them.
process.exit(Object.keys(values).length === 0 ? main(positionals) : runRandom());

/** Returns the exit code: 1 if a fault did not have the expected result. */
function main(given: readonly string[]): number {
  const known = matrix.map(({ number }) => String(number));
  const unknown = given.filter((one) => !known.includes(one));
  if (unknown.length > 0) endWithUnknown(`fault ${unknown.join(', ')}`, known);
  const wanted = matrix.filter(({ number }) => given.length === 0 || given.includes(String(number)));
  const seen = runTests(wanted);
  const results = wanted.map((fault) => resultOf(fault, seen));
  for (const { number, fault, outcome, told, verdict, figures } of results) {
    console.log([number, fault, [outcome, ...figures].join('; '), told, verdict].join(' | '));
  }
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  // The load is noted, because everything is slower on a busy machine.
  const stamp = `${new Date().toISOString().slice(0, 10)}, ${commit}, load ${Math.round(loadavg()[1] ?? 0)}`;
  writeFileSync(document, withResults(readFileSync(document, 'utf8'), results, stamp));
  const failed = results.filter(({ verdict }) => verdict === 'FAIL');
  const skipped = results.filter(({ verdict }) => verdict === 'skipped');
  console.log(`${results.length} faults, ${failed.length} failed, ${skipped.length} skipped`);
  return failed.length > 0 ? 1 : 0;
}

function runRandom(): number {
  const args = ['--import', 'tsx', 'test/random-runs/run.ts', ...process.argv.slice(2)];
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
}

interface Seen {
  readonly file: string;
  readonly fullTitle: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly figures: readonly string[];
}

/** One run of mocha per file, with the tests of all selected faults. */
function runTests(faults: readonly Fault[]): Seen[] {
  const tests = faults.flatMap((one) => one.tests);
  const files = [...new Set(tests.map(([file]) => file))];
  return files.flatMap((file) => {
    const titles = [...new Set(tests.filter(([one]) => one === file).map(([, title]) => title))];
    console.error(`— ${file}: ${titles.join(' · ')}`);
    return runFile(file, titles);
  });
}

function runFile(file: string, titles: readonly string[]): Seen[] {
  const directory = mkdtempSync(join(tmpdir(), 'open-spaces-faults-'));
  try {
    const report = join(directory, 'report.json');
    const figures = join(directory, 'figures');
    const grep = titles.map((title) => title.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)).join('|');
    const reporter = ['--reporter', 'json', '--reporter-option', `output=${report}`];
    const mocha = ['node_modules/mocha/bin/mocha.js', file, '--grep', grep, ...reporter];
    const env = childEnv({ FAULT_FIGURES: figures });
    spawnSync(process.execPath, mocha, { stdio: ['ignore', 'ignore', 'inherit'], env });
    if (!existsSync(report)) return [];
    const { tests, pending, failures } = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
    const told = existsSync(figures) ? readFileSync(figures, 'utf8').trim().split('\n') : [];
    const noted = told.map((line) => figureSchema.parse(JSON.parse(line)));
    for (const one of failures) console.error(`  failed: ${one.fullTitle}: ${one.err.message}`);
    const skipped = new Set(pending.map(({ fullTitle }) => fullTitle));
    return tests.map(({ fullTitle, err }) => {
      const state = skipped.has(fullTitle) ? 'skipped' : Object.keys(err).length === 0 ? 'passed' : 'failed';
      const own = noted.filter(({ title }) => title === fullTitle).map(({ figure }) => figure);
      return { file, fullTitle, state, figures: own };
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A fault counts as caused if each of its tests ran and passed. */
function resultOf(fault: Fault, seen: readonly Seen[]): Result {
  const of = fault.tests.map(([file, title]) =>
    seen.filter((one) => one.file === file && one.fullTitle.includes(title)),
  );
  const all = of.flat();
  const verdict =
    of.some((some) => some.length === 0) || all.some(({ state }) => state === 'failed')
      ? 'FAIL'
      : all.some(({ state }) => state === 'skipped')
        ? 'skipped'
        : 'pass';
  return { ...fault, verdict, figures: all.flatMap(({ figures }) => figures) };
}
