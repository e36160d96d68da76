import assert from 'node:assert/strict';
import { hearTweet } from '../activities/hear-tweet.ts';
import { eraseTweet } from '../store/erase.ts';
import { forSuite } from './support/for-tests.ts';
import { held } from './support/held.ts';
import { incomingTweet } from './support/incoming-tweet.ts';
import { startMongoProxy } from './support/mongo-proxy.ts';
import { runCommand } from './support/run-command.ts';
import { temporalServer } from './support/servers.ts';
import { soon } from './support/tweets-heard.ts';
import { minute, startWorkbench } from './support/workbench.ts';

/** More than the command needs for one post, and few enough for a command that waits to get there soon. */
const callsOfCommand = 45;

describe('a card that is being drawn', () => {
  const bench = forSuite(() => startWorkbench());

  it('is drawn again if its host is erased meanwhile', async () => {
    const { id } = await bench.announce({ inMinutes: 60, room: 'A103' });
    const drawn = (await bench.store.openSpaces.find(id)) ?? assert.fail();
    await eraseTweet(bench.db, id, new Date(), 'testconf');
    await bench.store.openSpaces.markDrawn(drawn);
    assert.equal((await bench.store.openSpaces.find(id))?.stale, true);
  });
});

describe('an erased post', () => {
  const bench = forSuite(() => startWorkbench());
  const author = { id: '4242', username: 'wanderfalke', name: 'Wanda F.' };
  const erase = async (id: string, uri = bench.uri) =>
    runCommand('erase', [id], {
      MONGODB_URI: uri,
      MONGODB_DATABASE: bench.db.databaseName,
      TEMPORAL_ADDRESS: (await temporalServer()).address,
      TEMPORAL_NAMESPACE: bench.namespace,
    });
  const everything = async () => {
    const names = (await bench.db.listCollections().toArray()).map(({ name }) => name);
    return JSON.stringify(await Promise.all(names.map((name) => bench.db.collection(name).find().toArray())));
  };

  it('that is being handled is erased once it is handled, so nothing of it comes back', async () => {
    const { openSpaces } = bench.store;
    const [began, goOn] = [held(), held()];
    const find: typeof openSpaces.find = async (id) => {
      const found = await openSpaces.find(id);
      began.release();
      await goOn.released;
      return found;
    };
    const post = incomingTweet(`Quillwork @ ${soon(90)} in A104 #pyconopenspaces`, { author });
    const deps = { ...bench.deps, store: { ...bench.store, openSpaces: { ...openSpaces, find } } };
    const hearing = hearTweet(deps, post);
    await began.released;
    const mongo = await startMongoProxy(bench.uri);
    try {
      mongo.beforeCommand(callsOfCommand, goOn.release);
      const { code, out, err } = await erase('@wanderfalke', mongo.uri);
      goOn.release();
      await hearing;
      assert.equal(code, 0, err);
      assert.match(out, new RegExp(`^erased ${post.id}$`, 'mu'));
      assert.doesNotMatch(await everything(), /wanderfalke|Wanda|Quillwork/iu);
    } finally {
      goOn.release();
      await mongo.close();
    }
  });

  it('of which the bot knew only the address is not heard any more', async () => {
    const post = incomingTweet(`Quillwork @ ${soon(90)} in A105 #pyconopenspaces`, { author });
    const tweetUrl = `https://x.com/wanderfalke/status/${post.id}`;
    const entry = { tweetUrl, room: 'A106', startAt: Date.now() + 90 * minute } as const;
    const entered = await bench.service.enterByHand(entry, { id: 'ana', name: 'ana', door: 'api' }, 'once');
    assert.equal(entered.kind, 'entered');
    const { code, err } = await erase(post.id);
    assert.equal(code, 0, err);
    // A search finds it, or a look-up of it was under way.
    await hearTweet(bench.deps, post);
    assert.doesNotMatch(await everything(), /wanderfalke|Wanda|Quillwork/iu);
  });
});
