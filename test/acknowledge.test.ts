import assert from 'node:assert/strict';
import { acknowledge } from '../activities/acknowledge.ts';
import { hearTweet } from '../activities/hear-tweet.ts';
import { forSuite } from './support/for-tests.ts';
import { incomingTweet as tweet } from './support/incoming-tweet.ts';
import { eventually } from './support/running-bot.ts';
import { hearFromX, soon } from './support/tweets-heard.ts';
import { minute, startWorkbench } from './support/workbench.ts';

describe('replies to hosts', () => {
  const bench = forSuite(() => startWorkbench());
  const say = (remaining: number) =>
    bench.store.health.sayLimits(
      [{ route: 'post', limit: 100, remaining, resetAt: Date.now() + minute, windows: [] }],
      new Date(),
    );

  it('leave half of X’s limit to reminders, also if many hosts mention the bot at once', async () => {
    await bench.config({ acknowledge: true });
    await say(50);
    const start = soon(700);
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

  it('give the name that the room has now', async () => {
    await say(100);
    const text = `@${bench.x.botUsername} Tea @ ${soon(900)} in A103 #pyconopenspaces`;
    const id = await bench.x.tweet('dee', text);
    const heard = tweet(text, { id, firstId: id, mentionedUsernames: [bench.x.botUsername] });
    await bench.config({ acknowledge: false });
    await hearTweet(bench.deps, heard);
    const { conference } = await bench.store.configs.current();
    const rooms = [{ name: 'Juniper', aliases: ['A103'] }, ...conference.rooms.filter(({ name }) => name !== 'A103')];
    await bench.config({ acknowledge: true, conference: { ...conference, rooms } });
    await acknowledge(bench.deps, heard);
    assert.match((await bench.x.timeline()).at(-1)?.text ?? '', /^(?:@dee )?Heard you: Juniper, /u);
  });

  it('do not go out if somebody pauses the bot before X has said which account the bot has', async () => {
    await bench.config({ acknowledge: true });
    await say(100);
    const text = `@${bench.x.botUsername} Tea @ ${soon(800)} in A104 #pyconopenspaces`;
    const id = await bench.x.tweet('eve', text);
    const ownAccount: typeof bench.deps.x.ownAccount = async () => {
      await bench.config({ paused: true });
      return bench.deps.x.ownAccount();
    };
    const deps = { ...bench.deps, x: { ...bench.deps.x, ownAccount } };
    const before = (await bench.x.timeline()).length;
    await hearTweet(deps, tweet(text, { id, firstId: id, mentionedUsernames: [bench.x.botUsername] }));
    assert.equal((await bench.x.timeline()).length, before);
    await bench.config({ paused: false });
  });

  it('go once to a host who mentioned the bot, and only if the config allows it', async () => {
    await bench.config({ acknowledge: false });
    await say(100);
    const time = soon(120);
    const replies = async () => (await bench.x.timeline()).filter(({ text }) => text.includes('Heard you')).length;
    const before = await replies();
    const hear = async (text: string) => {
      const id = await bench.x.tweet('asker', text);
      await hearFromX(bench, id);
      await hearFromX(bench, id);
      return (await replies()) - before;
    };
    assert.equal(await hear(`@${bench.x.botUsername} knots ${time} in A106 #pyconopenspaces`), 0);
    await bench.config({ acknowledge: true, spendingCap: 0 });
    assert.equal(await hear(`@${bench.x.botUsername} knots in A105 #pyconopenspaces`), 0);
    await bench.config({ spendingCap: null });
    assert.equal(await hear(`knots two ${time} in A104 #pyconopenspaces`), 0);
    assert.equal(await hear(`@${bench.x.botUsername} knots three ${time} in B114 #pyconopenspaces`), 1);
  });
});
