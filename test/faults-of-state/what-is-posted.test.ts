// What stands on X in the end, and what people are told about it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import twitterText from 'twitter-text';
import type { OpenSpace } from '../../core/open-space.ts';
import type { ReminderState } from '../../core/reminder.ts';
import type { Entry } from '../../temporal/enter-by-hand.ts';
import { forSuite } from '../support/for-tests.ts';
import { expectInvariants } from '../support/invariants.ts';
import { eventually } from '../support/running-bot.ts';
import { hour, minute, startWorkbench, testConfig, type Workbench } from '../support/workbench.ts';

const ana = { id: 'ana', name: 'ana', door: 'api' } as const;
const posting = 'POST /2/tweets';
const timeline = 'GET /2/users/:id/tweets';
const conference = {
  ...testConfig().conference,
  rooms: Array.from({ length: 40 }, (_, at) => ({ name: `R${at + 1}`, aliases: [] })),
};

async function stateOf(bench: Workbench, id: string, key = '15'): Promise<ReminderState | undefined> {
  const view = await bench.store.openSpaces.find(id);
  return view?.space.reminders.find((one) => one.key === key)?.state;
}

describe('what is posted', function () {
  // Real servers beside everything else that a busy machine does.
  this.timeout(180_000);
  let room = 0;

  const bench = forSuite(() => startWorkbench({ config: { conference } }));
  afterEach(async () => {
    await bench.x.control('DELETE /sandbox/faults');
    await bench.config({ throttle: null, reminderMinutes: [15], manualReminderText: testConfig().manualReminderText });
    await expectInvariants(bench.store);
  });

  const approved = (inMinutes = 60): Promise<OpenSpace> =>
    bench.announce({ room: `R${(room += 1)}`, inMinutes, approvedBy: ana });
  const enter = async (entry: Entry): Promise<string> => {
    const entered = await bench.service.enterByHand(entry, ana, randomUUID());
    assert.ok(entered.kind === 'entered', JSON.stringify(entered));
    return entered.id;
  };
  const posts = async () => (await bench.x.timeline()).map(({ text }) => text);

  describe('if X takes a post and answers with a refusal, and its timeline cannot be read', () => {
    for (const status of [400, 403]) {
      it(`for a while: the card says that it was sent (${status})`, async () => {
        const { id } = await approved();
        const before = (await posts()).length;
        await bench.x.fault({ route: posting, times: 1, accept: true, then: 'status', status });
        await bench.x.fault({ route: timeline, times: 4, accept: false, then: 'status', status: 503 });
        assert.equal((await bench.finish(id)).status, 'sent');
        assert.equal((await posts()).length, before + 1);
      });

      it(`at all: the card sends people to look, and does not call it failed (${status})`, async () => {
        const { id } = await approved();
        const before = (await posts()).length;
        await bench.x.fault({ route: posting, times: 1, accept: true, then: 'status', status });
        await bench.x.fault({ route: timeline, times: 999, accept: false, then: 'status', status: 503 });
        assert.equal((await bench.finish(id)).status, 'unconfirmed');
        const state = await stateOf(bench, id);
        assert.match(state?.status === 'unconfirmed' ? state.why : '', /nobody knows whether X posted it/u);
        assert.equal((await posts()).length, before + 1);
      });
    }
  });

  it('finds out about a post whose attempt was lost, also if the next reminder goes out soon', async () => {
    await bench.config({ reminderMinutes: [30, 15] });
    const { id } = await bench.announce({ inMinutes: 25, room: `R${(room += 1)}` });
    const { store } = bench.deps;
    let isAway = false;
    const reminders: typeof store.reminders = {
      ...store.reminders,
      // X has taken it, and from now on the store is away.
      settleIntent: () => ((isAway = true), Promise.reject(new Error('the store is away'))),
      findIntent: async (id) => (isAway ? assert.fail('the store is away') : store.reminders.findIntent(id)),
    };
    Object.assign(bench.deps, { store: { ...store, reminders } });
    try {
      await bench.ask(id, { verb: 'decide', approval: 'approved' });
      await eventually('X has taken it', async () => isAway);
      await bench.pass(id, 2.6 * minute);
    } finally {
      Object.assign(bench.deps, { store });
    }
    await bench.finish(id);
    for (const key of ['30', '15']) assert.equal((await stateOf(bench, id, key))?.status, 'sent');
  });

  it('by hand, fits into a tweet, however long wording, place and title are', async () => {
    const wordings = [
      'In {minutes} minutes at {room}: {title}! '.padEnd(220, 'x'),
      '{room} {room} {room}: {title}',
      '{title} {title} at {room}',
      `${'y'.repeat(262)} {room}`,
    ];
    const places = ['木'.repeat(80), 'the sofas', '👩‍👩‍👧‍👦'.repeat(11), 'a.py '.repeat(16)];
    for (const manualReminderText of wordings) {
      await bench.config({ manualReminderText });
      for (const place of places) {
        const entry = { place, startAt: Date.now() + 40 * minute, title: `${place} and more`.slice(0, 80) };
        const before = (await posts()).length;
        const id = await enter(entry);
        assert.equal((await bench.finish(id)).status, 'sent', `${manualReminderText} · ${place}`);
        const [text = '', ...more] = (await posts()).slice(before);
        assert.deepEqual(more, []);
        assert.ok(twitterText.parseTweet(text).weightedLength <= 280, text);
      }
    }
  });

  it('for several that are alike, one each: the daily board games are announced every day', async () => {
    const before = (await posts()).length;
    const ids: string[] = [];
    for (let day = 0; day < 4; day += 1) {
      ids.push(await enter({ room: 'R40', startAt: Date.now() + day * 24 * hour + 40 * minute, title: 'Board games' }));
    }
    const own: string[] = [];
    for (const id of ids) {
      assert.equal((await bench.finish(id)).status, 'sent');
      const state = await stateOf(bench, id);
      own.push((state?.status === 'sent' && state.tweetId) || assert.fail());
    }
    const stand = (await bench.x.timeline()).slice(before);
    assert.deepEqual(
      own,
      stand.map(({ id }) => id),
    );
    assert.equal(new Set(stand.map(({ text }) => text)).size, ids.length);
    for (const { text } of stand) assert.match(text, /Board games/u);
  });

  it('is every reminder at its own time, even one that somebody moved after another one', async () => {
    await bench.config({ reminderMinutes: [60, 30, 15] });
    const orders = [
      { '30': 5 },
      { '60': 10, '30': 5 },
      { '15': 90 },
      { '60': 5, '15': 45 },
    ] as const satisfies readonly Record<string, number>[];
    for (const moved of orders) {
      const space = await approved(180);
      const before = (await posts()).length;
      for (const [reminder, minutes] of Object.entries(moved)) {
        const sendAt = (space.startAt ?? 0) - minutes * minute;
        assert.equal((await bench.ask(space.id, { verb: 'change', reminder, sendAt })).kind, 'decided');
      }
      await bench.finish(space.id);
      const minutes = { '60': 60, '30': 30, '15': 15, ...moved };
      const expected = Object.values(minutes).toSorted((a, b) => b - a);
      const said = (await posts()).slice(before).map((text) => Number(/in (\d+) minutes/u.exec(text)?.[1]));
      assert.deepEqual(said, expected, JSON.stringify(moved));
      for (const key of ['60', '30', '15']) assert.equal((await stateOf(bench, space.id, key))?.status, 'sent', key);
    }
  });
});

describe('a hold of a reminder', function () {
  // Real servers beside everything else that a busy machine does.
  this.timeout(180_000);
  const bench = forSuite(() => startWorkbench({ realTime: true, config: { conference } }));
  afterEach(async () => {
    const { reminderText } = testConfig();
    await bench.config({ throttle: null, paused: false, spendingCap: null, reminderText });
    await expectInvariants(bench.store);
  });

  const lifts: readonly {
    what: string;
    hold: Parameters<Workbench['config']>[0];
    lift: Parameters<Workbench['config']>[0];
    says: RegExp;
  }[] = [
    { what: 'a throttle', hold: { throttle: 1 }, lift: { throttle: null }, says: /limit of 1 reminders an hour/u },
    { what: 'a pause', hold: { paused: true }, lift: { paused: false }, says: /paused/u },
    { what: 'the cap', hold: { spendingCap: 0 }, lift: { spendingCap: null }, says: /spending cap/u },
  ];
  for (const [at, { what, hold, lift, says }] of lifts.entries()) {
    it(`holds it no longer once ${what} is lifted and somebody presses "Send now"`, async () => {
      const [first, second] = [
        await bench.announce({ room: `R${2 * at + 1}`, inMinutes: 300, approvedBy: ana }),
        await bench.announce({ room: `R${2 * at + 2}`, inMinutes: 300, approvedBy: ana }),
      ];
      await bench.config(hold);
      if (at === 0) {
        await bench.ask(first.id, { verb: 'sendNow' });
        await eventually('the first is sent', async () => (await stateOf(bench, first.id))?.status === 'sent');
      }
      const reads = async () => (await bench.store.budgets.find('testconf')).readCount;
      const before = await reads();
      assert.equal((await bench.ask(second.id, { verb: 'sendNow' })).kind, 'decided');
      await eventually('the card says why it waits', async () => {
        const view = await bench.store.openSpaces.find(second.id);
        return says.test(view?.space.reminders[0]?.held ?? '');
      });
      assert.equal(await reads(), before, 'X is asked nothing for what is held back');
      await bench.config(lift);
      // Its card may change once more between a look and the press.
      await eventually(
        'it is decided',
        async () => (await bench.ask(second.id, { verb: 'sendNow' })).kind === 'decided',
      );
      // Long before the throttle's hour, and before a pause would be looked at again.
      await eventually('it is sent', async () => (await stateOf(bench, second.id))?.status === 'sent', 30);
    });
  }

  it('is one post each for several that are alike and go out in the same moment', async () => {
    await bench.config({ reminderText: 'An open space starts in {minutes} minutes' });
    const before = (await bench.x.timeline()).length;
    const rooms = Array.from({ length: 6 }, (_, at) => `R${at + 30}`);
    const spaces = await Promise.all(rooms.map((room) => bench.announce({ room, inMinutes: 300, approvedBy: ana })));
    await Promise.all(spaces.map(({ id }) => bench.ask(id, { verb: 'sendNow' })));
    const own = await Promise.all(
      spaces.map(({ id }) =>
        eventually('it is sent', async () => {
          const state = await stateOf(bench, id);
          return state?.status === 'sent' && state.tweetId;
        }),
      ),
    );
    const stand = (await bench.x.timeline()).slice(before);
    assert.deepEqual(own.toSorted(), stand.map(({ id }) => id).toSorted());
    assert.equal(new Set(stand.map(({ text }) => text)).size, rooms.length);
  });
});
