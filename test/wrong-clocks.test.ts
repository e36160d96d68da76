// A worker whose clock is minutes ahead, and what it leaves to those whose clock is right.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Deps } from '../activities/deps.ts';
import { drawCards, keepChecking } from '../activities/run-desk.ts';
import { noCards } from '../slack/no-cards.ts';
import { createXClient } from '../x/client.ts';
import { listenByPolling } from '../x/polling.ts';
import { forSuite } from './support/for-tests.ts';
import { KEYWORDS } from './support/listening.ts';
import { eventually } from './support/running-bot.ts';
import { skippedClock } from './support/skip-time.ts';
import { minute, startWorkbench } from './support/workbench.ts';
import { startTestX, X_CREDENTIALS, type TestX } from './support/x-sandbox.ts';

describe('a worker whose clock is ten minutes ahead', () => {
  let ahead = 0;

  const bench = forSuite(() => startWorkbench({ deps: { clock: () => skippedClock() + ahead } }));

  /** Approved, and due in 25 minutes of its own time. */
  const approve = async (room: string): Promise<{ id: string; due: number }> => {
    const { id, reminders } = await bench.announce({ room, inMinutes: 40 });
    assert.equal((await bench.ask(id, { verb: 'decide', approval: 'approved' })).kind, 'decided');
    return { id, due: reminders[0]?.sendAt ?? 0 };
  };
  /** How long after its time it was sent. */
  const lateness = async ({ id, due }: { id: string; due: number }): Promise<number> => {
    const { space } = await bench.finish(id);
    const state = space.reminders[0]?.state;
    assert.equal(state?.status, 'sent');
    return state.at - due;
  };

  it('holds a reminder no longer than a worker whose clock is right', async () => {
    ahead = 10 * minute;
    await bench.config({ paused: true });
    const held = await approve('A103');
    await bench.pass(held.id, 26 * minute);
    assert.equal((await bench.state(held.id)).reminders[0]?.held, 'paused by an organiser');
    ahead = 0;
    await bench.config({ paused: false });
    assert.ok((await lateness(held)) < 3 * minute);
  });

  it('misses no reminder before its start', async () => {
    ahead = 60 * minute;
    const early = await approve('A106');
    await bench.pass(early.id, 26 * minute);
    ahead = 0;
    assert.ok((await lateness(early)) < 3 * minute);
  });

  it('keeps no other reminder from trying whether X takes posts again, which ends the alarm', async () => {
    ahead = 10 * minute;
    const refused = await approve('A104');
    await bench.x.fault({ route: 'POST /2/tweets', times: 1, then: 'status', status: 401 });
    await bench.pass(refused.id, 25.5 * minute);
    assert.match((await bench.state(refused.id)).reminders[0]?.held ?? '', /401/u);
    assert.equal((await bench.ask(refused.id, { verb: 'decide', approval: 'denied' })).kind, 'decided');
    ahead = 0;
    const { id } = await bench.announce({ room: 'A105', inMinutes: 40 });
    const due = skippedClock() + 5 * minute;
    assert.equal((await bench.ask(id, { verb: 'decide', approval: 'approved', sendAt: due })).kind, 'decided');
    assert.ok((await lateness({ id, due })) < 3 * minute);
    assert.equal(await bench.store.alarms.find('x-account'), null);
  });
});

describe('a worker whose clock is a minute ahead', () => {
  const clock = () => Date.now() + minute;
  const waitUntil = async (at: number): Promise<void> => {
    for (let left = at - clock(); left > 0; left = at - clock()) await sleep(left);
  };
  const bench = forSuite(() => startWorkbench({ realTime: true, deps: { clock, waitUntil } }));

  it('posts a reminder at its time, not before, and it names the minutes that are left', async () => {
    const { id } = await bench.announce({ inMinutes: 40 });
    const sendAt = Date.now() + 8_000;
    assert.equal((await bench.ask(id, { verb: 'decide', approval: 'approved', sendAt })).kind, 'decided');
    const posts = await eventually('it is posted', async () => {
      const timeline = await bench.x.timeline();
      return timeline.length > 0 && timeline;
    });
    assert.deepEqual(
      posts.map(({ arrivedAt }) => Date.parse(arrivedAt) >= sendAt),
      [true],
      `${posts[0]?.arrivedAt} is before ${new Date(sendAt).toISOString()}`,
    );
    assert.match(posts[0]?.text ?? '', /40 minutes/u);
  });
});

describe('the desk of a worker whose clock is set back by 40 minutes', () => {
  const bench = forSuite(() => startWorkbench({ realTime: true }));

  it('still draws cards, reports and checks', async () => {
    let [ahead, passed, isSlackDown, draws] = [40 * minute, 0, true, 0];
    const told: unknown[] = [];
    const deps: Deps = {
      ...bench.deps,
      clock: () => Date.now() + ahead,
      // Minutes pass at once.
      stopwatch: () => performance.now() + passed,
      cards: {
        ...noCards,
        draw: async () => {
          draws += 1;
          const later = { kind: 'later', afterMs: 30_000, why: 'Slack is away', isAmbiguous: false } as const;
          return isSlackDown ? later : { kind: 'drawn' };
        },
        tell: async (_key, news, _config, onTold) => {
          told.push(typeof news === 'string' ? news : news.kind);
          await onTold?.();
          return { kind: 'drawn' };
        },
      },
    };
    const { id } = await bench.announce({ inMinutes: 55 });
    const over = new AbortController();
    const working = Promise.all([drawCards(deps, over.signal), keepChecking(deps, over.signal)]);
    try {
      passed += 6_000;
      const looks = async () => (await bench.store.budgets.find('testconf')).readCount;
      await eventually('it has looked at the post', async () => (await looks()) > 0);
      await eventually('Slack has put the card off', async () => draws > 0);
      await eventually(
        'it has looked at the config',
        async () => (await bench.store.health.seenConfig()) !== undefined,
      );
      [ahead, isSlackDown, draws] = [0, false, 0];
      await bench.x.control(`DELETE /sandbox/tweets/${id}`);
      await bench.config({ paused: true });
      passed += 4 * minute;
      await eventually('it tells of the pause', async () => told.includes('paused'));
      await eventually('it draws the card', async () => draws > 0);
      const isCancelled = async () => (await bench.store.openSpaces.find(id))?.status === 'cancelled';
      await eventually('it finds the post deleted', isCancelled);
    } finally {
      over.abort();
      await working;
    }
  });
});

describe('two workers whose clocks differ by some milliseconds', () => {
  const bench = forSuite(() => startWorkbench());

  it('report an alarm only once, and test only once whether X takes posts again', async () => {
    const { alarms, outbox } = bench.store;
    const now = Date.now();
    const [early, late] = [new Date(now), new Date(now + 5)];
    await alarms.raise({ _id: 'x-account', words: 'X refuses', mendedWords: 'X takes' }, early);
    await outbox.put('alarm:x-account', 'X refuses', early);
    assert.equal((await outbox.take(late))?._id, 'alarm:x-account');
    assert.equal(await outbox.take(early), null);
    assert.equal(await alarms.takeProbe('x-account', 'one', late), true);
    assert.equal(await alarms.takeProbe('x-account', 'other', early), false);
  });
});

describe('the mark up to which everything was heard', () => {
  let x: TestX;
  let proxy: Server;

  before(async () => {
    x = await startTestX();
    // An X whose clock is ten minutes behind ours: that is how it looks from a machine that is ten minutes ahead.
    proxy = createServer((request, response) => {
      void fetch(`${x.url}${request.url ?? ''}`, { headers: { authorization: request.headers.authorization ?? '' } })
        .then(async (answer) => {
          const date = new Date(Date.now() - 10 * minute).toUTCString();
          response.writeHead(answer.status, { 'content-type': 'application/json', date });
          response.end(await answer.text());
        })
        .catch(() => response.destroy());
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
  });
  after(async () => {
    proxy.close();
    await x.close();
  });

  it('is by X’s clock, so that no tweet is passed that nobody has heard', async () => {
    const client = createXClient({
      apiUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      ...X_CREDENTIALS,
    });
    const stop = new AbortController();
    const marks: number[] = [];
    await listenByPolling(client, {
      keywords: KEYWORDS,
      own: { id: '1', username: 'openspacesbot' },
      everyMs: 10,
      heardThrough: () => Promise.resolve(Date.now() - 60 * minute),
      onHeardThrough: async (through) => {
        marks.push(through);
        stop.abort();
      },
      onTweet: () => Promise.resolve(),
      onUnreadable: () => Promise.resolve(),
      onState: ({ lastError }) => assert.equal(lastError, undefined),
      signal: AbortSignal.any([stop.signal, AbortSignal.timeout(20_000)]),
    });
    assert.ok((marks[0] ?? Infinity) < Date.now() - 9 * minute, String(marks));
  });
});
