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
import { startWorkbench } from './support/workbench.ts';

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

describe('a post that is being handled', () => {
  const bench = forSuite(() => startWorkbench());

  it('is erased once it is handled, so nothing of it comes back', async () => {
    const { openSpaces } = bench.store;
    const [began, goOn] = [held(), held()];
    const find: typeof openSpaces.find = async (id) => {
      const found = await openSpaces.find(id);
      began.release();
      await goOn.released;
      return found;
    };
    const author = { id: '4242', username: 'wanderfalke', name: 'Wanda F.' };
    const post = incomingTweet(`Quillwork @ ${soon(90)} in A104 #pyconopenspaces`, { author });
    const deps = { ...bench.deps, store: { ...bench.store, openSpaces: { ...openSpaces, find } } };
    const hearing = hearTweet(deps, post);
    await began.released;
    const mongo = await startMongoProxy(bench.uri);
    try {
      mongo.beforeCommand(callsOfCommand, goOn.release);
      const { code, out, err } = await runCommand('erase', ['@wanderfalke'], {
        MONGODB_URI: mongo.uri,
        MONGODB_DATABASE: bench.db.databaseName,
        TEMPORAL_ADDRESS: (await temporalServer()).address,
        TEMPORAL_NAMESPACE: bench.namespace,
      });
      goOn.release();
      await hearing;
      assert.equal(code, 0, err);
      assert.match(out, new RegExp(`^erased ${post.id}$`, 'mu'));
      const names = (await bench.db.listCollections().toArray()).map(({ name }) => name);
      const kept = await Promise.all(names.map((name) => bench.db.collection(name).find().toArray()));
      assert.doesNotMatch(JSON.stringify(kept), /wanderfalke|Wanda|Quillwork/iu);
    } finally {
      goOn.release();
      await mongo.close();
    }
  });
});
