import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { keyword, startBenchBot, type BenchBot, type BenchPart } from './support/bench-bot.ts';
import { inFlight, machine, median, percentile, residentMegabytes, until } from './support/figures.ts';

const usualRounds = 3;
const announcements = 500;
/** Bare starts that are under way at the same time: as many as the bot handles tweets at once. */
const bareInFlight = 40;
const posts = 10_000;
/** Every so many posts one is an announcement. */
const oneIn = 20;
const rooms = 50;
const minute = 60_000;

/**
 * What a flood does: 500 announcements, as fast as the stream takes them, until each has its workflow, beside a bare
 * loop of `workflow.start`; then 10,000 posts, of which every twentieth announces something, while reminders are due.
 *
 * @param more how many rounds [3], 0 for none; `short` leaves the 10,000 out
 */
export async function bench(more: readonly string[] = []): Promise<void> {
  const rounds = Number(more.find((one) => !Number.isNaN(Number(one))) ?? usualRounds);
  const bot = await startBenchBot({ rooms });
  try {
    const sides = { bare: [] as number[], bot: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      sides.bare.push(await measured(bot, `bare ${round + 1}`, () => bareStarts(bot)));
      sides.bot.push(await measured(bot, `bot ${round + 1}`, () => announced(bot, round)));
    }
    const [bare, ours] = [median(sides.bare), median(sides.bot)];
    if (rounds > 0)
      console.log(
        `${announcements} announcements: ${(ours / bare).toFixed(2)} of a bare loop of starts (aim: at least 0.5); ` +
          `${ours.toFixed(1)}/s beside ${bare.toFixed(1)}/s; median of ${rounds} runs; ${machine()}`,
      );
    if (!more.includes('short')) await longFlood(bot);
  } finally {
    await bot.stop();
  }
}

/**
 * Workflows a second, once what went before has left the processors: each side leaves work behind, such as first
 * workflow tasks and cards. Says what each part spent on one, in processor time up to the last workflow.
 */
async function measured(bot: BenchBot, name: string, run: () => Promise<void>): Promise<number> {
  await bot.quiet();
  const [from, before] = [performance.now(), bot.processorMs()];
  await run();
  const perSecond = (1000 * announcements) / (performance.now() - from);
  const spent = Object.entries(bot.processorMs()).map(
    ([part, ms]) => [part, (ms - before[part as BenchPart]) / announcements] as const,
  );
  const sum = spent.reduce((all, [, ms]) => all + ms, 0);
  const parts = spent.map(([part, ms]) => `${part} ${ms.toFixed(1)}`).join(', ');
  console.log(`${name}: ${perSecond.toFixed(1)}/s; ${sum.toFixed(1)} ms of processor each (${parts}); ${machine()}`);
  return perSecond;
}

async function bareStarts({ client }: BenchBot): Promise<void> {
  const due = Date.now() + 24 * 60 * minute;
  const start = () =>
    client.workflow.start('bare', { taskQueue: 'bare', workflowId: `bare-${randomUUID()}`, args: [due] });
  await inFlight(
    Array.from({ length: announcements }, () => undefined),
    bareInFlight,
    start,
  );
}

/** From the first tweet to the last workflow. */
async function announced(bot: BenchBot, round: number): Promise<void> {
  const before = await countWorkflows(bot);
  await inFlight(
    Array.from({ length: announcements }, (_, index) => index),
    bareInFlight,
    (index) => bot.tweet(`host${index}`, announcement(round, index)),
  );
  await until(
    'a workflow for each',
    async () => ((await countWorkflows(bot)) - before >= announcements ? true : undefined),
    300,
  );
}

/** Another room or another hour each, so that none is in another's way. */
function announcement(day: number, index: number): string {
  const at = new Date(Date.now() + (day + 1) * 24 * 60 * minute);
  const hour = 8 + Math.floor(index / rooms);
  const [date] = at.toISOString().split('T');
  return `Juggling ${day}.${index} in R${100 + (index % rooms)} on ${date} at ${hour}:00 #${keyword}`;
}

async function countWorkflows({ client }: BenchBot): Promise<number> {
  return (await client.workflow.count('WorkflowType = "openSpace"')).count;
}

async function longFlood(bot: BenchBot): Promise<void> {
  const before = await countWorkflows(bot);
  const first = Date.now() + 40_000;
  const due = new Map<string, number>();
  for (let index = 0; index < 20; index += 1) {
    const at = first + index * 1_000;
    due.set(await bot.openSpaceDue(at), at);
  }
  const memory: number[] = [residentMegabytes(bot.worker.pid() ?? 0)];
  const watch = setInterval(() => memory.push(residentMegabytes(bot.worker.pid() ?? 0)), 1_000);
  const took = await flooded(bot, before, due.size).finally(() => clearInterval(watch));
  await sleep(Math.max(0, first + 25_000 - Date.now()));
  const arrivals = await bot.arrivals();
  const lateness = [...due].map(([id, at]) => (arrivals.get(id) ?? Number.NaN) - at);
  console.log(
    `${posts} posts, one in ${oneIn} an announcement: all stored, ${posts / oneIn} workflows, ` +
      `in ${took.toFixed(0)} s (${(posts / took).toFixed(0)}/s); the worker had ` +
      `${memory[0]?.toFixed(0)} MB before, ` +
      `${Math.max(...memory).toFixed(0)} MB at most, ${memory.at(-1)?.toFixed(0)} MB after; ` +
      `20 reminders meanwhile: p50 ${percentile(lateness, 0.5)} ms, latest ${Math.max(...lateness)} ms, ` +
      `earliest ${Math.min(...lateness)} ms; ${machine()}`,
  );
}

/** Sends the posts, and waits until each is stored and each announcement has its workflow. @returns seconds */
async function flooded(bot: BenchBot, before: number, dueMeanwhile: number): Promise<number> {
  const from = performance.now();
  const ids = await inFlight(
    Array.from({ length: posts }, (_, index) => index),
    bareInFlight,
    (index) =>
      index % oneIn === 0
        ? bot.tweet(`host${index}`, announcement(3, index / oneIn))
        : bot.tweet(`fan${index % 500}`, `What a day, number ${index}! #${keyword}`),
  );
  const expected = posts / oneIn + dueMeanwhile;
  await until(
    'a workflow for each',
    async () => ((await countWorkflows(bot)) - before >= expected ? true : undefined),
    600,
  );
  // All at once take the development store longer than a call may take.
  for (let from = 0; from < ids.length; from += 500) {
    const some = ids.slice(from, from + 500);
    await until('every post', async () => {
      const stored = [...(await bot.store.tweets.findMany(some)).values()];
      return stored.filter(({ state }) => state === 'handled').length === some.length ? true : undefined;
    });
  }
  return (performance.now() - from) / 1000;
}
