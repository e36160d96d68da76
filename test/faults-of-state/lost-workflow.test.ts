// What operators and crashes do to Temporal: workflows that are lost, ended or terminated.
import assert from 'node:assert/strict';
import type { Deps } from '../../activities/deps.ts';
import { hearTweet } from '../../activities/hear-tweet.ts';
import { startOpenSpace } from '../../activities/start-open-space.ts';
import type { Verb } from '../../core/request.ts';
import { ana, damagedWorkflows } from '../support/damaged-workflows.ts';
import { incomingTweet } from '../support/incoming-tweet.ts';
import { eventually } from '../support/running-bot.ts';
import { hearFromX, soon } from '../support/tweets-heard.ts';
import { minute } from '../support/workbench.ts';

const posting = 'POST /2/tweets';
const timeline = 'GET /2/users/:id/tweets';

describe('an open space whose workflow', function () {
  // Real servers beside everything else that a busy machine does.
  this.timeout(180_000);
  const { bench, freeRoom, approved, stored, statusOf, isStatus, postsAbout, ask, told, tidy } = damagedWorkflows();

  /** As after a lost disk: Temporal knows nothing of it. */
  async function lose(id: string): Promise<void> {
    const workflowExecution = { workflowId: bench.workflowId(id) };
    const { namespace } = bench;
    await bench.client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution });
    await eventually('Temporal has forgotten it', async () => {
      const found = await bench.deps.openSpaces.findWorkflow('testconf', id);
      return found.kind === 'none';
    });
  }

  describe('is lost while its reminder is being posted', () => {
    for (const accept of [true, false]) {
      it(`finds out what became of it: X ${accept ? 'took it' : 'did not take it'}, one post stands`, async () => {
        const { id } = await approved();
        await bench.x.fault({ route: posting, times: 1, accept, then: 'drop' });
        // Nobody can find out what became of the post before the workflow is lost.
        await bench.x.fault({ route: timeline, times: 1_000, accept: false, then: 'status', status: 503 });
        assert.equal((await ask(id, { verb: 'sendNow' })).kind, 'decided');
        await isStatus(id, 'sending');
        await lose(id);
        await bench.x.control('DELETE /sandbox/faults');
        // Temporal's list is some moments behind: one that was lost may still stand in it.
        await eventually('organisers are told', async () => (await tidy(), told.length > 0));
        assert.equal(told.length, 1);
        assert.ok(told[0]?.includes(id));
        await isStatus(id, 'sent');
        assert.equal((await postsAbout(id)).length, 1);
        // And it answers: what was announced can still be called off.
        assert.equal((await ask(id, { verb: 'cancel' })).kind, 'decided');
        const isCorrected = async () =>
          (await stored(id)).reminders.some(({ corrects, state }) => corrects !== undefined && state.status === 'sent');
        await eventually('its correction is out, before the next fault is set', isCorrected, 40);
      });
    }
  });

  it('is lost after any decision continues from the store, and every request is answered', async () => {
    const spaces = await Promise.all(Array.from({ length: 4 }, approved));
    const verbs: Verb[] = [
      { verb: 'decide', approval: 'denied' },
      { verb: 'decide', approval: 'needs_action' },
      { verb: 'change', room: 'R40' },
      { verb: 'change', title: 'Slow yoga' },
    ];
    for (const [at, { id }] of spaces.entries()) {
      assert.equal((await ask(id, verbs[at] ?? assert.fail())).kind, 'decided');
      await lose(id);
    }
    const before = await Promise.all(spaces.map(({ id }) => stored(id)));
    // Temporal's list is some moments behind: one that was lost may still stand in it.
    const runs = (id: string) =>
      bench.state(id).then(
        () => true,
        () => false,
      );
    await eventually('all of them run again', async () => {
      await tidy();
      return (await Promise.all(spaces.map(({ id }) => runs(id)))).every(Boolean);
    });
    const answers = [];
    for (const [at, { id }] of spaces.entries()) {
      assert.deepEqual(await bench.state(id), before[at]);
      answers.push((await ask(id, { verb: 'decide', approval: 'approved' })).kind);
    }
    // The last two are approved as they were.
    assert.deepEqual(answers, ['decided', 'decided', 'refused', 'refused']);
  });

  it('is lost while its host edits the post hears of the edit when it goes on', async () => {
    const [first, second] = [freeRoom(), freeRoom()];
    const text = `Chess @ ${soon(120)} in ${first} #pyconopenspaces`;
    const tweet = incomingTweet(text, { id: await bench.x.tweet('editor', text) });
    const { id } = tweet;
    await hearTweet(bench.deps, tweet);
    assert.equal((await ask(id, { verb: 'decide', approval: 'approved' })).kind, 'decided');
    await lose(id);
    const edit = { ...tweet, id: String(BigInt(id) + 1n), text: text.replace(first, second) };
    await hearTweet(bench.deps, edit);
    await tidy();
    await eventually('it is in the other room', async () => (await stored(id)).room === second);
    assert.equal(await statusOf(id), 'needs_action');
  });

  it('is lost still waits for a person if its tweet was not surely read, even with autoSend', async () => {
    await bench.config({ autoSend: true });
    const unsure: Deps = {
      ...bench.deps,
      read: (tweet, config) => ({ ...bench.deps.read(tweet, config), sure: false }),
    };
    const rival = await approved();
    const text = `Knots @ ${soon(121)} in ${rival.room} #pyconopenspaces`;
    const id = await bench.x.tweet('unsure', text);
    await hearFromX(bench, id, unsure);
    assert.equal((await stored(id)).standing.status, 'conflict');
    await lose(id);
    await tidy();
    assert.equal((await ask(rival.id, { verb: 'cancel' })).kind, 'decided');
    await eventually('it has the room', async () => (await stored(id)).standing.status === 'scheduled');
    assert.equal(await statusOf(id), 'needs_action');
    await bench.config({ autoSend: false });
  });

  it('is not started yet takes the press that comes as soon as its card is there', async () => {
    const start = () => Promise.reject(new Error('killed'));
    const killed = { ...bench.deps, openSpaces: { ...bench.deps.openSpaces, start } };
    const plan = { verdict: 'schedule', startAt: Date.now() + 120 * minute } as const;
    const announcement = { id: 'manual-stairs', place: 'the stairs', plan, approvedBy: 'nobody' } as const;
    const config = await bench.store.configs.current();
    await assert.rejects(startOpenSpace(killed, announcement, config), /killed/u);
    assert.equal((await ask('manual-stairs', { verb: 'decide', approval: 'approved' })).kind, 'decided');
    assert.equal(await statusOf('manual-stairs'), 'approved');
  });

  it('has ended, beside an older copy of the store, continues from its end: no second post', async () => {
    const { id } = await approved();
    const find = (name: string, filter: object) => bench.db.collection(name).find(filter).toArray();
    const copies = [
      ['openSpaces', await find('openSpaces', { _id: id as never })],
      ['reminders', await find('reminders', { openSpaceId: id })],
    ] as const;
    assert.equal((await ask(id, { verb: 'sendNow' })).kind, 'decided');
    await isStatus(id, 'sent');
    await bench.client.workflow.getHandle(bench.workflowId(id)).result();
    const records = await find('reminders', { openSpaceId: id });
    for (const [name, copy] of copies) {
      for (const one of copy) await bench.db.collection(name).replaceOne({ _id: one._id }, one);
    }
    assert.equal(await statusOf(id), 'approved');
    // Somebody presses before the reconciler has compared the two.
    assert.equal((await ask(id, { verb: 'change', title: 'Chess' })).kind, 'refused');
    await ask(id, { verb: 'sendNow' });
    await tidy();
    assert.equal(await statusOf(id), 'sent');
    assert.equal((await postsAbout(id)).length, 1);
    // The copy has no record of the post, which the checks after each test look for.
    for (const { _id, intent } of records)
      await bench.db.collection('reminders').updateOne({ _id }, { $set: { intent } });
  });

  it('is terminated counts as called off, at a place and in a room, and organisers are told once', async () => {
    const config = await bench.store.configs.current();
    const inRoom = await approved();
    const inReview = await bench.announce({ room: freeRoom(), inMinutes: 120, verdict: 'review' });
    const atPlace = await startOpenSpace(
      bench.deps,
      {
        id: 'manual-sofas',
        place: 'the sofas',
        plan: { verdict: 'schedule', startAt: Date.now() + 120 * minute },
        approvedBy: ana,
      },
      config,
    );
    assert.equal(atPlace.kind, 'started');
    const ids = [inRoom.id, inReview.id, 'manual-sofas'];
    for (const id of ids) await bench.client.workflow.getHandle(bench.workflowId(id)).terminate('by an operator');
    for (let time = 0; time < 4; time += 1) await tidy();
    for (const id of ids) assert.equal(told.filter((line) => line.includes(id)).length, 1, id);
    const standings = await Promise.all(ids.map(async (id) => (await stored(id)).standing.status));
    assert.deepEqual(standings, ['cancelled', 'dismissed', 'cancelled']);
    const next = await bench.announce({ room: inRoom.room, inMinutes: 120 });
    assert.equal(next.standing.status, 'scheduled');
  });
});
