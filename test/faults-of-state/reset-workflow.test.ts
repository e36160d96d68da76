// What operators do to Temporal: workflows that are reset.
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Verb } from '../../core/request.ts';
import { sendReminder } from '../../activities/send-reminder.ts';
import { isSettled } from '../../core/reminder.ts';
import { Killed } from '../support/crash-at.ts';
import { ana, damagedWorkflows } from '../support/damaged-workflows.ts';
import { forSuite } from '../support/for-tests.ts';
import { eventually } from '../support/running-bot.ts';
import { minute, startWorkbench } from '../support/workbench.ts';

describe('an open space whose workflow is reset to its beginning, its messages left out,', function () {
  // Real servers beside everything else that a busy machine does.
  this.timeout(180_000);
  const { bench, freeRoom, approved, stored, statusOf, isStatus, postsAbout, ask, tidy } = damagedWorkflows();

  /** As `temporal workflow reset --reapply-exclude All` does it. */
  async function reset(id: string): Promise<void> {
    const workflowId = bench.workflowId(id);
    const { events } = await bench.client.workflow.getHandle(workflowId).fetchHistory();
    const first = events?.find(({ workflowTaskCompletedEventAttributes }) => workflowTaskCompletedEventAttributes);
    const { runId } = await bench.client.workflow.getHandle(workflowId).describe();
    await bench.client.workflowService.resetWorkflowExecution({
      namespace: bench.namespace,
      workflowExecution: { workflowId, runId },
      workflowTaskFinishEventId: first?.eventId ?? assert.fail(),
      requestId: `reset-${id}`,
      reason: 'an operator',
      // SIGNAL, UPDATE, NEXUS, CANCEL_REQUEST in temporal.api.enums.v1.ResetReapplyExcludeType.
      resetReapplyExcludeTypes: [1, 2, 3, 4],
    });
  }

  const steps: readonly Verb[] = [
    { verb: 'decide', approval: 'denied' },
    { verb: 'decide', approval: 'approved' },
    { verb: 'change', title: 'Slow yoga' },
    { verb: 'change', place: 'the sofas' },
    { verb: 'change', room: 'R38' },
    { verb: 'decide', approval: 'denied' },
  ];
  for (let decided = 1; decided <= steps.length; decided += 1) {
    it(`answers the next press, and goes on from what stands: after ${decided} decisions`, async () => {
      const { id } = await approved();
      for (const verb of steps.slice(0, decided)) assert.equal((await ask(id, verb)).kind, 'decided');
      const before = await stored(id);
      await reset(id);
      const answer = await ask(id, { verb: 'change', note: 'after the reset' });
      assert.equal(answer.kind, 'decided', JSON.stringify(answer));
      const now = await stored(id);
      assert.equal(now.revision, before.revision + 1);
      const { revision: _, decisions, note, ...rest } = now;
      const { revision: __, decisions: earlier, ...expected } = before;
      assert.deepEqual({ ...rest, note }, { ...expected, note: 'after the reset' });
      assert.deepEqual(decisions.slice(0, -1), earlier);
      assert.equal((await ask(id, { verb: 'cancel' })).kind, 'decided');
    });
  }

  const forgotten: readonly Verb[] = [
    { verb: 'decide', approval: 'approved' },
    { verb: 'change', sendAt: Date.now() + 60 * minute },
  ];
  for (const verb of forgotten) {
    it(`catches up with what stands although nobody asks: it forgot to ${verb.verb}`, async () => {
      const { id } = await bench.announce({ room: freeRoom(), inMinutes: 120 });
      assert.equal((await ask(id, verb)).kind, 'decided');
      const before = await stored(id);
      await reset(id);
      assert.notDeepEqual(await bench.state(id), before);
      await eventually('it stands where the store does', async () => {
        await tidy();
        return isDeepStrictEqual(await bench.state(id), before);
      });
    });
  }

  it('posts nothing that was denied meanwhile, and nothing twice', async () => {
    const [denied, sent] = [await approved(), await approved()];
    assert.equal((await ask(denied.id, { verb: 'decide', approval: 'denied' })).kind, 'decided');
    // A busy machine may need longer than these seconds. Then a later time is tried.
    const at = await eventually('it is due soon', async () => {
      const sendAt = Date.now() + 6_000;
      return (await ask(denied.id, { verb: 'change', sendAt })).kind === 'decided' && sendAt;
    });
    assert.equal((await ask(sent.id, { verb: 'sendNow' })).kind, 'decided');
    await isStatus(sent.id, 'sent');
    await Promise.all([reset(denied.id), reset(sent.id)]);
    // Asked for its reminder again, the one that was sent says so; the other one is still denied when its time has
    // come.
    const again = await ask(sent.id, { verb: 'sendNow' });
    assert.equal(again.kind, 'refused', JSON.stringify(again));
    await eventually('its time has come', () => Date.now() > at);
    assert.equal((await ask(denied.id, { verb: 'change', note: 'late' })).kind, 'decided');
    assert.equal(await statusOf(denied.id), 'denied');
    assert.deepEqual([(await postsAbout(denied.id)).length, (await postsAbout(sent.id)).length], [0, 1]);
  });
});

describe('an open space whose workflow is reset while an attempt to post a reminder runs', () => {
  const bench = forSuite(() =>
    startWorkbench({ realTime: true, settleSeconds: 1, config: { reminderMinutes: [30, 15] } }),
  );

  it('tells people of the session at most once, although its later reminder is due as well', async () => {
    // The attempts of both runs are made here, at the same moment.
    await bench.stopWorker();
    const space = await bench.announce({ inMinutes: 10, approvedBy: ana });
    await Promise.all(['30', '15'].map((key) => sendReminder(bench.deps, { space, key })));
    const posts = await bench.x.timeline();
    assert.ok(posts.length <= 1, JSON.stringify(posts));
    for (const key of ['30', '15']) await sendReminder(bench.deps, { space, key });
    assert.ok((await bench.x.timeline()).length <= 1);
  });

  for (const isTaken of [true, false]) {
    it(`tells them once, also if its worker died when X ${isTaken ? 'had' : 'did not have'} the post`, async () => {
      await bench.stopWorker();
      const before = (await bench.x.timeline()).length;
      const space = await bench.announce({ room: isTaken ? 'A103' : 'A104', inMinutes: 10, approvedBy: ana });
      const post = async (text: string) => {
        if (isTaken) await bench.deps.x.post(text);
        throw new Killed();
      };
      // So long ago that no attempt can run any more.
      const earlier = { ...bench.deps, x: { ...bench.deps.x, post }, clock: () => Date.now() - 30_000 };
      await assert.rejects(sendReminder(earlier, { space, key: '30' }), Killed);
      await bench.startWorker();
      const states = await eventually('both are settled', async () => {
        const { reminders } = (await bench.store.openSpaces.find(space.id))?.space ?? assert.fail();
        return reminders.every(isSettled) && reminders.map(({ state }) => state.status);
      });
      assert.deepEqual(states, isTaken ? ['sent', 'superseded'] : ['superseded', 'sent']);
      assert.equal((await bench.x.timeline()).length, before + 1);
    });
  }
});
