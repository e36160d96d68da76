import assert from 'node:assert/strict';
import { sendReminder } from '../activities/send-reminder.ts';
import type { OpenSpaceResult } from '../workflows/messages.ts';
import { localDate } from '../core/local-time.ts';
import { eraseTweet } from '../store/erase.ts';
import { daytimeZone } from './support/daytime.ts';
import { forSuite } from './support/for-tests.ts';
import { eventually } from './support/running-bot.ts';
import { minute, startWorkbench } from './support/workbench.ts';

const post = 'POST /2/tweets';

describe('a reminder is posted once', () => {
  let room = 0;

  const bench = forSuite(() =>
    startWorkbench({
      config: {
        conference: {
          id: 'testconf',
          name: 'Test Conf',
          timeZone: daytimeZone,
          startDate: localDate(Date.now(), daytimeZone),
          endDate: '2099-01-01',
          rooms: Array.from({ length: 40 }, (_, index) => ({ name: `R${index + 1}`, aliases: [] })),
        },
      },
    }),
  );

  afterEach(async () => {
    await bench.x.control('DELETE /sandbox/faults');
    // Each open space skips time of its own, so the next one may be earlier than the last one's try.
    await bench.db.collection('alarms').deleteMany({});
    await bench.config({ paused: false, output: 'live', throttle: null, spendingCap: null });
  });

  /** Approves one that is due in an hour, with a fault waiting for its post, and tells how it ended. */
  const sendUnder = async (
    fault: Record<string, unknown> | undefined,
    inMinutes = 60,
  ): Promise<{ result: OpenSpaceResult; posts: string[]; why: string }> => {
    room += 1;
    const before = (await bench.x.timeline()).length;
    const space = await bench.announce({ room: `R${room}`, inMinutes });
    await bench.ask(space.id, { verb: 'decide', approval: 'approved' });
    if (fault !== undefined) await bench.x.fault(fault);
    const result = await bench.finish(space.id);
    const posts = (await bench.x.timeline()).slice(before).map((one) => one.text);
    const state = (await bench.store.openSpaces.find(space.id))?.space.reminders[0]?.state;
    return { result, posts, why: state !== undefined && 'why' in state ? state.why : '' };
  };

  it('when X took it and the answer was lost', async () => {
    const { result, posts } = await sendUnder({ route: post, times: 1, accept: true, then: 'drop' });
    assert.equal(result.status, 'sent');
    assert.equal(posts.length, 1);
  });

  it('when the connection broke and X did not take it', async () => {
    const { result, posts } = await sendUnder({ route: post, times: 1, accept: false, then: 'drop' });
    assert.equal(result.status, 'sent');
    assert.equal(posts.length, 1);
  });

  for (const status of [500, 502, 503, 504]) {
    for (const accept of [true, false]) {
      it(`when X answers ${status} and ${accept ? 'took it all the same' : 'did not take it'}`, async () => {
        const { result, posts } = await sendUnder({ route: post, times: 1, accept, then: 'status', status });
        assert.equal(result.status, 'sent');
        assert.equal(posts.length, 1);
      });
    }
  }

  it('when X never answers, and took it', async () => {
    const { result, posts } = await sendUnder({ route: post, times: 1, accept: true, then: 'hang' });
    assert.equal(result.status, 'sent');
    assert.equal(posts.length, 1);
  });

  it('when several answers in a row are lost', async () => {
    const { result, posts } = await sendUnder({ route: post, times: 3, accept: false, then: 'drop' });
    assert.equal(result.status, 'sent');
    assert.equal(posts.length, 1);
  });

  it('when X says that it has the text already, and it has', async () => {
    room += 1;
    const space = await bench.announce({ room: `R${room}`, inMinutes: 60 });
    const text = `Coming up in 15 minutes! https://twitter.com/host/status/${space.id}`;
    const before = (await bench.x.timeline()).length;
    await bench.x.fault({ route: post, times: 1, accept: true, then: 'status', status: 503 });
    // X's look-up lags: the post is there, and the first look does not show it.
    await bench.ask(space.id, { verb: 'decide', approval: 'approved' });
    const result = await bench.finish(space.id);
    assert.equal(result.status, 'sent');
    assert.deepEqual(
      (await bench.x.timeline()).slice(before).map((one) => one.text),
      [text],
    );
  });

  it('never again when X says that it has the text already, and the bot does not find it', async () => {
    const fault = { route: post, times: 1, accept: false, then: 'status', status: 403, problem: 'DuplicateContent' };
    const { result, posts, why } = await sendUnder(fault);
    assert.equal(result.status, 'unconfirmed');
    assert.deepEqual(posts, []);
    assert.match(why, /already has this text/u);
  });

  it('after the limit that X names, when it is still before the start', async () => {
    const { result, posts } = await sendUnder({ route: post, times: 1, accept: false, then: 'status', status: 429 });
    assert.equal(result.status, 'sent');
    assert.equal(posts.length, 1);
  });

  for (const status of [401, 402]) {
    it(`after X answers ${status} for a while, once it is mended`, async () => {
      const { result, posts } = await sendUnder({ route: post, times: 3, accept: false, then: 'status', status });
      assert.equal(result.status, 'sent');
      assert.equal(posts.length, 1);
    });
  }

  for (const status of [400, 401, 402, 403, 429]) {
    it(`when X says ${status} although it took it`, async () => {
      const { result, posts } = await sendUnder({ route: post, times: 1, accept: true, then: 'status', status });
      assert.equal(result.status, 'sent');
      assert.equal(posts.length, 1);
    });
  }

  it('when X says 401 although it took it, and the text was erased before the bot looked', async () => {
    const space = await bench.announce({ room: `R${(room += 1)}`, inMinutes: 60 });
    await bench.ask(space.id, { verb: 'decide', approval: 'approved' });
    const before = (await bench.x.timeline()).length;
    await bench.x.fault({ route: post, times: 1, accept: true, then: 'status', status: 401 });
    await bench.pass(space.id, 45 * minute + 1_000);
    const intent = () => bench.store.reminders.findIntent(`${space.id}-15`);
    await eventually('X has refused it', async () => (await intent())?.phase === 'refused');
    await eraseTweet(bench.db, space.id, new Date(), 'testconf');
    assert.match((await intent())?.text ?? '', /^erased [0-9a-f]{28}$/u);
    assert.equal((await bench.finish(space.id)).status, 'sent');
    assert.equal((await bench.x.timeline()).length, before + 1);
  });

  it('never, and says why, when X refuses it for good', async () => {
    for (const status of [400, 403]) {
      const { result, posts, why } = await sendUnder({ route: post, times: 9, accept: false, then: 'status', status });
      assert.equal(result.status, 'failed');
      assert.deepEqual(posts, []);
      assert.match(why, /^X refused it/u);
    }
  });

  it('never after the start: a reminder that could not be posted is missed, with the reason', async () => {
    const { result, posts, why } = await sendUnder(
      { route: post, times: 99, accept: false, then: 'status', status: 401 },
      4,
    );
    assert.equal(result.status, 'missed');
    assert.deepEqual(posts, []);
    assert.match(why, /could not be posted before the start: X does not accept the keys/u);
  });

  it('never after the start, even if the store was slow to freeze its text', async () => {
    const ana = { id: 'ana', name: 'ana', door: 'api' } as const;
    const space = await bench.announce({ room: `R${(room += 1)}`, approvedBy: ana });
    const { startAt = assert.fail() } = space;
    let now = startAt - 1_000;
    const { reminders } = bench.store;
    const freezeIntent: typeof reminders.freezeIntent = async (...given) => {
      const frozen = await reminders.freezeIntent(...given);
      now = startAt;
      return frozen;
    };
    const store = { ...bench.store, reminders: { ...reminders, freezeIntent } };
    const before = (await bench.x.timeline()).length;
    const attempt = () => sendReminder({ ...bench.deps, store, clock: () => now }, { space, key: '15' });
    assert.equal((await attempt()).kind, 'unclear');
    now += 10 * minute;
    assert.equal((await attempt()).kind, 'failed');
    assert.equal((await bench.x.timeline()).length, before);
  });

  it('never again while its outcome is unknown; organisers are asked to look', async () => {
    await bench.x.fault({ route: 'GET /2/users/:id/tweets', times: 999, accept: false, then: 'status', status: 503 });
    const { result, posts, why } = await sendUnder({ route: post, times: 1, accept: true, then: 'drop' }, 4);
    assert.equal(result.status, 'unconfirmed');
    assert.equal(posts.length, 1);
    assert.match(why, /its timeline cannot be read/u);
  });

  it('when its workflow is run a second time from the start', async () => {
    room += 1;
    const space = await bench.announce({ room: `R${room}`, inMinutes: 60 });
    await bench.ask(space.id, { verb: 'decide', approval: 'approved' });
    await bench.finish(space.id);
    const before = await bench.x.timeline();
    // As after a wiped Temporal: the same open space, approved, with nothing remembered.
    const approved = {
      ...space,
      reminders: space.reminders.map((one) => ({ ...one, state: { status: 'approved' as const } })),
    };
    await bench.client.workflow.start('openSpace', {
      workflowId: bench.workflowId(space.id),
      taskQueue: 'openspaces',
      args: [
        {
          space: approved,
          rules: { reminderMinutes: [15], autoSend: true, approvalLeadMinutes: 30 },
          settleSeconds: 60,
        },
      ],
    });
    const result = await bench.finish(space.id);
    assert.equal(result.status, 'sent');
    assert.deepEqual(await bench.x.timeline(), before);
  });

  it('waits while everything is paused, and can still be denied', async () => {
    await bench.config({ paused: true });
    room += 1;
    const space = await bench.announce({ room: `R${room}`, inMinutes: 40 });
    const before = (await bench.x.timeline()).length;
    await bench.ask(space.id, { verb: 'decide', approval: 'approved' });
    await bench.pass(space.id, 26 * minute);
    const held = (await bench.state(space.id)).reminders[0];
    assert.equal(held?.held, 'paused by an organiser');
    const denied = await bench.ask(space.id, { verb: 'decide', approval: 'denied' });
    assert.equal(denied.kind, 'decided');
    assert.equal((await bench.finish(space.id)).status, 'denied');
    assert.equal((await bench.x.timeline()).length, before);
  });

  for (const [change, why] of [
    [{ spendingCap: 0 }, /spending cap of \$0/u],
    [{ paused: true }, /paused/u],
  ] as const) {
    it(`does not try again while the config says ${JSON.stringify(change)}, and does afterwards`, async () => {
      room += 1;
      const space = await bench.announce({ room: `R${room}`, inMinutes: 60 });
      const before = (await bench.x.timeline()).length;
      await bench.ask(space.id, { verb: 'decide', approval: 'approved' });
      await bench.x.fault({ route: post, times: 1, accept: false, then: 'drop' });
      const reminder = async () => (await bench.state(space.id)).reminders[0];
      await bench.pass(space.id, 45 * minute + 30_000);
      await eventually('nobody knows whether X has it', async () => (await reminder())?.state.status === 'sending');
      await bench.config(change);
      await bench.pass(space.id, 5 * minute);
      await eventually('it says why it waits', async () => why.test((await reminder())?.held ?? ''));
      assert.equal((await bench.x.timeline()).length, before);
      // X does not have it: it can still be moved, and goes out with what is true then.
      assert.equal((await bench.ask(space.id, { verb: 'change', title: 'Slow yoga' })).kind, 'decided');
      await bench.config({ spendingCap: null, paused: false });
      assert.equal((await bench.finish(space.id)).status, 'sent');
      assert.equal((await bench.x.timeline()).length, before + 1);
    });
  }

  it('is not posted again if X lost the first try and the output is now Slack only', async () => {
    room += 1;
    const space = await bench.announce({ room: `R${room}`, inMinutes: 60 });
    const before = (await bench.x.timeline()).length;
    await bench.ask(space.id, { verb: 'decide', approval: 'approved' });
    await bench.x.fault({ route: post, times: 1, accept: false, then: 'drop' });
    await bench.pass(space.id, 45 * minute + 30_000);
    const status = async () => (await bench.state(space.id)).reminders[0]?.state.status;
    await eventually('nobody knows whether X has it', async () => (await status()) === 'sending');
    await bench.config({ output: 'slack_only' });
    assert.equal((await bench.finish(space.id)).status, 'sent');
    assert.equal((await bench.x.timeline()).length, before);
  });

  it('is only shown in Slack while the output is Slack only', async () => {
    await bench.config({ output: 'slack_only' });
    const { result, posts } = await sendUnder(undefined);
    assert.equal(result.status, 'sent');
    assert.deepEqual(posts, []);
  });

  it('is not used up by "Send now" while the output is Slack only', async () => {
    await bench.config({ output: 'slack_only' });
    room += 1;
    const { id } = await bench.announce({ room: `R${room}`, inMinutes: 60 });
    const refused = await bench.ask(id, { verb: 'sendNow' });
    assert.match(
      refused.kind === 'refused' ? refused.reason : '',
      /^The output is Slack only.* Set the output to live/u,
    );
    assert.equal((await bench.state(id)).reminders[0]?.state.status, 'needs_action');
    await bench.config({ output: 'live' });
    assert.equal((await bench.ask(id, { verb: 'sendNow' })).kind, 'decided');
    assert.equal((await bench.finish(id)).status, 'sent');
  });

  it('within the hourly limit if a throttle is set; the rest follow while there is time', async () => {
    await bench.config({ throttle: 1 });
    const first = await sendUnder(undefined, 30);
    const second = await sendUnder(undefined, 30);
    assert.equal(first.result.status, 'sent');
    assert.equal(second.result.status, 'missed');
    assert.match(second.why, /limit of 1 reminders an hour/u);
    room += 1;
    const third = await bench.announce({ room: `R${room}`, inMinutes: 40 });
    await bench.ask(third.id, { verb: 'decide', approval: 'approved' });
    await bench.pass(third.id, 26 * minute);
    const held = async () => (await bench.state(third.id)).reminders[0]?.held ?? '';
    await eventually('the limit holds it', async () => /limit of 1 reminders an hour/u.test(await held()));
    await bench.config({ throttle: null });
    assert.equal((await bench.finish(third.id)).status, 'sent', 'without waiting out the hour of the limit');
  });
});
