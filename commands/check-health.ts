/**
 * `node commands/launch.mjs check-health`: a health check for a container. Ends with 0 if this machine's api is
 * ready, or else its worker, on METRICS_PORT. Where `npm start` runs, only the api counts, because a ready worker does
 * not prove that the api runs. Otherwise ends with 1 and the reason.
 */
import { resolve } from 'node:path';
import { readArguments } from '../config/command-line.ts';
import { healthOf } from '../config/env.ts';
import { usages } from '../config/usages.ts';
import { readServers } from '../standalone/servers/noted-servers.ts';

readArguments(...usages['check-health']);
const answers: string[] = [];
const { api, worker, dataDir } = healthOf();
const isStart = (await readServers(resolve(dataDir))) !== undefined;
for (const url of isStart || worker === undefined ? [api] : [api, worker]) {
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
