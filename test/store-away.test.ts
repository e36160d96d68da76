import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { theBot } from '../core/actor.ts';
import { connectStore, ensureCollections } from '../store/connect.ts';
import { createStore } from '../store/store.ts';
import { startMongoProxy } from './support/mongo-proxy.ts';
import { freshDatabase } from './support/servers.ts';
import { someConfig, someSpace } from './support/slack-views.ts';

const times = 8;
const callersOfEach = 3;
/** Less than a batch may take, so that its limit does not hide a call that never ends. */
const endWithinMs = 15_000;

describe('the store while its server goes away and comes back', () => {
  it('ends every call, by an answer or an error', async function () {
    this.timeout(60_000);
    const { db: direct, uri, name, drop } = await freshDatabase();
    await ensureCollections(direct);
    await createStore(direct).configs.begin(someConfig(), theBot, new Date());
    const proxy = await startMongoProxy(uri);
    const { client, db } = await connectStore(proxy.uri, name);
    const store = createStore(db);
    const spaceOf = (at: number) => someSpace({ id: `8660${at}` });
    const calls: Record<string, (at: number) => Promise<unknown>> = {
      'read the config': () => store.configs.current(),
      'find an open space': (at) => store.openSpaces.find(spaceOf(at).id),
      'write an open space': (at) => store.openSpaces.write(spaceOf(at), `heard:${at}`, new Date()),
      'mark it settled': (at) => store.openSpaces.markSettled(spaceOf(at).id, 0, new Date()),
      'write reminders': (at) => store.reminders.record(spaceOf(at)),
      'find an intent': (at) => store.reminders.findIntent(`${spaceOf(at).id}-15`),
      'take a text': (at) => store.reminders.takeText(`In 15 minutes: ${at}`, spaceOf(at).id, new Date()),
      'spend money': () => store.budgets.spend('testconf', 0.01, { reads: 1 }),
      'find what was spent': () => store.budgets.find('testconf'),
      'find a restore': () => store.restores.latest(),
      'find an alarm': () => store.alarms.find('x-account'),
      'free a room': (at) =>
        store.roomClaims.settle('testconf', { openSpaceId: spaceOf(at).id, revision: 0, held: undefined }),
      'ask whether it is there': () => store.probe(),
      'ask for its time': () => store.serverTime(),
    };
    const underWay = new Set<string>();
    let isOver = false;
    const keepCalling = async (what: string, from: number): Promise<void> => {
      for (let at = from; !isOver; at += callersOfEach) {
        const call = `${what} (${at})`;
        underWay.add(call);
        await calls[what]?.(at).catch(() => sleep(1));
        underWay.delete(call);
      }
    };
    const callers = Object.keys(calls).flatMap((what) =>
      Array.from({ length: callersOfEach }, (_, from) => keepCalling(what, from)),
    );
    for (let time = 0; time < times; time += 1) {
      await sleep(300);
      await proxy.goAway(700);
    }
    isOver = true;
    await Promise.race([Promise.all(callers), sleep(endWithinMs, undefined, { ref: false })]);
    const pending = [...underWay];
    await client.close();
    await proxy.close();
    await drop();
    assert.deepEqual(pending, []);
  });
});
