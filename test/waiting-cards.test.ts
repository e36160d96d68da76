import assert from 'node:assert/strict';
import { createWaitingCards } from '../activities/waiting-cards.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import { createStore, type Store } from '../store/store.ts';
import { freshDatabase, type TestDatabase } from './support/servers.ts';
import { after as decided, ana, now, yoga } from './support/slack-views.ts';

describe('the cards that are drawn next', () => {
  const idOf = (at: number): string => `868000000000${100 + at}`;
  let database: TestDatabase;
  let store: Store;
  let listings: number;
  let drawn: string[];
  /** The stopwatch, milliseconds. */
  let at: number;
  let find: ReturnType<typeof createWaitingCards>;

  beforeEach(async () => {
    database = await freshDatabase();
    const { openSpaces, ...others } = createStore(database.db);
    [listings, drawn, at] = [0, [], 0];
    const listStale: Store['openSpaces']['listStale'] = (limit, decidedSince) => {
      if (decidedSince === undefined) listings += 1;
      return openSpaces.listStale(limit, decidedSince);
    };
    store = { ...others, openSpaces: { ...openSpaces, listStale } };
    find = createWaitingCards({ store, clock: () => now, stopwatch: () => at });
    await Promise.all(Array.from({ length: 60 }, (_, one) => commit(yoga({ id: idOf(one) }), now - 100_000 + one)));
  });

  afterEach(() => database.drop());

  async function commit(space: ReturnType<typeof yoga>, writtenAt: number): Promise<void> {
    await store.openSpaces.write(space, `${space.id}:${space.revision}`, new Date(writtenAt));
    await store.openSpaces.markSettled(space.id, space.revision, new Date(writtenAt));
  }

  /** @param by how long ago the decision was made, milliseconds */
  const approve = (one: number, by = 0): Promise<void> =>
    commit(decided(yoga({ id: idOf(one) }), { verb: 'decide', approval: 'approved' }, ana, now - by), now - by);

  /** Draws the next cards. @returns their views */
  async function draw(): Promise<readonly OpenSpaceView[]> {
    const { views } = await find(new Map());
    for (const view of views) await store.openSpaces.markDrawn(view);
    drawn.push(...views.map(({ _id }) => _id));
    return views;
  }

  async function drawAll(): Promise<void> {
    while ((await draw()).length > 0);
  }

  it('are few at a time while many wait, and the store lists all of them seldom', async () => {
    for (let many = 60; many > 25; many -= 3) assert.equal((await draw()).length, 3);
    assert.equal(listings, 1);
    await drawAll();
    assert.deepEqual(
      drawn.toSorted(),
      Array.from({ length: 60 }, (_, one) => idOf(one)),
      'each one once',
    );
  });

  it('begin with sessions that somebody has just decided on, in their present state, each once', async () => {
    await draw();
    assert.deepEqual(drawn.toSorted(), [0, 1, 2].map(idOf), 'those that have waited longest');
    await approve(59);
    // A slow commit: another decision was made later and stored before.
    await approve(58, 5_000);
    const approved = (await draw()).filter(({ status }) => status === 'approved');
    assert.deepEqual(approved.map(({ _id }) => _id).toSorted(), [58, 59].map(idOf));
    await drawAll();
    assert.equal(drawn.length, 60);
  });

  it('are known to be many new ones, even if more than a hundred changed cards come first', async () => {
    const changed = Array.from({ length: 101 }, (_, one) => idOf(200 + one));
    for (const [one, id] of changed.entries()) {
      await commit(yoga({ id }), now - 200_000 + one);
      await store.openSpaces.addCard(id, { channel: 'C1', ts: `1.${id}`, role: 'outgoingTweets' }, []);
    }
    const { views, areManyNew } = await find(new Map());
    assert.deepEqual(views.map(({ _id }) => _id).toSorted(), changed.slice(0, 3));
    assert.ok(areManyNew, 'so that one line comes before them');
    // Those that are put off have had their line.
    find = createWaitingCards({ store, clock: () => now, stopwatch: () => at });
    const putOff = new Map(Array.from({ length: 40 }, (_, one) => [idOf(one), {}]));
    assert.equal((await find(putOff)).areManyNew, false);
  });

  it('leave out those that are put off or drawn, and are listed again after some seconds', async () => {
    const putOff = new Map([[idOf(0), {}]]);
    const seen = async () => (await find(putOff)).views.map(({ _id }) => _id).toSorted();
    assert.deepEqual(await seen(), [1, 2, 3].map(idOf));
    await approve(50, 70_000);
    await store.openSpaces.markDrawn({ _id: idOf(5), revision: 0 });
    assert.deepEqual(await seen(), [4, 6].map(idOf), 'an old decision waits for the next list');
    at += 20_001;
    assert.deepEqual(await seen(), [1, 2, 50].map(idOf));
  });
});
