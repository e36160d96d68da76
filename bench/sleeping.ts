import { randomUUID } from 'node:crypto';
import { positiveNumber } from '../config/command-line.ts';
import { startBenchBot } from './support/bench-bot.ts';
import { inFlight, machine, residentMegabytes, until } from './support/figures.ts';

const usualCount = 10_000;
const startsAtOnce = 20;
const day = 24 * 3_600_000;
const dueSoon = 15_000;

/**
 * What open spaces cost that sleep for a day: memory of the worker and of Temporal, and how soon a worker that starts
 * beside them posts what is due; beside as many bare workflows, which only sleep.
 *
 * @param more how many [10,000]
 */
export async function bench(more: readonly string[] = []): Promise<void> {
  const count = positiveNumber('COUNT', more[0] ?? usualCount, 'npm run bench sleeping [COUNT]');
  const bot = await startBenchBot();
  const memory = () => ({
    worker: residentMegabytes(bot.worker.pid() ?? 0),
    temporal: residentMegabytes(bot.temporalPid),
  });
  try {
    const empty = memory();
    const due = Date.now() + day;
    const startBare = () =>
      bot.client.workflow.start('bare', { taskQueue: 'bare', workflowId: `bare-${randomUUID()}`, args: [due] });
    await inFlight(
      Array.from({ length: count }, () => undefined),
      startsAtOnce,
      startBare,
    );
    await bot.quiet();
    const bare = memory();
    await inFlight(
      Array.from({ length: count }, () => undefined),
      startsAtOnce,
      () => bot.openSpaceDue(due),
    );
    // Not before each has begun: a reminder that is due would wait behind their first tasks.
    await bot.quiet();
    const asleep = memory();
    const soon = Date.now() + dueSoon;
    const id = await bot.openSpaceDue(soon);
    process.kill(bot.worker.pid() ?? 0, 'SIGKILL');
    const arrived = await until('its post', async () => (await bot.arrivals()).get(id), 300);
    const mb = (value: number): string => `${value.toFixed(0)} MB`;
    console.log(
      `${count} asleep: the worker has ${mb(asleep.worker)} (${mb(empty.worker)} with none), Temporal ` +
        `${mb(asleep.temporal - bare.temporal)} more, beside ${mb(bare.temporal - empty.temporal)} for as many bare ` +
        `ones; a worker that was killed ${dueSoon / 1000} s before a reminder is replaced, and posts it ` +
        `${((arrived - soon) / 1000).toFixed(1)} s after its time; ${machine()}`,
    );
  } finally {
    await bot.stop();
  }
}
