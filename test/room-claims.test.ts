import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { withClaim, withoutFreed, type Claim } from '../core/claim.ts';
import { connectStore, ensureCollections } from '../store/connect.ts';
import { createStore, type Store } from '../store/store.ts';
import { freshDatabase, type TestDatabase } from './support/servers.ts';

const minute = 60_000;
const five = Date.parse('2017-05-20T00:00:00Z');
const now = five - 300 * minute;
const rules = { conflictWindow: { before: 15, after: 30 }, conference: { rooms: [{ name: 'B114', aliases: [] }] } };

describe('the claims of rooms', () => {
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

  const claim = (openSpaceId: string, room: string, startAt: number) =>
    store.roomClaims.claim(`c${conference}`, { openSpaceId, revision: 0, room, startAt }, rules, now);

  it('give a room to exactly one of fifty who ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => claim(`o${index}`, 'B114', five)));
    assert.equal(answers.filter((answer) => answer === undefined).length, 1);
  });

  it("of many workers give it to exactly one of them, and none undoes another one's change", async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => connectStore(database.uri, database.name)));
    const workers = stores.map(({ db }) => createStore(db).roomClaims);
    const asked = Array.from({ length: 40 }, async (_, at) => {
      const worker = workers[at % 4] ?? store.roomClaims;
      const room = `R${at % 20}`;
      const wish = { openSpaceId: `o${at}`, revision: 0, room, startAt: five };
      const taken = await worker.claim(`c${conference}`, wish, rules, now);
      if (taken === undefined && at % 20 < 10) await worker.settle(`c${conference}`, { ...wish, held: undefined });
      return taken === undefined ? [room] : [];
    });
    const won = (await Promise.all(asked)).flat();
    assert.equal(new Set(won).size, 20);
    const held = (await store.roomClaims.list(`c${conference}`)).flatMap(({ room }) => (room === '' ? [] : [room]));
    const kept = Array.from({ length: 10 }, (_, at) => `R${at + 10}`);
    assert.deepEqual([held.toSorted(), won.filter((room) => kept.includes(room)).toSorted()], [kept, kept]);
    await Promise.all(stores.map(({ client }) => client.close()));
  });

  it('are the same for two workers in turn as for one, although each caches what it wrote', async () => {
    const other = await connectStore(database.uri, database.name);
    const workers = [store.roomClaims, createStore(other.db).roomClaims];
    const turn = fc.record({
      worker: fc.constantFrom(0, 1),
      id: fc.constantFrom('o1', 'o2', 'o3'),
      room: fc.constantFrom('A', 'B'),
      revision: fc.nat(2),
      isClaim: fc.boolean(),
    });
    let round = 0;
    const play = fc.asyncProperty(fc.array(turn, { maxLength: 12 }), async (turns) => {
      const id = `turns ${conference} ${round++}`;
      let expected: readonly Claim[] = [];
      for (const { worker: at, id: openSpaceId, room, revision, isClaim } of turns) {
        const worker = workers[at] ?? store.roomClaims;
        const wish = { openSpaceId, revision, room, startAt: five };
        if (isClaim) {
          const { claims, taken } = withClaim(expected, { ...wish, claimedAt: now }, rules);
          assert.deepEqual(await worker.claim(id, wish, rules, now), taken);
          expected = claims;
        } else {
          // A first state is settled by whoever claimed it, a later one by anybody.
          const stored = { openSpaceId, revision: revision + 1, held: undefined };
          const claims = withoutFreed(expected, stored);
          assert.equal(await worker.settle(id, stored), claims !== expected);
          expected = claims;
        }
        assert.deepEqual(await worker.list(id), expected);
      }
    });
    await fc.assert(play, { numRuns: 60 });
    await other.client.close();
  });

  it('that another process left behind are freed by a first commit that meets them', async () => {
    const other = await connectStore(database.uri, database.name);
    const process = createStore(other.db).roomClaims;
    const id = `c${conference}`;
    const wishOf = (openSpaceId: string, room: string, revision: number) => {
      return { openSpaceId, revision, room, startAt: five };
    };
    await store.roomClaims.claim(id, wishOf('first', 'A', 0), rules, now);
    // It died before it stored the state, which another one reads otherwise: without a room.
    await process.claim(id, wishOf('review', 'B', 0), rules, now);
    assert.ok(await store.roomClaims.settle(id, { openSpaceId: 'review', revision: 0, held: undefined }));
    // It died after it had claimed another room for a change that was never stored.
    await process.claim(id, wishOf('first', 'C', 1), rules, now);
    const held = { room: 'A', startAt: five };
    const stored = { openSpaceId: 'first', revision: 0, held, abandonedBefore: now + 1 };
    assert.ok(await store.roomClaims.settle(id, stored));
    const left = (await process.list(id)).flatMap(({ room }) => (room === '' ? [] : [room]));
    assert.deepEqual(left, ['A']);
    await other.client.close();
  });

  it('of a room whose name looks like an expression use it only as a name', async () => {
    const claims = ['$claims', '$$ROOT', '{"$ne":1}', '__proto__'].map((room) => claim(`for ${room}`, room, five));
    assert.deepEqual(await Promise.all(claims), [undefined, undefined, undefined, undefined]);
    assert.equal((await claim('second', '$claims', five))?.room, '$claims');
  });
});
