import assert from 'node:assert/strict';
import type { Deps } from '../activities/deps.ts';
import { hearMany } from '../activities/hear-many.ts';
import { hearTweet } from '../activities/hear-tweet.ts';
import { lookAtSource } from '../activities/look-at-source.ts';
import { forSuite } from './support/for-tests.ts';
import { incomingTweet } from './support/incoming-tweet.ts';
import { eventually } from './support/running-bot.ts';
import { hearFromX } from './support/tweets-heard.ts';
import { minute, startWorkbench } from './support/workbench.ts';

describe('an edit of “in 40 minutes”', () => {
  const bench = forSuite(() => startWorkbench());

  it('moves the session only if these words are edited', async () => {
    const postedAt = Date.now() - 20 * minute;
    const write = (text: string, after: number, editOf?: string): Promise<string> => {
      const createdAt = new Date(postedAt + after * minute).toISOString();
      return bench.x.tweet('host', `${text} #pyconopenspaces`, { createdAt, editOf });
    };
    const hear = async (id: string): Promise<void> => {
      await hearFromX(bench, id);
      await eventually('it knows this version', async () => (await bench.state(first)).source?.tweetId === id);
    };
    const first = await write('Rubby for all in 40 minutes, A103', 0);
    await hear(first);
    await bench.ask(first, { verb: 'decide', approval: 'approved' });
    const { startAt } = await bench.state(first);
    assert.equal(startAt, postedAt + 40 * minute);

    const second = await write('Ruby for all in 40 minutes, A103', 4, first);
    await hear(second);
    const third = await write('Ruby for everybody, in 40 minutes, A103!', 9, second);
    await hear(third);
    const known = await bench.state(first);
    assert.deepEqual([known.startAt, known.reminders[0]?.state.status], [startAt, 'approved']);

    // The look just before a reminder reads an edit that was not heard in the same way.
    const unheard = await write('Ruby for all of us, in 40 minutes, A103', 14, third);
    const { change } = await lookAtSource(bench.deps, known);
    assert.equal(change?.kind === 'edited' ? change.startAt : undefined, startAt);

    await hear(await write('Ruby for all in 45 minutes, A103', 15, unheard));
    const moved = await bench.state(first);
    assert.deepEqual([moved.startAt, moved.reminders[0]?.state.status], [postedAt + 60 * minute, 'needs_action']);
  });

  it('does not move the session if it is read before the first version is stored', async () => {
    const postedAt = Date.now() - 20 * minute;
    const first = incomingTweet('Chess for al in 90 minutes, A104 #pyconopenspaces', { postedAt });
    const edit = { firstId: first.id, postedAt: postedAt + 5 * minute };
    const second = incomingTweet('Chess for all in 90 minutes, A104 #pyconopenspaces', edit);
    let goOn = (): void => undefined;
    const isRead = new Promise<void>((resolve) => (goOn = resolve));
    const { store, read } = bench.deps;
    const { tweets } = store;
    const deps: Deps = {
      ...bench.deps,
      read: (post, config) => {
        if (post.text === second.text) goOn();
        return read(post, config);
      },
      store: {
        ...store,
        tweets: {
          ...tweets,
          receive: async (tweet) => {
            if (tweet.tweetId === first.id) await isRead;
            return tweets.receive(tweet);
          },
        },
      },
    };
    const hearing = hearMany(deps, 'testconf', () => undefined);
    for (const version of [first, second]) await hearing.hear(version);
    await hearing.settled();
    await eventually('it knows the edit', async () => (await bench.state(first.id)).source?.tweetId === second.id);
    assert.equal((await bench.state(first.id)).startAt, postedAt + 90 * minute);
  });

  it('does not move the session if an organiser has entered the post by the address of an earlier edit', async () => {
    const postedAt = Date.now() - 20 * minute;
    const versions = ['Go for al', 'Go for all', 'Go for all!'].map((title, at) =>
      incomingTweet(`${title} in 95 minutes, A105 #pyconopenspaces`, { postedAt: postedAt + at * minute }),
    );
    const [first, second, third] = versions;
    assert.ok(first && second && third);
    // The look-up of an entered address returns a version like this one.
    await hearTweet(bench.deps, second);
    await hearTweet(bench.deps, { ...third, firstId: first.id, laterIds: [second.id, third.id] });
    await eventually('it knows the edit', async () => (await bench.state(second.id)).source?.tweetId === third.id);
    assert.equal((await bench.state(second.id)).startAt, second.postedAt + 95 * minute);
  });
});
