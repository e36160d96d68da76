import assert from 'node:assert/strict';
import { commitOpenSpace } from '../activities/commit-open-space.ts';
import { listenToTweets } from '../activities/listen-to-tweets.ts';
import { StoreTimeout } from '../store/patience.ts';
import { deskOn } from './support/desk-on.ts';
import { held } from './support/held.ts';
import { control, eventually } from './support/sandbox-app.ts';
import { yoga } from './support/slack-views.ts';
import { startWorkbench } from './support/workbench.ts';

describe('an earlier report that the store takes late changes nothing on Health', () => {
  it('about the listener, after the store did not answer', async () => {
    const bench = await startWorkbench({ realTime: true });
    const { store } = bench;
    const over = new AbortController();
    const { released, release } = held();
    let late: Promise<void> | undefined;
    const say: typeof store.health.say = async (id, state, ...when) => {
      if (late !== undefined || state.lastError === undefined) return store.health.say(id, state, ...when);
      late = released.then(() => store.health.say(id, state, ...when));
      throw new StoreTimeout();
    };
    const deps = { ...bench.deps, store: { ...store, health: { ...store.health, say } } };
    const said = async () => (await store.health.find('listener')) ?? { connected: false, since: new Date() };
    const listening = listenToTweets(deps, over.signal, 1);
    try {
      await eventually('it listens', async () => (await said()).connected);
      const before = (await said()).since;
      await bench.x.control('POST /sandbox/stream/disconnect');
      await eventually('it listens again', async () => (await said()).connected && (await said()).since > before);
      release();
      await late;
      assert.equal((await said()).connected, true);
    } finally {
      over.abort();
      release();
      await listening;
      await bench.stop();
    }
  });

  it('but counts after Temporal’s clock was set back by days', async () => {
    const bench = await startWorkbench({ realTime: true });
    const over = new AbortController();
    const earlier = { connected: false, since: new Date(), lastError: 'of before' };
    await bench.store.health.say('listener', earlier, new Date(), 1e15);
    const listening = listenToTweets(bench.deps, over.signal, 1);
    try {
      await eventually('it listens', async () => (await bench.store.health.find('listener'))?.connected === true);
    } finally {
      over.abort();
      await listening;
      await bench.stop();
    }
  });

  it('about the listener, after another worker has taken over', async () => {
    const bench = await startWorkbench({ realTime: true });
    const { store } = bench;
    const [first, second] = [new AbortController(), new AbortController()];
    const { released, release } = held();
    let isLost = false;
    const say: typeof store.health.say = async (id, state, ...when) => {
      isLost ||= state.lastError !== undefined;
      if (isLost) {
        // By now, Temporal has told the worker that its turn is over.
        first.abort();
        await released;
      }
      return store.health.say(id, state, ...when);
    };
    const standing = { ...bench.deps, store: { ...store, health: { ...store.health, say } } };
    const said = async () => (await store.health.find('listener')) ?? { connected: false, since: new Date() };
    try {
      const earlier = listenToTweets(standing, first.signal, 1);
      await eventually('the first one listens', async () => (await said()).connected);
      const before = (await said()).since;
      await bench.x.control('POST /sandbox/stream/disconnect');
      await eventually('the first one has lost its connection', () => isLost);
      const later = listenToTweets(bench.deps, second.signal, 2);
      await eventually('the second one listens', async () => (await said()).since > before);
      release();
      await earlier;
      const { connected, lastError } = (await store.health.find('listener')) ?? {};
      assert.deepEqual({ connected, lastError }, { connected: true, lastError: undefined });
      second.abort();
      await later;
      assert.equal((await said()).connected, false, 'its own end counts');
    } finally {
      first.abort();
      second.abort();
      release();
      await bench.stop();
    }
  });

  it('about the desk, after another worker has taken over', async () => {
    const { store, slack, cards, deps, begin, stop } = await deskOn(() => 0);
    const { released, release } = held();
    let isAsleep = false;
    const draw: typeof cards.draw = async () => {
      isAsleep = true;
      await released;
      return { kind: 'later', afterMs: 60_000, why: 'Slack does not answer', isAmbiguous: true };
    };
    try {
      await commitOpenSpace(deps, { space: yoga(), commitId: 'heard', mustBeFree: false });
      const endFirst = begin({ ...deps, cards: { ...cards, draw } }, 1);
      await eventually('the first one stands still', () => isAsleep);
      begin(deps, 2);
      await eventually(
        'the second one has said that it works',
        async () => (await store.health.find('desk'))?.connected,
      );
      release();
      await endFirst();
      assert.equal((await store.health.find('desk'))?.lastError, undefined);
      assert.equal((await control<unknown[]>(slack, 'messages?channel=outgoing_tweets')).body.length, 1);
    } finally {
      release();
      await stop();
    }
  });
});
