import assert from 'node:assert/strict';
import { hearTweet } from '../activities/hear-tweet.ts';
import { startLongRunning } from '../temporal/workflows.ts';
import { keepLongRunning } from '../worker/keep-long-running.ts';
import { isReadable, parseStreamTweet } from '../x/incoming.ts';
import { incomingTweet } from './support/incoming-tweet.ts';
import { soon } from './support/tweets-heard.ts';
import { hour, minute, startWorkbench, type Workbench } from './support/workbench.ts';
import { eventually } from './support/sandbox-app.ts';

describe('the listener', () => {
  let bench: Workbench;
  const told: string[] = [];
  let isSlackDown = true;

  let fromBefore: string;

  before(async () => {
    let behindMs = 50 * hour;
    bench = await startWorkbench({ realTime: true, x: { clock: () => Date.now() - behindMs } });
    fromBefore = await bench.x.tweet('ada', 'What a keynote! #pyconopenspaces');
    behindMs = 0;
    const restore = { copiedAt: Date.now() - 48 * hour, restoredAt: Date.now() };
    await bench.store.restores.note(restore);
    await bench.store.restores.noteCaughtUp(restore);
    const cards = {
      ...bench.deps.cards,
      tell: async (_key: string, text: unknown, _config: object, onTold?: () => Promise<void>) => {
        if (isSlackDown) return { kind: 'later', afterMs: 0, why: 'Slack is away' };
        // If the test runs in the morning, the morning message comes too. It is an object.
        if (typeof text === 'string') told.push(text);
        await onTold?.();
        return { kind: 'drawn' };
      },
    };
    Object.assign(bench.deps, { cards });
    await startLongRunning(bench.client, 'testconf');
    await eventually('listening', async () => (await bench.store.health.find('listener'))?.connected === true);
  });
  after(() => bench.stop());

  const inTwoHours = soon(120);
  const text = `Acro yoga @ ${inTwoHours} in B114 #pyconopenspaces`;
  let id: string;

  it('searches for posts since the copy that was restored, even days ago', async () => {
    await eventually('heard', async () => (await bench.store.tweets.find(fromBefore))?.state === 'handled');
  });

  it('stores a post that X cut short, and hears the others', async () => {
    id = await bench.x.tweet('ada', text, { without: ['created_at'] });
    const next = await bench.x.tweet('bo', `Chess @ ${inTwoHours} in A103 #pyconopenspaces`);
    await eventually('the other one', async () => (await bench.store.tweets.find(next))?.state === 'handled');
    const kept = await bench.store.tweets.find(id);
    assert.equal(kept?.text, text);
    assert.equal(kept?.ignoredBecause, 'unreadable: X sent it without created_at');
    assert.equal(await bench.store.openSpaces.find(id), null);
  });

  it('hears an edit whose id X named before it sent the edit', async () => {
    const history = ['5000001', '5000002'];
    const sent = (id: string, room: string) => {
      const created_at = new Date().toISOString();
      const words = { text: `Darts @ ${inTwoHours} in ${room} #pyconopenspaces`, edit_history_tweet_ids: history };
      const heard = parseStreamTweet({ data: { id, author_id: '77', created_at, ...words } });
      return heard !== undefined && isReadable(heard) ? heard : assert.fail();
    };
    await hearTweet(bench.deps, sent('5000001', 'A104'));
    await hearTweet(bench.deps, sent('5000002', 'A105'));
    const roomNow = async () => (await bench.store.openSpaces.find('5000001'))?.room;
    await eventually('it rests on the edit', async () => (await roomNow()) === 'A105');
  });

  it('opens one for a tweet that announced nothing until its host edited it', async () => {
    const first = incomingTweet('Knots, who is in? #pyconopenspaces');
    await hearTweet(bench.deps, first);
    assert.equal(await bench.store.openSpaces.find(first.id), null);
    await hearTweet(bench.deps, incomingTweet(`Knots @ ${inTwoHours} in A106 #pyconopenspaces`, { firstId: first.id }));
    assert.equal((await bench.store.openSpaces.find(first.id))?.status, 'needs_action');
  });

  it('handles many tweets of a flood at once, but the first of two rivals first', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 24; n += 1) {
      const room = ['A106', 'B115'][n % 2];
      const at = soon(180 + 60 * Math.floor(n / 8));
      ids.push(await bench.x.tweet(`host${n}`, `Talk ${n} @ ${at} in ${room} #pyconopenspaces`));
    }
    const isHandled = async (id: string): Promise<boolean> => (await bench.store.tweets.find(id))?.state === 'handled';
    await eventually('all are handled', async () => (await Promise.all(ids.map(isHandled))).every(Boolean));
    const statuses = await Promise.all(ids.map(async (id) => (await bench.store.openSpaces.find(id))?.status));
    // Of the four that want a room at an hour, the first has it.
    const firsts = ids.map((_, n) => n % 8 < 2);
    assert.deepEqual(
      statuses.map((status) => status === 'needs_action'),
      firsts,
    );
    assert.equal(statuses.filter((status) => status === 'conflict').length, 18);
  });

  it('shows on Health that X cannot listen for keywords of an older version, and goes on with valid ones', async () => {
    // The store takes the report before it late.
    const { store } = bench;
    let looksMeanwhile: number | undefined;
    let release = () => {};
    const isReleased = new Promise<void>((resolve) => (release = resolve));
    let isStored = false;
    const say: typeof store.health.say = async (id, state, at) => {
      const isLate = looksMeanwhile === undefined && state.connected === false;
      if (isLate) {
        looksMeanwhile = 0;
        await isReleased;
      }
      await store.health.say(id, state, at);
      isStored ||= isLate;
    };
    const newest: typeof store.configs.newest = async () => {
      if (looksMeanwhile !== undefined) looksMeanwhile += 1;
      // By now, the listener has read the keywords.
      if (looksMeanwhile === 4) release();
      return store.configs.newest();
    };
    const late = { ...store, health: { ...store.health, say }, configs: { ...store.configs, newest } };
    Object.assign(bench.deps, { store: late });
    await bench.config({ keywords: ['2027'] });
    await eventually('stored', async () => isStored);
    const health = () => store.health.find('listener');
    await eventually('said', async () =>
      /cannot listen for the keyword "2027"/u.test((await health())?.lastError ?? ''),
    );
    Object.assign(bench.deps, { store });
    await bench.config({ keywords: ['pyconopenspaces'] });
    await eventually('listening', async () => (await health())?.connected === true);
  });

  it('reports that it listens again until the store takes it, so that the alarm ends', async () => {
    const { store } = bench;
    const connectedBefore = (await store.health.find('listener'))?.since ?? new Date();
    let isRefused = false;
    const say: typeof store.health.say = async (id, state, at) => {
      if (isRefused || state.connected !== true) return store.health.say(id, state, at);
      isRefused = true;
      throw new Error('the store is away');
    };
    Object.assign(bench.deps, { store: { ...store, health: { ...store.health, say } } });
    await bench.x.control('POST /sandbox/stream/disconnect');
    await eventually('refused', async () => isRefused);
    await eventually('said', async () => {
      const { connected, since } = (await store.health.find('listener')) ?? {};
      return connected === true && since !== undefined && since > connectedBefore;
    });
    Object.assign(bench.deps, { store });
  });

  it('reports that it listens again last, even if the store takes the earlier report late', async () => {
    const { store } = bench;
    let release = () => {};
    const isTaken = new Promise<void>((resolve) => (release = resolve));
    let isLost = false;
    let isStored = false;
    const say: typeof store.health.say = async (id, state, at) => {
      const isFirst = state.connected === false && !isLost;
      isLost ||= isFirst;
      if (isFirst) await isTaken;
      await store.health.say(id, state, at);
      isStored ||= isFirst;
    };
    Object.assign(bench.deps, { store: { ...store, health: { ...store.health, say } } });
    await bench.x.control('POST /sandbox/stream/disconnect');
    await eventually('lost', async () => isLost);
    const heard = await bench.x.tweet('ada', 'Back again! #pyconopenspaces');
    await eventually('heard', async () => (await store.tweets.find(heard))?.state === 'handled');
    release();
    await eventually('stored', async () => isStored);
    await eventually('said', async () => (await store.health.find('listener'))?.connected === true);
    Object.assign(bench.deps, { store });
  });

  it('leaves nothing running after a failed try', async () => {
    const { x } = bench.deps;
    const signals: AbortSignal[] = [];
    const listen: typeof x.listen = async ({ signal }) => {
      signals.push(signal);
      throw new Error('the store is away');
    };
    Object.assign(bench.deps, { x: { ...x, listen } });
    await bench.config({ keywords: ['pyconopenspace'] });
    await eventually('two tries', async () => signals.length >= 2);
    assert.equal(signals[0]?.aborted, true);
    Object.assign(bench.deps, { x });
    await bench.config({ keywords: ['pyconopenspaces'] });
    await eventually('listening', async () => (await bench.store.health.find('listener'))?.connected === true);
  });

  it('begins the first search at the same time, however long it fails', async () => {
    const { x, clock } = bench.deps;
    const marks = bench.db.collection('health');
    const forget = () => marks.deleteOne({ _id: 'heard:testconf' as never });
    const starts: number[] = [];
    let days = 8;
    const listen: typeof x.listen = async ({ heardThrough }) => {
      await forget();
      for (const _ of [1, 2]) {
        starts.push(await heardThrough());
        days += 1;
      }
      await forget();
      throw new Error('X is away');
    };
    // The restore is long ago.
    Object.assign(bench.deps, { x: { ...x, listen }, clock: () => clock() + days * 24 * hour });
    await bench.config({ keywords: ['pyconopenspace'] });
    await eventually('a try', async () => starts.length >= 2);
    assert.equal(starts[0], starts[1]);
    Object.assign(bench.deps, { x, clock });
    await bench.config({ keywords: ['pyconopenspaces'] });
    await eventually('a mark', async () => {
      const mark = await bench.store.health.heardThrough('testconf');
      return mark !== undefined && Math.abs(Date.now() - mark.getTime()) < 5 * minute;
    });
  });

  it('continues from its mark after an outage, even if a newer tweet is stored', async () => {
    await eventually('a mark', async () => (await bench.store.health.heardThrough('testconf')) !== undefined);
    await bench.store.health.sayHeardThrough('testconf', new Date(0));
    const mark = await bench.store.health.heardThrough('testconf');
    assert.ok(mark !== undefined && Date.now() - mark.getTime() < 5 * minute, 'it never goes back');

    await bench.stopWorker();
    const missed = await bench.x.tweet('ada', `Knots @ ${inTwoHours} in A104 #pyconopenspaces`);
    // Something newer is in the store, as when live tweets come before the gap is filled.
    const newer = await bench.x.tweet('bo', `Tea @ ${inTwoHours} in A105 #pyconopenspaces`);
    await hearTweet(bench.deps, {
      id: newer,
      firstId: newer,
      text: `Tea @ ${inTwoHours} in A105 #pyconopenspaces`,
      postedAt: Date.now() + 20 * minute,
      author: { id: '8', username: 'bo', name: 'Bo' },
      isRetweet: false,
      mentionedUsernames: [],
      url: `https://twitter.com/bo/status/${newer}`,
    });
    await bench.startWorker();
    await eventually('the missed one', async () => (await bench.store.openSpaces.find(missed)) !== null);
  });

  it('hears posts with a keyword that was removed during the gap, if they were posted before that', async () => {
    await bench.config({ keywords: ['pyconopenspaces', 'oldkeyword'] });
    await bench.stopWorker();
    const missed = await bench.x.tweet('ada', `Felt @ ${inTwoHours} in A103 #oldkeyword`);
    await bench.config({ keywords: ['pyconopenspaces'] });
    await bench.config({ throttle: 50 });
    await bench.startWorker();
    await eventually('the missed one', async () => (await bench.store.tweets.find(missed))?.state === 'handled');
  });

  it('reports posts that X cut short once Slack takes the message, and hears them once X sends all', async () => {
    isSlackDown = false;
    // Other messages may come as well, for example that the clocks agree again.
    const said = `https://twitter.com/i/status/${id} (X sent it without created_at)`;
    await eventually('told', async () => told.some((text) => text.includes(said)));
    await eventually('noted', async () => (await bench.store.tweets.listUntold()).length === 0);
    assert.equal(told.filter((text) => text.includes(said)).length, 1);

    await hearTweet(bench.deps, incomingTweet(text, { id }));
    assert.equal((await bench.store.tweets.find(id))?.unreadable, undefined);
    assert.equal((await bench.store.openSpaces.find(id))?.room, 'B114');
  });
});

describe('listening and drawing', () => {
  let bench: Workbench;
  const ended = new AbortController();

  before(async () => {
    bench = await startWorkbench({ realTime: true });
    await startLongRunning(bench.client, 'testconf');
    const { client, store, deps } = bench;
    void keepLongRunning({ client, store, log: deps.log }, ended.signal);
  });
  after(async () => {
    ended.abort();
    await bench.stop();
  });

  it('run once even after the config names another conference, and continue for that one', async () => {
    const running = async (): Promise<string> => {
      const ids: string[] = [];
      const query = 'WorkflowType IN ("listen", "desk") AND ExecutionStatus = "Running"';
      for await (const { workflowId } of bench.client.workflow.list({ query })) ids.push(workflowId);
      return ids.toSorted().join(' ');
    };
    await eventually('both run', async () => (await running()) === 'desk:testconf listen:testconf');
    const { conference } = await bench.store.configs.current();
    await bench.config({ conference: { ...conference, id: 'nextconf' } });
    const isNext = async () => (await running()) === 'desk:nextconf listen:nextconf';
    await eventually('both run for the next one alone', isNext, 60);
    const inTwoHours = soon(120);
    const id = await bench.x.tweet('ada', `Acro yoga @ ${inTwoHours} in B114 #pyconopenspaces`);
    const isHeard = async () => (await bench.store.openSpaces.find(id))?.space.conferenceId === 'nextconf';
    await eventually('heard', isHeard);
  });
});
