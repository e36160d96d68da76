import assert from 'node:assert/strict';
import { occupiedRooms } from '../core/listed-room.ts';
import { connectStore, ensureCollections } from '../store/connect.ts';
import { createStore, type Store } from '../store/store.ts';
import { freshDatabase, type TestDatabase } from './support/servers.ts';

const minute = 60_000;
const five = Date.parse('2017-05-20T00:00:00Z');
const now = five - 300 * minute;
const window = { before: 15, after: 30 };
const rooms = ['A105', 'A106', 'A105+A106', 'C125/126', 'C125', 'B114'].map((name) => ({ name, aliases: [] }));

describe('a room at a time', () => {
  let database: TestDatabase;
  let store: Store;
  let close: () => Promise<void>;
  let conference = 0;

  before(async () => {
    database = await freshDatabase();
    const { client, db } = await connectStore(database.uri, database.name);
    await ensureCollections(db);
    // A second start finds everything there.
    await ensureCollections(db);
    store = createStore(db);
    close = () => client.close();
  });

  after(async () => {
    await close();
    await database.drop();
  });

  beforeEach(() => {
    conference += 1;
  });

  const claim = (openSpaceId: string, room: string, startAt: number, clash = window, revision = 0) =>
    store.roomClaims.claim(
      `c${conference}`,
      { openSpaceId, revision, room, startAt, occupied: occupiedRooms(room, rooms) },
      clash,
      now,
    );

  // "Before" and "after" are said of the known open space: it starts up to 15 minutes before the new one, or 30 after.
  const clashesWithKnownAt = async (minutes: number): Promise<boolean> => {
    conference += 1;
    await claim('known', 'B114', five + minutes * minute);
    return (await claim('new', 'B114', five)) !== undefined;
  };

  it('is taken from 15 minutes before to 30 after, both edges included', async () => {
    for (const minutes of [-15, -1, 0, 1, 30]) assert.equal(await clashesWithKnownAt(minutes), true, `${minutes}`);
  });

  it('is free at 16 minutes before, and at 31, 59, 61 and 70 after', async () => {
    for (const minutes of [-16, -70, 31, 59, 61, 70])
      assert.equal(await clashesWithKnownAt(minutes), false, `${minutes}`);
  });

  it('is only taken at the same minute with an exact window', async () => {
    await claim('known', 'B114', five, { before: 0, after: 0 });
    assert.equal(await claim('new', 'B114', five + minute, { before: 0, after: 0 }), undefined);
    assert.equal((await claim('other', 'B114', five, { before: 0, after: 0 }))?.relation, 'repeats');
  });

  it('says which open space holds it, and whether it repeats or overlaps', async () => {
    await claim('known', 'B114', five);
    assert.deepEqual(await claim('same', 'B114', five), {
      openSpaceId: 'known',
      room: 'B114',
      startAt: five,
      relation: 'repeats',
    });
    assert.equal((await claim('near', 'B114', five + 10 * minute))?.relation, 'overlaps');
  });

  it('goes to exactly one of fifty who ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => claim(`o${index}`, 'B114', five)));
    assert.equal(answers.filter((answer) => answer === undefined).length, 1);
  });

  it('in a merged room takes its halves, and the other way round', async () => {
    await claim('merged', 'A105+A106', five);
    assert.equal((await claim('half', 'A106', five))?.openSpaceId, 'merged');
    conference += 1;
    await claim('half', 'A105', five);
    assert.equal((await claim('merged', 'A105+A106', five))?.openSpaceId, 'half');
    conference += 1;
    await claim('half', 'C125', five);
    assert.equal((await claim('merged', 'C125/126', five))?.openSpaceId, 'half');
  });

  const settle = (openSpaceId: string, revision: number, room?: string) =>
    store.roomClaims.settle(`c${conference}`, {
      openSpaceId,
      revision,
      held: room === undefined ? undefined : { room, startAt: five },
    });

  it('can be claimed again by its holder, moved, and released', async () => {
    await claim('a', 'B114', five);
    assert.equal(await claim('a', 'B114', five), undefined);
    assert.equal(await claim('a', 'A105', five, window, 1), undefined);
    assert.equal((await claim('b', 'B114', five))?.openSpaceId, 'a', 'both are held until the move is stored');
    assert.equal(await settle('a', 1, 'A105'), true);
    assert.equal(await claim('b', 'B114', five), undefined);
    await settle('b', 1);
    assert.equal(await claim('a', 'B114', five, window, 2), undefined);
  });

  it('is not taken by a late claim of a revision that was settled meanwhile', async () => {
    await claim('a', 'B114', five, window, 3);
    await settle('a', 4);
    await claim('a', 'B114', five, window, 3);
    assert.equal(await claim('b', 'B114', five), undefined);
  });

  it('is taken under any spelling, alias or old name, and in parts of any form of combined room', async () => {
    const listed = [
      { name: 'Ballroom A+B', aliases: [] },
      { name: 'Ballroom B', aliases: [] },
      { name: 'Juniper', aliases: ['Old Oak'] },
      { name: '259AB', aliases: [] },
      { name: '259B', aliases: ['the small one'] },
    ];
    const pairs = [
      ['Ballroom A+B', 'Ballroom B'],
      ['Juniper', 'Old  oak'],
      ['259AB', 'The small one'],
    ] as const;
    for (const [first, second] of pairs) {
      const shared = occupiedRooms(first, listed).filter((name) => occupiedRooms(second, listed).includes(name));
      assert.notDeepEqual(shared, [], `${first} and ${second}`);
    }
    assert.deepEqual(
      occupiedRooms('Ballroom B', listed).filter((name) => occupiedRooms('259AB', listed).includes(name)),
      [],
    );
  });

  it('with a name that looks like an expression is only a name', async () => {
    const claims = ['$claims', '$$ROOT', '{"$ne":1}', '__proto__'].map((room) => claim(`for ${room}`, room, five));
    assert.deepEqual(await Promise.all(claims), [undefined, undefined, undefined, undefined]);
    assert.equal((await claim('second', '$claims', five))?.room, '$claims');
  });
});
