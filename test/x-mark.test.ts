import assert from 'node:assert/strict';
import type { ListeningState } from '../x/listening.ts';
import { held } from './support/held.ts';
import { isConnected, listen } from './support/listening.ts';
import { eventually, startTestX } from './support/x-sandbox.ts';

describe('the mark up to which everything was heard', () => {
  const lag = 1_000;

  it('waits until the gap is searched once more, after X’s index has caught up', async () => {
    const x = await startTestX({ keepAliveMs: 20, searchLagMs: lag });
    // Posted while nobody listens, and not yet in the index when the first search comes.
    await x.tweet('ada', 'missed #pyconopenspaces');
    const listening = listen(x.client, { pace: { lag } });
    await eventually('connected', () => isConnected(listening));
    await eventually('the missed one', () => listening.heard.some(({ text }) => text.startsWith('missed')));
    await listening.stop();
    await x.close();
  });

  it('moves on with searches while the stream stands, and stays behind what may still come', async () => {
    const x = await startTestX({ keepAliveMs: 150 });
    const listening = listen(x.client, { pace: { lag, search: 20 } });
    await eventually('connected', () => isConnected(listening));
    const openedAt = Date.now();
    await eventually('the mark is past the connection', () => listening.through > openedAt);
    assert.ok(listening.through <= Date.now() - lag);
    await listening.stop();
    await x.close();
  });

  it('stays while nothing is searched, and what a lost rule kept away is found', async () => {
    const x = await startTestX({ keepAliveMs: 150 });
    const listening = listen(x.client, { pace: { checkRules: 1_000 } });
    await eventually('connected', () => isConnected(listening));
    const { data } = await x.client.app.v2.streamRules();
    await x.client.app.v2.updateStreamRules({ delete: { ids: data.map(({ id }) => id) } });
    // The rule may have been seen until X had taken it away.
    const lostAt = Date.now();
    await x.tweet('ada', 'nobody was told #pyconopenspaces');
    assert.ok(listening.through <= lostAt);
    await eventually('found by search', () => listening.heard.length === 1);
    await listening.stop();
    await x.close();
  });

  it('stays, and the gap is searched, where X takes the lost rule back and says that it does not', async () => {
    const x = await startTestX({ keepAliveMs: 150 });
    const listening = listen(x.client, { pace: { checkRules: 300 } });
    await eventually('connected', () => isConnected(listening));
    const { data } = await x.client.app.v2.streamRules();
    // The first change is ours, the second one the bot's.
    await x.fault({ route: 'POST /2/tweets/search/stream/rules', times: 2, then: 'status', status: 503, accept: true });
    const deletion = x.client.app.v2.updateStreamRules({ delete: { ids: data.map(({ id }) => id) } });
    await assert.rejects(deletion, /503/u);
    await x.tweet('ada', 'nobody was told #pyconopenspaces');
    await eventually('found by search', () => listening.heard.length === 1);
    await eventually('the trouble is over', () => listening.states.at(-1)?.lastError === undefined);
    assert.ok(listening.states.some(({ lastError }) => lastError?.includes('takes none: X answered 503')));
    await listening.stop();
    await x.close();
  });

  it('says that the rule is missing until X takes it, whatever the searches find', async () => {
    const x = await startTestX({ keepAliveMs: 150 });
    const listening = listen(x.client, { pace: { lag, checkRules: 200, search: 20 } });
    await eventually('connected', () => isConnected(listening));
    const openedAt = Date.now();
    const { data } = await x.client.app.v2.streamRules();
    await x.client.app.v2.updateStreamRules({ delete: { ids: data.map(({ id }) => id) } });
    await x.fault({ route: 'POST /2/tweets/search/stream/rules', times: 999, then: 'status', status: 503 });
    const isMissing = ({ lastError = '' }: ListeningState): boolean => /takes none: X answered 503/u.test(lastError);
    await eventually('it is missing', () => listening.states.some(isMissing));
    await eventually('what was missed before is searched', () => listening.through > openedAt);
    const { length } = listening.states;
    await eventually('it is looked for again', () => listening.states.length > length + 1);
    const since = listening.states.slice(listening.states.findIndex(isMissing));
    assert.deepEqual(
      since.filter((state) => !isMissing(state)),
      [],
    );
    await x.control('DELETE /sandbox/faults');
    await eventually('the trouble is over', () => listening.states.at(-1)?.lastError === undefined);
    await listening.stop();
    await x.close();
  });

  it('is searched on while the bot waits to connect again, which is no connection', async () => {
    const x = await startTestX({ keepAliveMs: 20 });
    await x.fault({ route: 'GET /2/tweets/search/recent', times: 999, then: 'status', status: 503 });
    const listening = listen(x.client, { pace: { lostStep: 60_000, refusedMost: 20 } });
    await eventually('connected', () => isConnected(listening));
    await x.control('POST /sandbox/stream/disconnect');
    const isBack = () => isConnected(listening) && listening.states.some(({ connected }) => !connected);
    await eventually('connected again, at once', isBack);
    await x.control('POST /sandbox/stream/disconnect');
    await eventually('lost', () => !isConnected(listening));
    const searched = listening.gaps;
    await eventually('searched', () => listening.gaps > searched + 2);
    assert.ok(!isConnected(listening));
    await listening.stop();
    await x.close();
  });

  it('is searched by an earlier connection to the end, which hides no trouble of the present one', async () => {
    const x = await startTestX({ keepAliveMs: 20 });
    const failing = { route: 'GET /2/tweets/search/recent', then: 'status', status: 503 } as const;
    const [asleep, awake] = [held(), held()];
    let isFirst = true;
    await x.fault({ ...failing, times: 1 });
    const listening = listen(x.client, {
      onHeardThrough: async () => {
        if (!isFirst) return;
        isFirst = false;
        asleep.release();
        await awake.released;
      },
    });
    const isTrouble = () => isConnected(listening) && listening.states.at(-1)?.lastError !== undefined;
    await asleep.released;
    await x.fault({ ...failing, times: 100_000 });
    await x.control('POST /sandbox/stream/disconnect');
    await eventually('lost', () => listening.states.some(({ connected }, at) => at > 0 && !connected));
    await eventually('connected again, and the search fails', isTrouble);
    const known = listening.states.length;
    awake.release();
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(listening.states.slice(known).every(({ lastError }) => lastError !== undefined));
    await listening.stop();
    await x.close();
  });

  it('does not pass tweets that were never searched for if the clock is set back during a search', async () => {
    const x = await startTestX({ keepAliveMs: 20 });
    const now = Date.now;
    const marks: number[] = [];
    try {
      const listening = listen(x.client, {
        heardThrough: async () => {
          // Once the search has begun.
          setImmediate(() => (Date.now = () => now() - 3_600_000));
          return now();
        },
        onHeardThrough: async (through) => void marks.push(through),
      });
      await eventually('searched', () => marks.length > 0);
      await listening.stop();
      assert.ok((marks[0] ?? Infinity) <= now());
    } finally {
      Date.now = now;
    }
    await x.close();
  });

  it('does not pass tweets that were never searched for if the machine sleeps during a search', async () => {
    const x = await startTestX({ keepAliveMs: 20 });
    await x.fault({ route: 'GET /2/tweets/search/recent', times: 1, then: 'delay', ms: 2_000 });
    const stopwatch = performance.now;
    const marks: number[] = [];
    let askedAt = 0;
    try {
      const listening = listen(x.client, {
        heardThrough: async () => {
          // While the machine sleeps, the stopwatch stands still, but the clock goes on.
          const asleepAt = stopwatch.call(performance);
          performance.now = () => asleepAt;
          askedAt = Date.now();
          return askedAt;
        },
        onHeardThrough: async (through) => {
          performance.now = stopwatch;
          marks.push(through);
        },
      });
      await eventually('searched', () => marks.length > 0);
      await listening.stop();
    } finally {
      performance.now = stopwatch;
    }
    assert.ok((marks[0] ?? Infinity) <= askedAt + 1_000);
    await x.close();
  });
});
