import assert from 'node:assert/strict';
import { connectStore, ensureCollections } from '../store/connect.ts';
import { inBatches, writesInBatches } from '../store/in-batches.ts';
import type { TweetDoc } from '../store/tweets.ts';
import { freshDatabase } from './support/servers.ts';

describe('calls that are made at the same moment', () => {
  it('share batches in their order, and each gets its own answer', async () => {
    const batches: string[][] = [];
    const ends: (() => void)[] = [];
    const ask = inBatches<string, string>(async (items) => {
      batches.push([...items]);
      await new Promise<void>((resolve) => ends.push(resolve));
      return items.map((item) => item.toUpperCase());
    });
    const asked = [ask('a'), ask('b')];
    const turn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
    await turn();
    asked.push(ask('c'), ask('d'));
    await turn();
    assert.deepEqual(batches, [['a', 'b']]);
    ends.shift()?.();
    await turn();
    asked.push(ask('e'));
    ends.shift()?.();
    await turn();
    ends.shift()?.();
    assert.deepEqual(await Promise.all(asked), ['A', 'B', 'C', 'D', 'E']);
    assert.deepEqual(batches, [['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('all get the error of their batch, and the next batch still works', async () => {
    let isAway = true;
    const ask = inBatches<number, number>((items) =>
      isAway ? Promise.reject(new Error('away')) : Promise.resolve(items.map((item) => 2 * item)),
    );
    const failed = await Promise.allSettled([ask(1), ask(2)]);
    assert.deepEqual(
      failed.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    isAway = false;
    assert.equal(await ask(3), 6);
  });

  it('as writes: a refused write fails alone, and a duplicate key is recognised', async () => {
    const database = await freshDatabase();
    const { client, db } = await connectStore(database.uri, database.name);
    try {
      await ensureCollections(db);
      const tweets = db.collection<TweetDoc>('tweets');
      const write = writesInBatches(tweets);
      const insert = (_id: string, change: object = {}) => {
        const author = { id: '7', username: 'yara', name: 'Yara' };
        const tweet = { _id, conferenceId: 'c', tweetId: _id, text: '', author, state: 'handled', ...change };
        return write({ insertOne: { document: tweet as unknown as TweetDoc } });
      };
      assert.equal(await insert('1'), true);
      const [known, malformed, fresh] = await Promise.allSettled([insert('1'), insert('2', { state: 1 }), insert('3')]);
      assert.deepEqual(
        [known, fresh],
        [
          { status: 'fulfilled', value: false },
          { status: 'fulfilled', value: true },
        ],
      );
      assert.equal(malformed.status, 'rejected');
      assert.equal(await tweets.countDocuments(), 2);
    } finally {
      await client.close();
      await database.drop();
    }
  });
});
