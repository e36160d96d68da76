import assert from 'node:assert/strict';
import { commitOpenSpace } from '../activities/commit-open-space.ts';
import type { Verb } from '../core/request.ts';
import { statusOf } from '../core/status.ts';
import { forSuite } from './support/for-tests.ts';
import { eventually } from './support/running-bot.ts';
import { hour, minute, startWorkbench } from './support/workbench.ts';

const post = 'POST /2/tweets';
const deny: Verb = { verb: 'decide', approval: 'denied' };
const undo: Verb = { verb: 'undo' };

describe('what organisers can correct', () => {
  const by = { id: 'ana', name: 'ana', door: 'slack' } as const;

  const bench = forSuite(() => startWorkbench({ realTime: true, settleSeconds: 1 }));

  afterEach(() => bench.x.control('DELETE /sandbox/faults'));

  const ask = async (openSpaceId: string, verb: Verb) => bench.service.ask({ openSpaceId, verb, by });
  const viewOf = async (id: string) => (await bench.store.openSpaces.find(id))?.space;
  const hasStatus = async (id: string, status: string) =>
    eventually(`${id} is ${status}`, async () => {
      const space = await viewOf(id);
      return space !== undefined && statusOf(space) === status;
    });
  const posts = async (): Promise<number> => (await bench.x.timeline()).length;

  describe('a reminder that X refused', () => {
    const failed = async (room: string): Promise<string> => {
      const { id } = await bench.announce({ inMinutes: 10, room });
      await bench.x.fault({ route: post, times: 1, accept: false, then: 'status', status: 403 });
      await ask(id, { verb: 'decide', approval: 'approved' });
      await hasStatus(id, 'failed');
      return id;
    };

    it('is posted once when it is tried again, and not a second time', async () => {
      const id = await failed('A103');
      const before = await posts();
      assert.equal((await ask(id, { verb: 'retry' })).kind, 'decided');
      await hasStatus(id, 'sent');
      assert.equal(await posts(), before + 1);
      assert.equal((await ask(id, { verb: 'retry' })).kind, 'refused');
      assert.equal(await posts(), before + 1);
    });

    it('fails again if X refuses again, and can be tried once more', async () => {
      const id = await failed('A104');
      const before = await posts();
      await bench.x.fault({ route: post, times: 1, accept: false, then: 'status', status: 403 });
      assert.equal((await ask(id, { verb: 'retry' })).kind, 'decided');
      await eventually('it failed again', async () => {
        const space = await viewOf(id);
        return space?.reminders[0]?.state.status === 'failed' && space.decisions.at(-1)?.verb === 'retry';
      });
      assert.equal((await ask(id, { verb: 'retry' })).kind, 'decided');
      await hasStatus(id, 'sent');
      assert.equal(await posts(), before + 1);
    });

    it('is posted when it is tried again weeks later', async () => {
      const id = await failed('B114');
      const before = await posts();
      const space = await viewOf(id);
      assert.ok(space);
      const reminders = space.reminders.map((one) => ({ ...one, sendAt: Date.now() - 30 * 24 * hour }));
      const long = { ...space, reminders, title: '合'.repeat(200), revision: space.revision + 1 };
      await commitOpenSpace(bench.deps, { space: long, commitId: 'weeks', mustBeFree: false });
      assert.equal((await ask(id, { verb: 'retry' })).kind, 'decided');
      await hasStatus(id, 'sent');
      assert.equal(await posts(), before + 1);
    });
  });

  it('a reminder that was found on the profile after the start is stored as sent', async () => {
    const { id } = await bench.announce({ inMinutes: 0.1, room: 'A106' });
    await hasStatus(id, 'missed');
    await bench.client.workflow.getHandle(bench.workflowId(id)).result();
    const space = await viewOf(id);
    assert.ok(space);
    const reminders = space.reminders.map((one) => ({
      ...one,
      state: { status: 'unconfirmed', why: 'lost' } as const,
    }));
    const unclear = { ...space, reminders, revision: space.revision + 1 };
    await commitOpenSpace(bench.deps, { space: unclear, commitId: 'unclear', mustBeFree: false });
    assert.equal((await ask(id, { verb: 'retry' })).kind, 'gone');
    assert.equal((await ask(id, { verb: 'confirmSent' })).kind, 'decided');
    await hasStatus(id, 'sent');
  });

  it('an undone cancellation restores each reminder: its text, its approval or its denial', async () => {
    const { id } = await bench.announce({ inMinutes: 300, room: 'A105' });
    await ask(id, { verb: 'decide', approval: 'approved', text: 'See you in {room}' });
    const was = (await viewOf(id))?.reminders;
    assert.equal((await ask(id, { verb: 'cancel' })).kind, 'decided');
    assert.equal((await ask(id, undo)).kind, 'decided');
    const space = await viewOf(id);
    assert.equal(space?.standing.status, 'scheduled');
    assert.deepEqual(space.reminders, was);
    assert.equal(was?.[0]?.text, 'See you in {room}');
  });

  it('a “Send now” that is undone before the post: an approval posts nothing before the usual time', async () => {
    const { id } = await bench.announce({ inMinutes: 310, room: 'A103' });
    const before = await posts();
    await bench.config({ paused: true });
    await ask(id, { verb: 'sendNow' });
    await eventually('it is held', async () => (await viewOf(id))?.reminders[0]?.held !== undefined);
    assert.equal((await ask(id, undo)).kind, 'decided');
    await bench.config({ paused: false });
    assert.equal((await ask(id, { verb: 'decide', approval: 'approved' })).kind, 'decided');
    const { startAt = 0, reminders } = (await viewOf(id)) ?? assert.fail();
    assert.deepEqual([reminders[0]?.sendAt, await posts()], [startAt - 15 * minute, before]);
  });

  it('a denied conflict is the same conflict again after Undo', async () => {
    const holder = await bench.announce({ room: 'B114', inMinutes: 200 });
    const { id } = await bench.announce({ room: 'B114', inMinutes: 210 });
    assert.equal((await ask(id, deny)).kind, 'decided');
    assert.equal((await viewOf(id))?.standing.status, 'dismissed');
    assert.equal((await ask(id, undo)).kind, 'decided');
    const standing = (await viewOf(id))?.standing;
    assert.ok(standing?.status === 'conflict');
    assert.deepEqual(standing.with, {
      openSpaceId: holder.id,
      room: 'B114',
      startAt: holder.startAt,
      relation: 'overlaps',
    });
  });

  it('a denied conflict whose room is free now takes place when the denial is undone', async () => {
    const holder = await bench.announce({ room: 'B115', inMinutes: 200 });
    const { id } = await bench.announce({ room: 'B115', inMinutes: 210 });
    await ask(id, deny);
    await ask(holder.id, { verb: 'cancel' });
    assert.equal((await ask(id, undo)).kind, 'decided');
    const space = await viewOf(id);
    assert.ok(space);
    assert.equal(statusOf(space), 'needs_action');
    assert.equal((await bench.announce({ room: 'B115', inMinutes: 220 })).standing.status, 'conflict');
  });
});
