import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { endWithUnknown } from '../config/command-line.ts';
import { startBenchBot, type BenchBot } from './support/bench-bot.ts';
import { inFlight, machine, median, percentile, until } from './support/figures.ts';

/** Reminders that are due so many milliseconds after the first. */
interface Case {
  readonly name: string;
  readonly offsets: readonly number[];
  /** Between the first start and the first due time, milliseconds: long enough to start all of them. */
  readonly lead: number;
}

const spread = (count: number, over: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.round((index * over) / count));

const cases: readonly Case[] = [
  { name: '90 at once', offsets: spread(90, 0), lead: 30_000 },
  { name: '10 at once', offsets: spread(10, 0), lead: 20_000 },
  { name: '60 over a minute', offsets: spread(60, 60_000), lead: 25_000 },
  { name: '1,000 over a minute', offsets: spread(1_000, 60_000), lead: 75_000 },
];
const usualRounds = 5;
/** Open spaces that are started at the same time. */
const startsAtOnce = 10;

interface Round {
  readonly p50: number;
  readonly p99: number;
  readonly earliest: number;
}

/**
 * How late reminders come to X, beside the least that Temporal can do on the same server: a workflow of a timer and an
 * empty activity. Case by case and turn by turn; a negative lateness would be a reminder before its time.
 *
 * @param more names of cases [all], and how many rounds [5]
 */
export async function bench(more: readonly string[] = []): Promise<void> {
  const caseNames = more.filter((one) => Number.isNaN(Number(one)));
  const known = cases.map(({ name }) => name);
  const unknown = caseNames.find((one) => !known.includes(one));
  if (unknown !== undefined) endWithUnknown(`case ${unknown}`, known);
  const rounds = Number(more.find((one) => !caseNames.includes(one)) ?? usualRounds);
  for (const one of cases.filter(({ name }) => caseNames.length === 0 || caseNames.includes(name))) {
    const ours: Round[] = [];
    const bare: Round[] = [];
    for (let round = 0; round < rounds; round += 1) {
      // A fresh account and a fresh store each: a conference has some hundred open spaces, not thousands.
      const bot = await startBenchBot();
      try {
        bare.push(figuresOf(await bareLateness(bot, one)));
        ours.push(figuresOf(await botLateness(bot, one)));
      } finally {
        await bot.stop();
      }
    }
    tell(one.name, ours, bare);
  }
}

async function botLateness(bot: BenchBot, { offsets, lead }: Case): Promise<number[]> {
  const first = Date.now() + lead;
  const due = new Map<string, number>();
  await inFlight(offsets, startsAtOnce, async (offset) => {
    due.set(await bot.openSpaceDue(first + offset), first + offset);
  });
  if (Date.now() > first - 7_000) throw new Error('the starts took too long: raise the lead');
  await sleep(first + Math.max(...offsets) - Date.now());
  const arrivals = await until('all posts', async () => {
    const arrived = await bot.arrivals();
    return [...due.keys()].every((id) => arrived.has(id)) ? arrived : undefined;
  });
  return [...due].map(([id, at]) => (arrivals.get(id) ?? Number.NaN) - at);
}

async function bareLateness({ client }: BenchBot, { offsets, lead }: Case): Promise<number[]> {
  const first = Date.now() + lead;
  const handles = await inFlight(offsets, startsAtOnce, (offset) =>
    client.workflow.start('bare', { taskQueue: 'bare', workflowId: `bare-${randomUUID()}`, args: [first + offset] }),
  );
  if (Date.now() > first - 1_000) throw new Error('the starts took too long: raise the lead');
  // Asked for only afterwards: a thousand long polls would be work for the server.
  await sleep(first + Math.max(...offsets) - Date.now() + 3_000);
  const ran = await inFlight(handles, startsAtOnce, (handle) => handle.result() as Promise<number>);
  return ran.map((at, index) => at - first - (offsets[index] ?? 0));
}

function figuresOf(lateness: readonly number[]): Round {
  return { p50: percentile(lateness, 0.5), p99: percentile(lateness, 0.99), earliest: Math.min(...lateness) };
}

function tell(name: string, ours: readonly Round[], bare: readonly Round[]): void {
  const of = (figure: keyof Round) => [ours, bare].map((side) => median(side.map((round) => round[figure])));
  const [p50 = 0, bareP50 = 0] = of('p50');
  const [p99 = 0, bareP99 = 0] = of('p99');
  const earliest = Math.min(...ours.map((round) => round.earliest));
  console.log(
    `${name}: p50 ${(p50 / bareP50).toFixed(2)} of bare (aim 1.0), p99 ${(p99 / bareP99).toFixed(2)} (aim 1.1); ` +
      `p50 ${p50} ms beside ${bareP50} ms, p99 ${p99} ms beside ${bareP99} ms; ` +
      `earliest ${earliest} ms; median of ${ours.length} runs; ${machine()}`,
  );
}
