/**
 * `npm run train`: trains the intent model on the labelled posts of `test/cases/` and writes its weights. With
 * `--table`, writes nothing and prints how well each hand is read by a model that was trained without it. With
 * `--check`, fails if the weights in the repository differ from the result of the training.
 */
import { readFileSync, writeFileSync } from 'node:fs';

import { readArguments } from '../config/command-line.ts';
import type { HandScore } from '../core/reading/training/leave-one-out.ts';

const WEIGHTS = 'core/reading/intent/weights.json';

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)}%`);

function rowOf(score: HandScore): string {
  const cells = [
    score.hand,
    score.posts,
    score.toSchedule,
    percent(score.readable, score.toSchedule),
    percent(score.right, score.toSchedule),
    percent(score.harmful, score.posts),
    percent(score.lost, score.toSee),
    percent(score.sureRight, score.toSchedule),
    percent(score.sureHarmful, score.posts),
    `${score.harmful} of ${score.right + score.harmful}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

const sum = (scores: readonly HandScore[]): HandScore =>
  scores.reduce((total, score) => ({
    hand: 'all',
    posts: total.posts + score.posts,
    toSchedule: total.toSchedule + score.toSchedule,
    right: total.right + score.right,
    harmful: total.harmful + score.harmful,
    lost: total.lost + score.lost,
    toSee: total.toSee + score.toSee,
    sureRight: total.sureRight + score.sureRight,
    sureHarmful: total.sureHarmful + score.sureHarmful,
    readable: total.readable + score.readable,
  }));

/** Wilson's interval of 95%, in percent. */
function interval(part: number, whole: number): string {
  const z = 1.96;
  const rate = part / whole;
  const middle = rate + (z * z) / (2 * whole);
  const half = z * Math.sqrt((rate * (1 - rate)) / whole + (z * z) / (4 * whole * whole));
  const bound = (value: number): string => ((100 * value) / (1 + (z * z) / whole)).toFixed(1);
  return `${bound(middle - half)}–${bound(middle + half)}%`;
}

const COLUMNS = [
  'hand',
  'posts',
  'to schedule',
  'readable',
  'right',
  'harmful',
  'lost',
  'sure, right',
  'sure, harmful',
  'harmful of scheduled',
];

function printTable(): void {
  console.log(`| ${COLUMNS.join(' | ')} |\n|${'---|'.repeat(COLUMNS.length)}`);
  const posts = findCases('test/cases').map(withFeatures);
  const { hands, outcomes } = leaveOneOut(posts, (score) => console.log(rowOf(score)));
  const all = sum(hands);
  console.log(rowOf(all));
  const scheduled = all.right + all.harmful;
  const share = `${percent(all.harmful, scheduled)}, ${interval(all.harmful, scheduled)}`;
  console.log(`\nharmful of scheduled, with 95% interval: ${share}`);
  console.log('\n| confidence | readings | right |\n|---|---|---|');
  for (let from = 0; from < 10; from++) {
    const inside = outcomes.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === from);
    const right = inside.filter((outcome) => outcome.right).length;
    console.log(`| ${from / 10}–${(from + 1) / 10} | ${inside.length} | ${percent(right, inside.length)} |`);
  }
}

const { values } = readArguments('npm run train [-- --table | --check]', {
  options: { table: { type: 'boolean', default: false }, check: { type: 'boolean', default: false } },
});
// These are loaded now, because they take a second, and a wrong command line is told at once.
const { leaveOneOut } = await import('../core/reading/training/leave-one-out.ts');
const { trainModel, withFeatures } = await import('../core/reading/training/train-model.ts');
const { findCases } = await import('./labelled-cases.ts');
if (values.table) printTable();
else {
  const written = `${JSON.stringify(trainModel(findCases('test/cases').map(withFeatures)), null, 2)}\n`;
  if (!values.check) {
    writeFileSync(WEIGHTS, written);
    console.log(`${WEIGHTS}: ${(written.length / 1000).toFixed(0)} kB`);
  } else if (readFileSync(WEIGHTS, 'utf8') !== written) {
    console.error(`${WEIGHTS} is not what npm run train gives`);
    process.exitCode = 1;
  }
}
