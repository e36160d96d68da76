// A worker that stood still while others went on.
import assert from 'node:assert/strict';
import { commitOpenSpace } from '../../activities/commit-open-space.ts';
import { sendReminder } from '../../activities/send-reminder.ts';
import { decide } from '../../core/decide.ts';
import { openingRules } from '../../core/opening-rules.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import { withSendResult } from '../../core/outcomes.ts';
import { forSuite } from '../support/for-tests.ts';
import { expectInvariants } from '../support/invariants.ts';
import { eventually } from '../support/running-bot.ts';
import { startWorkbench } from '../support/workbench.ts';

const ana = { id: 'ana', name: 'ana', door: 'api' } as const;
const post = 'POST /2/tweets';

describe('an attempt of a worker that was stopped', function () {
  this.timeout(120_000);
  const bench = forSuite(() => startWorkbench({ realTime: true, settleSeconds: 1, config: { paused: true } }));

  /** An approved one, whose attempts the test makes itself. */
  async function approvedSpace(room: string): Promise<OpenSpace> {
    const { id } = await bench.announce({ inMinutes: 10, room, approvedBy: ana });
    await bench.client.workflow.getHandle(bench.workflowId(id)).terminate('the test posts');
    return (await bench.store.openSpaces.find(id))?.space ?? assert.fail();
  }

  /** Whoever comes to it stands still until it is opened. */
  function closedGate() {
    let isReached = false;
    let open = (): void => {};
    const opened = new Promise<void>((resolve) => (open = resolve));
    const pass = (): Promise<void> => {
      isReached = true;
      return opened;
    };
    return { pass, open, isReached: () => isReached };
  }

  /** The deps of a worker with other calls to the store. */
  const standingWith = (calls: Partial<typeof bench.store.reminders>) => ({
    ...bench.deps,
    store: { ...bench.store, reminders: { ...bench.store.reminders, ...calls } },
  });

  it('does not end the alarm about the account, which X has refused since it took the post', async () => {
    const { x, store } = bench;
    const [taken, refused] = [await approvedSpace('A105'), await approvedSpace('A106')];
    const gate = closedGate();
    const postSlowly: typeof bench.deps.x.post = async (text) => {
      const outcome = await bench.deps.x.post(text);
      await gate.pass();
      return outcome;
    };
    await bench.config({ paused: false });
    const first = sendReminder(
      { ...bench.deps, x: { ...bench.deps.x, post: postSlowly } },
      { space: taken, key: '15' },
    );
    try {
      await eventually('X has taken the first one', async () => gate.isReached());
      await x.fault({ route: post, times: 1, accept: false, then: 'status', status: 402 });
      assert.equal((await sendReminder(bench.deps, { space: refused, key: '15' })).kind, 'held');
      gate.open();
      assert.equal((await first).kind, 'sent');
      assert.notEqual(await store.alarms.find('x-account'), null);
      assert.equal((await sendReminder(bench.deps, { space: refused, key: '15' })).kind, 'sent');
      assert.equal(await store.alarms.find('x-account'), null);
    } finally {
      gate.open();
      await first;
      await bench.config({ paused: true });
    }
  });

  it('does not change the record of a later attempt with the same number', async () => {
    const approved = await approvedSpace('B114');
    const { id } = approved;
    const request = { space: approved, key: '15' };
    const { reminders } = bench.store;
    const gate = closedGate();
    const changeAttempt: typeof reminders.changeAttempt = async (...given) => {
      await gate.pass();
      return reminders.changeAttempt(...given);
    };
    const standing = standingWith({ changeAttempt });
    await bench.config({ paused: false });
    await bench.x.fault({ route: post, times: 1, accept: false, then: 'status', status: 429 });
    const first = sendReminder(standing, request);
    try {
      await eventually('X has asked it to wait, and it stands still', async () => gate.isReached());

      // Others find that X does not have the post, and begin again after a pause.
      await bench.config({ paused: true });
      await eventually('it is held', async () => (await sendReminder(bench.deps, request)).kind === 'held');
      await bench.config({ paused: false });
      await bench.x.fault({ route: post, times: 1, accept: true, then: 'drop' });
      assert.equal((await sendReminder(bench.deps, request)).kind, 'unclear');
      const later = await reminders.findIntent(`${id}-15`);
      assert.deepEqual([later?.phase, later?.attempt], ['posting', 1]);

      gate.open();
      await first;
      assert.deepEqual(await reminders.findIntent(`${id}-15`), later);
      await eventually('it is sent', async () => (await sendReminder(bench.deps, request)).kind === 'sent');
      assert.equal((await bench.x.timeline()).filter(({ text }) => text.includes(id)).length, 1);
    } finally {
      gate.open();
      await first;
    }
    await expectInvariants(bench.store);
  });

  it('does not end a retry that began when another worker had stored the request for it', async () => {
    const approved = await approvedSpace('A103');
    const { id } = approved;
    const space = withSendResult(approved, '15', { kind: 'failed', why: 'X refused it' });
    await commitOpenSpace(bench.deps, { space, commitId: 'failed', mustBeFree: false });
    const situation = { space, now: Date.now(), rules: openingRules(await bench.store.configs.current()) };
    const asked = decide(situation, { verb: 'retry', id: 'again', by: ana });
    assert.ok(asked.kind === 'accepted');
    const commit = { space: asked.space, commitId: 'again', mustBeFree: false };
    const { reminders } = bench.store;
    const gate = closedGate();
    const findIntent: typeof reminders.findIntent = async (...given) => {
      await gate.pass();
      return reminders.findIntent(...given);
    };
    const standing = standingWith({ findIntent });
    await bench.config({ paused: false });
    const first = commitOpenSpace(standing, commit);
    try {
      await eventually('it stands still', async () => gate.isReached());
      assert.equal((await commitOpenSpace(bench.deps, commit)).kind, 'committed');
      await bench.x.fault({ route: post, times: 1, accept: true, then: 'drop' });
      const request = { space: asked.space, key: '15' };
      assert.equal((await sendReminder(bench.deps, request)).kind, 'unclear');
      const begun = await reminders.findIntent(`${id}-15`);
      assert.equal(begun?.phase, 'posting');
      gate.open();
      assert.equal((await first).kind, 'committed');
      assert.deepEqual(await reminders.findIntent(`${id}-15`), begun);
      await eventually('it is sent', async () => (await sendReminder(bench.deps, request)).kind === 'sent');
      assert.equal((await bench.x.timeline()).filter(({ text }) => text.includes(id)).length, 1);
    } finally {
      gate.open();
      await first;
    }
    await expectInvariants(bench.store);
  });
});
