import { setTimeout as sleep } from 'node:timers/promises';
import { day } from './day.ts';
import type { Moment } from './moment.ts';

const scenarios: Readonly<Record<string, (now: Date) => readonly Moment[]>> = { day };
export const scenarioNames = Object.keys(scenarios);

/** Plays a small conference into X's sandbox, and prints what to watch for. */
export async function playScenario(name: string, xUrl: string, say: (line: string) => void): Promise<void> {
  const moments = scenarios[name]?.(new Date());
  if (moments === undefined) {
    throw new Error(`there is no scenario ${name}; there is: ${scenarioNames.join(', ')}`);
  }
  const ids = new Map<string, string>();
  for (const { after, why, tweet, as } of moments) {
    await sleep(after * 1000);
    const body =
      'text' in tweet
        ? tweet
        : { username: tweet.username, text: '', retweetOf: ids.get(tweet.retweetOf) ?? tweet.retweetOf };
    const answer = await fetch(`${xUrl}/sandbox/tweets`, {
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
