import { setTimeout as sleep } from 'node:timers/promises';
import { positiveNumber } from '../config/command-line.ts';
import { startBenchBot, type BenchBot } from './support/bench-bot.ts';
import { machine, median, percentile, until } from './support/figures.ts';

const usualPresses = 40;
/** Between two presses, milliseconds: people are slower, and the desk is at rest. */
const pause = 300;
const lookEvery = 5;
const hour = 3_600_000;

interface Message {
  readonly ts: string;
  readonly channel: string;
  readonly text: string;
}

/**
 * From a press in Slack to the card that shows it, beside an Update that runs one empty activity, by turns on the same
 * servers. Aim: at most 3 times as long.
 *
 * @param more how many presses [40]
 */
export async function bench(more: readonly string[] = []): Promise<void> {
  const presses = positiveNumber('PRESSES', more[0] ?? usualPresses, 'npm run bench click [PRESSES]');
  const bot = await startBenchBot({ api: true });
  try {
    await bot.openSpaceDue(Date.now() + 6 * hour, { approved: false });
    const card = await until('the card', () => cardIn(bot));
    const bare = await bot.client.workflow.start('bareAnswers', { taskQueue: 'bare', workflowId: 'bare-answers' });
    // Once each before it counts: connections are made, names looked up, code is warm.
    await pressed(bot, card, 'approve');
    const clicks: number[] = [];
    const updates: number[] = [];
    for (let number = -4; number < presses; number += 1) {
      await sleep(pause);
      const began = performance.now();
      await bare.executeUpdate('asked');
      const update = performance.now() - began;
      await sleep(pause);
      const click = await pressed(bot, card, number % 2 === 0 ? 'deny' : 'take_back');
      if (number < 0) continue;
      updates.push(update);
      clicks.push(click);
    }
    const [p50, bareP50] = [median(clicks), median(updates)];
    const [p95, bareP95] = [percentile(clicks, 0.95), percentile(updates, 0.95)];
    console.log(
      `press to redrawn card: ${(p50 / bareP50).toFixed(2)} of a bare Update (aim 3), ` +
        `p95 ${(p95 / bareP95).toFixed(2)}; ` +
        `p50 ${p50.toFixed(0)} ms beside ${bareP50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms beside ` +
        `${bareP95.toFixed(0)} ms; ${presses} presses; ${machine()}`,
    );
  } finally {
    await bot.stop();
  }
}

async function cardIn({ slack }: BenchBot): Promise<Message | undefined> {
  const response = await fetch(`${slack.url}/sandbox/messages?channel=outgoing_tweets`);
  return ((await response.json()) as Message[])[0];
}

/** Presses, and waits until the card is another one. Milliseconds. */
async function pressed(bot: BenchBot, card: Message, actionId: string): Promise<number> {
  const before = await cardIn(bot);
  const began = performance.now();
  const answer = fetch(`${bot.slack.url}/sandbox/actions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ channel: card.channel, ts: card.ts, actionId }),
  });
  for (;;) {
    const now = await cardIn(bot);
    if (now?.text !== before?.text) break;
    if (performance.now() - began > 30_000) throw new Error(`the card never showed “${actionId}”`);
    await sleep(lookEvery);
  }
  const took = performance.now() - began;
  const { status } = await answer;
  if (status !== 200) throw new Error(`the sandbox refused the press: ${status}`);
  return took;
}
