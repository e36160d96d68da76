import assert from 'node:assert/strict';
import { hearTweet } from '../activities/hear-tweet.ts';
import { incomingTweet as tweet } from './support/incoming-tweet.ts';
import { dateAndTime, eventually } from './support/running-bot.ts';
import { minute, startWorkbench, type Workbench } from './support/workbench.ts';

describe('replies to hosts', () => {
  let bench: Workbench;
  before(async () => (bench = await startWorkbench()));
  after(() => bench.stop());

  it('leave half of X’s limit to reminders, also if many hosts mention the bot at once', async () => {
    await bench.config({ acknowledge: true });
    const say = (remaining: number) =>
      bench.store.health.sayLimits(
        [{ route: 'post', limit: 100, remaining, resetAt: Date.now() + minute, windows: [] }],
        new Date(),
      );
    await say(50);
    const start = dateAndTime(700, 'America/Los_Angeles');
    const text = `@${bench.x.botUsername} Tea @ ${start} in A103 #pyconopenspaces`;
    const ids = await Promise.all(['ada', 'bo', 'cy'].map((host) => bench.x.tweet(host, text)));
    const areHandled = async () =>
      [...(await bench.store.tweets.findMany(ids)).values()].filter(({ state }) => state === 'handled').length === 3;
    const reply: typeof bench.deps.x.reply = async (words, to) => {
      await eventually('all are handled', areHandled);
      const outcome = await bench.deps.x.reply(words, to);
      await say(49);
      return outcome;
    };
    const deps = { ...bench.deps, x: { ...bench.deps.x, reply } };
    const mentionedUsernames = [bench.x.botUsername];
    await Promise.all(ids.map((id) => hearTweet(deps, tweet(text, { id, firstId: id, mentionedUsernames }))));
    assert.equal((await bench.x.timeline()).length, 1);
  });
});
