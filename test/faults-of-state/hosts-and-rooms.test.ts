// What hosts do to their posts and organisers to their rooms, and a bot that is killed between any two steps of hearing
// it.
import assert from 'node:assert/strict';
import { finishReceived, hearTweet } from '../../activities/hear-tweet.ts';
import type { IncomingTweet } from '../../x/incoming.ts';
import { reconcile } from '../../activities/reconcile.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import { daytimeZone } from '../support/daytime.ts';
import { forSuite } from '../support/for-tests.ts';
import { expectInvariants } from '../support/invariants.ts';
import { Killed, killedAt } from '../support/crash-at.ts';
import { dateAndTime, eventually } from '../support/running-bot.ts';
import { minute, startWorkbench, testConfig } from '../support/workbench.ts';

const parts: readonly (readonly [string, string, string])[] = [
  ['A105+A106', 'A105', 'A106'],
  ['C125/126', 'C125', 'C126'],
  ['Hall 1 & 2', 'Hall 1', 'Hall 2'],
  ['259AB', '259A', '259B'],
  ['Glen 201-202', 'Glen 201', 'Glen 202'],
  ['Ballroom BC', 'Ballroom B', 'Ballroom C'],
  // By its alias.
  ['Grand Hall', 'Salon A', 'Salon B'],
];
const aliases: Readonly<Record<string, string[]>> = { 'Grand Hall': ['Salon A+B'] };

describe('hosts and rooms', function () {
  // Real servers beside everything else that a busy machine does.
  this.timeout(180_000);
  /** Minutes from now; each test has hours of its own. */
  let hours = 120;
  const rooms = [
    ...Array.from({ length: 60 }, (_, at) => ({ name: `R${at + 100}`, aliases: [] as string[] })),
    ...parts.flat().map((name) => ({ name, aliases: aliases[name] ?? [] })),
  ];
  const bench = forSuite(() => startWorkbench({ config: { conference: { ...testConfig().conference, rooms } } }));
  beforeEach(() => void (hours += 90));
  afterEach(() => expectInvariants(bench.store));

  const text = (room: string, minutes: number, what = 'Acro yoga') =>
    `${what} ${dateAndTime(minutes, daytimeZone)} in ${room} #pyconopenspaces`;
  const stored = async (id: string): Promise<OpenSpace> =>
    (await bench.store.openSpaces.find(id))?.space ?? assert.fail(`${id} is not stored`);

  /** The tweet as the stream would bring it. */
  async function tweeted(words: string, more: { editOf?: string; firstId?: string; username?: string } = {}) {
    const { username = 'host', firstId, ...edit } = more;
    const id = await bench.x.tweet(username, words, edit);
    const found = await bench.deps.x.lookUp(id);
    assert.ok(found.kind === 'present');
    return { ...found.tweet, firstId: firstId ?? found.tweet.firstId } satisfies IncomingTweet;
  }

  async function heard(words: string, username = 'host'): Promise<OpenSpace> {
    const tweet = await tweeted(words, { username });
    await hearTweet(bench.deps, tweet);
    return stored(tweet.id);
  }

  describe('an edit to another room and hour that is heard by a bot that is killed', () => {
    for (const moment of ['before', 'after'] as const) {
      it(`${moment} any of its steps reaches the open space, and nothing goes out for the old ones`, async () => {
        for (let nth = 1; ; nth += 1) {
          const [from, to] = [`R${100 + nth}`, `R${130 + nth}`];
          const { id } = await heard(text(from, hours));
          await bench.ask(id, { verb: 'decide', approval: 'approved' });
          const edit = await tweeted(text(to, hours + 60), { editOf: id, firstId: id });
          const killed = killedAt(bench.deps, nth, moment);
          const wasKilled = await hearTweet(killed.deps, edit).then(
            () => false,
            (error: unknown) => error instanceof Killed,
          );
          // Every later one would only be told what it knows.
          await finishReceived(bench.deps);
          // The edit was not stored yet: the search of the gap brings it again.
          if ((await bench.store.tweets.find(id))?.tweetId !== edit.id) await hearTweet(bench.deps, edit);
          await eventually(`the edit is known after a death at step ${nth}`, async () => {
            const { room, reminders } = await stored(id);
            return room === to && reminders[0]?.state.status === 'needs_action';
          });
          const before = (await bench.x.timeline()).length;
          assert.equal((await bench.finish(id)).status, 'missed');
          assert.equal((await bench.x.timeline()).length, before);
          if (!wasKilled) break;
          assert.ok(nth < 25, 'hearing an edit takes fewer steps');
        }
      });
    }

    it('while its worker is down too reaches the open space once both are back', async () => {
      const { id } = await heard(text('R100', hours));
      await bench.ask(id, { verb: 'decide', approval: 'approved' });
      const edit = await tweeted(text('R130', hours + 60), { editOf: id, firstId: id });
      await bench.stopWorker();
      await hearTweet(killedAt(bench.deps, 6, 'before').deps, edit).catch(() => undefined);
      await finishReceived(bench.deps);
      await bench.startWorker();
      if ((await bench.store.tweets.find(id))?.tweetId !== edit.id) await hearTweet(bench.deps, edit);
      await eventually('the edit is known', async () => (await stored(id)).room === 'R130');
      assert.equal((await stored(id)).reminders[0]?.state.status, 'needs_action');
    });
  });

  it('a combined room and its parts are booked by one at a time, in either order', async () => {
    for (const [whole, one, other] of parts) {
      hours += 60;
      const book = async (room: string, inMinutes: number) =>
        (await bench.announce({ room, inMinutes })).standing.status;
      assert.equal(await book(whole, hours), 'scheduled', whole);
      assert.deepEqual([await book(one, hours), await book(other, hours + 10)], ['conflict', 'conflict'], whole);
      hours += 60;
      assert.deepEqual([await book(one, hours), await book(other, hours)], ['scheduled', 'scheduled'], whole);
      assert.equal(await book(whole, hours), 'conflict', whole);
    }
  });

  it('a host who deletes a post and posts it again is scheduled, and the first one is called off', async () => {
    const first = await heard(text('R100', hours));
    await bench.ask(first.id, { verb: 'decide', approval: 'approved' });
    await bench.x.control(`DELETE /sandbox/tweets/${first.id}`);
    const again = await heard(text('R100', hours, 'Acro yoga again'));
    await eventually('the new one is scheduled', async () => (await stored(again.id)).standing.status === 'scheduled');
    const { standing } = await stored(first.id);
    assert.deepEqual(standing.status === 'cancelled' && standing.why, 'the tweet was deleted');
  });

  it('a conflict gets its room once it is free, whatever the reason, and the card can say so', async () => {
    const ways: readonly ((space: OpenSpace) => Promise<unknown>)[] = [
      ({ id }) => bench.ask(id, { verb: 'decide', approval: 'denied' }),
      ({ id }) => bench.ask(id, { verb: 'cancel' }),
      ({ id }) => bench.ask(id, { verb: 'change', room: 'R159' }),
      ({ id }) => bench.ask(id, { verb: 'change', startAt: Date.now() + (hours + 45) * minute }),
      ({ id }) => bench.client.workflow.getHandle(bench.workflowId(id)).cancel(),
      async ({ id }) => hearTweet(bench.deps, await tweeted(text('R158', hours), { editOf: id, firstId: id })),
    ];
    for (const [at, free] of ways.entries()) {
      const room = `R${140 + at}`;
      const holder = await heard(text(room, hours));
      const waiting = await heard(text(room, hours, 'Chess'), 'rival');
      assert.equal(waiting.standing.status, 'conflict');
      await free(holder);
      await eventually(`way ${at} frees the room`, async () => {
        const { standing, decisions } = await stored(waiting.id);
        return standing.status === 'scheduled' && decisions.at(-1)?.verb === 'roomFreed';
      });
      assert.equal((await stored(waiting.id)).reminders[0]?.state.status, 'needs_action');
    }
  });

  it('a room that is renamed while a session holds it is the same room under both names', async () => {
    const { conference } = await bench.store.configs.current();
    const holder = await heard(text('R100', hours));
    assert.equal(holder.standing.status, 'scheduled');
    const rooms = conference.rooms.map((room) => (room.name === 'R100' ? { name: 'S900', aliases: ['R100'] } : room));
    await bench.config({ conference: { ...conference, rooms } });
    try {
      for (const name of ['R100', 'S900']) {
        const other = await heard(text(name, hours, `Chess in ${name}`), 'rival');
        assert.equal(other.standing.status, 'conflict', name);
        assert.equal(other.room, 'S900');
        const answer = await bench.ask(other.id, { verb: 'decide', approval: 'approved' });
        assert.match(answer.kind === 'refused' ? answer.reason : '', /is taken at that time/u);
        assert.ok(other.standing.status === 'conflict' && other.standing.with.openSpaceId === holder.id);
      }
    } finally {
      await bench.config({ conference });
    }
  });

  it('a combined room whose parts are listed only after a session holds it is held with its parts', async () => {
    const { conference } = await bench.store.configs.current();
    const listed = (...names: string[]) => {
      const rooms = [...conference.rooms, ...names.map((name) => ({ name, aliases: [] }))];
      return bench.config({ conference: { ...conference, rooms } });
    };
    try {
      await listed('Terrace AB');
      assert.equal((await bench.announce({ room: 'Terrace AB', inMinutes: hours })).standing.status, 'scheduled');
      await listed('Terrace AB', 'Terrace A', 'Terrace B');
      const later = { ...bench.deps, clock: () => Date.now() + minute };
      await reconcile(later, await bench.store.configs.current(), new Map());
      assert.equal((await bench.announce({ room: 'Terrace B', inMinutes: hours })).standing.status, 'conflict');
    } finally {
      await bench.config({ conference });
    }
  });
});
