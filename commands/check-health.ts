/**
 * `node commands/launch.mjs check-health`: a health check for a container. Ends with 0 if this machine's api (or `npm
 * start`) is ready, or else its worker, on METRICS_PORT. Otherwise ends with 1 and the reason.
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
