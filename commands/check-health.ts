/**
 * `node commands/launch.mjs check-health`: ends with 0 where this machine's api (or everything) is ready, else where a
 * worker is, on METRICS_PORT; with 1 and the reason where neither is. For a container's health check.
 */
import { healthUrls } from '../config/env.ts';

const answers: string[] = [];
for (const url of healthUrls()) {
  const answer = await ask(url);
  if (answer.isReady) process.exit(0);
  answers.push(answer.text);
}
console.error(answers.join('\n'));
process.exit(1);

async function ask(url: string): Promise<{ isReady: boolean; text: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(8_000) });
    return { isReady: response.ok, text: `${url}: ${response.status} ${await response.text()}` };
  } catch (error) {
    const { cause } = error as Error;
    return { isReady: false, text: `${url}: ${cause instanceof Error ? cause.message : String(error)}` };
  }
}
