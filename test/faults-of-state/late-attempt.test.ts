// A worker that stood still while others went on.
import assert from 'node:assert/strict';
import { commitOpenSpace } from '../../activities/commit-open-space.ts';
import { sendReminder } from '../../activities/send-reminder.ts';
import { decide } from '../../core/decide.ts';
import { openingRules } from '../../core/opening-rules.ts';
import { withSendResult } from '../../core/outcomes.ts';
import { forSuite } from '../support/for-tests.ts';
import { expectInvariants } from '../support/invariants.ts';
import { eventually } from '../support/running-bot.ts';
import { startWorkbench } from '../support/workbench.ts';

const ana = { id: 'ana', name: 'ana', door: 'api' } as const;
const post = 'POST /2/tweets';

describe('an attempt of a worker that stood still', function () {
  this.timeout(120_000);
  const bench = forSuite(() => startWorkbench({ realTime: true, settleSeconds: 1, config: { paused: true } }));

  it('does not change the record of a later attempt with the same number', async () => {
    const { id } = await bench.announce({ inMinutes: 10, approvedBy: ana });
    // The test makes each attempt itself.
    await bench.client.workflow.getHandle(bench.workflowId(id)).terminate('the test posts');
    const view = await bench.store.openSpaces.find(id);
    assert.ok(view);
    const request = { space: view.space, key: '15' };
    const { reminders } = bench.store;
    let goOn = (): void => {};
    const going = new Promise<void>((resolve) => (goOn = resolve));
    let stands = false;
    const changeAttempt: typeof reminders.changeAttempt = async (...given) => {
      stands = true;
      await going;
      return reminders.changeAttempt(...given);
    };
    const standing = { ...bench.deps, store: { ...bench.store, reminders: { ...reminders, changeAttempt } } };
    await bench.config({ paused: false });
    await bench.x.fault({ route: post, times: 1, accept: false, then: 'status', status: 429 });
    const first = sendReminder(standing, request);
    try {
      await eventually('X has asked it to wait, and it stands still', async () => stands);

      // Others find that X does not have the post, and begin again after a pause.
      await bench.config({ paused: true });
      await eventually('it is held', async () => (await sendReminder(bench.deps, request)).kind === 'held');
      await bench.config({ paused: false });
      await bench.x.fault({ route: post, times: 1, accept: true, then: 'drop' });
      assert.equal((await sendReminder(bench.deps, request)).kind, 'unclear');
      const later = await reminders.findIntent(`${id}-15`);
      assert.deepEqual([later?.phase, later?.attempt], ['posting', 1]);

      goOn();
      await first;
      assert.deepEqual(await reminders.findIntent(`${id}-15`), later);
      await eventually('it is sent', async () => (await sendReminder(bench.deps, request)).kind === 'sent');
      assert.equal((await bench.x.timeline()).filter(({ text }) => text.includes(id)).length, 1);
    } finally {
      goOn();
      await first;
    }
    await expectInvariants(bench.store);
  });

  it('does not end a retry that began when another worker had stored the request for it', async () => {
    const { id } = await bench.announce({ inMinutes: 10, room: 'A103', approvedBy: ana });
    // The test makes each attempt itself.
    await bench.client.workflow.getHandle(bench.workflowId(id)).terminate('the test posts');
    const view = await bench.store.openSpaces.find(id);
    assert.ok(view);
    const space = withSendResult(view.space, '15', { kind: 'failed', why: 'X refused it' });
    await commitOpenSpace(bench.deps, { space, commitId: 'failed', takesRoom: false });
    const situation = { space, now: Date.now(), rules: openingRules(await bench.store.configs.current()) };
    const asked = decide(situation, { verb: 'retry', id: 'again', by: ana });
    assert.ok(asked.kind === 'accepted');
    const commit = { space: asked.space, commitId: 'again', takesRoom: false };
    const { reminders } = bench.store;
    let goOn = (): void => {};
    const going = new Promise<void>((resolve) => (goOn = resolve));
    let stands = false;
    const findIntent: typeof reminders.findIntent = async (...given) => {
      stands = true;
      await going;
      return reminders.findIntent(...given);
    };
    const standing = { ...bench.deps, store: { ...bench.store, reminders: { ...reminders, findIntent } } };
    await bench.config({ paused: false });
    const first = commitOpenSpace(standing, commit);
    try {
      await eventually('it stands still', async () => stands);
      assert.equal((await commitOpenSpace(bench.deps, commit)).kind, 'committed');
      await bench.x.fault({ route: post, times: 1, accept: true, then: 'drop' });
      const request = { space: asked.space, key: '15' };
      assert.equal((await sendReminder(bench.deps, request)).kind, 'unclear');
      const begun = await reminders.findIntent(`${id}-15`);
      assert.equal(begun?.phase, 'posting');
      goOn();
      assert.equal((await first).kind, 'committed');
      assert.deepEqual(await reminders.findIntent(`${id}-15`), begun);
      await eventually('it is sent', async () => (await sendReminder(bench.deps, request)).kind === 'sent');
      assert.equal((await bench.x.timeline()).filter(({ text }) => text.includes(id)).length, 1);
    } finally {
      goOn();
      await first;
    }
    await expectInvariants(bench.store);
  });
});
