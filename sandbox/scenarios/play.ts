import { setTimeout as sleep } from 'node:timers/promises';
import type { XSandbox } from '../x/server.ts';
import { day } from './day.ts';
import type { Moment } from './moment.ts';

const scenarios: Readonly<Record<string, (now: number, hashtag: string) => readonly Moment[]>> = { day };
export const scenarioNames = Object.keys(scenarios);

/** How long the bot may take after its start until it says at X what it listens for. Milliseconds. */
const listensWithin = 10_000;

/** Plays a small conference into X's sandbox, and prints what to watch for. */
export async function playScenario(
  name: string,
  x: Pick<XSandbox, 'url' | 'hashtag'>,
  say: (line: string) => void,
): Promise<void> {
  const scenario = scenarios[name];
  if (scenario === undefined) {
    throw new Error(`there is no scenario ${name}; there is: ${scenarioNames.join(', ')}`);
  }
  const moments = scenario(Date.now(), await hashtagOf(x));
  const ids = new Map<string, string>();
  for (const { after, why, tweet, as } of moments) {
    await sleep(after * 1000);
    const body =
      'text' in tweet
        ? tweet
        : { username: tweet.username, text: '', retweetOf: ids.get(tweet.retweetOf) ?? tweet.retweetOf };
    const answer = await fetch(`${x.url}/sandbox/tweets`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`the X sandbox refused a tweet: ${answer.status} ${await answer.text()}`);
    const { id } = (await answer.json()) as { id: string };
    if (as !== undefined) ids.set(as, id);
    say(`@${tweet.username}: ${'text' in tweet ? tweet.text : `retweets ${tweet.retweetOf}`}   → ${why}`);
  }
}

async function hashtagOf({ hashtag }: Pick<XSandbox, 'hashtag'>): Promise<string> {
  const until = Date.now() + listensWithin;
  while (hashtag() === undefined && Date.now() < until) await sleep(100);
  return hashtag() ?? 'pyconopenspaces';
}
