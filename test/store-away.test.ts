import assert from 'node:assert/strict';
import { connectStore, ensureCollections } from '../store/connect.ts';
import { patient } from '../store/patience.ts';
import { createStore } from '../store/store.ts';
import { startMongoProxy } from './support/mongo-proxy.ts';
import { freshDatabase } from './support/servers.ts';
import { someSpace } from './support/slack-views.ts';

const now = new Date();

describe('a store that does not answer', () => {
  it('ends every call after a time limit', async () => {
    const { db: direct, uri, name, drop } = await freshDatabase();
    await ensureCollections(direct);
    const proxy = await startMongoProxy(uri);
    const { client, db } = await connectStore(proxy.uri, name);
    const space = someSpace();
    const { openSpaces } = createStore(patient(db));
    await openSpaces.write(space, 'heard', now);
    assert.equal((await openSpaces.find(space.id))?.commitId, 'heard');
    assert.equal((await openSpaces.listStale(9)).length, 0);

    proxy.standStill();
    const store = createStore(patient(db, 500));
    const calls: Record<string, Promise<unknown>> = {
      'find one by its id': store.openSpaces.find(space.id),
      'list some': store.openSpaces.listStale(9),
      'write a document': store.openSpaces.write({ ...space, revision: 1 }, 'changed', now),
      'write reminders': store.reminders.record(space),
      'change a document': store.openSpaces.markDrawn({ _id: space.id, revision: 0 }),
      'claim a room': store.roomClaims.settle('testconf', { openSpaceId: space.id, revision: 0, held: undefined }),
      'spend money': store.budgets.spend('testconf', 0.01, { reads: 1 }),
      'read the config': store.configs.newest(),
      count: store.openSpaces.countStale(),
      'ask whether it is there': store.probe(),
      'ask for its time': store.serverTime(),
    };
    const ended = await Promise.allSettled(Object.values(calls));
    const answers = ended.map((end, at) => [Object.keys(calls)[at], end.status === 'rejected' && String(end.reason)]);
    const late = 'StoreTimeout: the database did not answer in time';
    assert.deepEqual(
      answers,
      Object.keys(calls).map((what) => [what, late]),
    );
    await proxy.close();
    await client.close(true);
    await drop();
  });
});
