import assert from 'node:assert/strict';
import { commitOpenSpace } from '../activities/commit-open-space.ts';
import { forSuite } from './support/for-tests.ts';
import { reconciling } from './support/reconciling.ts';
import { eventually } from './support/running-bot.ts';
import { startWorkbench } from './support/workbench.ts';

const by = { id: 'U0ORG1', name: 'ana', door: 'slack' } as const;

describe('a workflow that an operator ended in Temporal', () => {
  const bench = forSuite(() => startWorkbench());
  const { told, later, tidy } = reconciling(bench);

  it('counts as cancelled after a termination, and organisers are told once', async () => {
    const space = await bench.announce({ inMinutes: 60, room: 'B115' });
    await bench.client.workflow.getHandle(bench.workflowId(space.id)).terminate('an operator');
    // Temporal's list shows only a moment later that the workflow has ended.
    await eventually('it counts as cancelled', async () => {
      await tidy();
      return (await bench.store.openSpaces.find(space.id))?.status === 'cancelled';
    });
    await tidy();
    const lines = told.filter((line) => line.includes(space.id));
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /^One open space had a workflow that was ended in Temporal, .*: B115 · \S+ \d+ /u);
    assert.equal((await bench.announce({ inMinutes: 60, room: 'B115' })).standing.status, 'scheduled');
  });

  it('lets organisers undo a denial even after its workflow was ended', async () => {
    const { id } = await bench.announce({ inMinutes: 400, room: 'A106' });
    const deny = { verb: 'decide', approval: 'denied' } as const;
    assert.equal((await bench.service.ask({ openSpaceId: id, verb: deny, by })).kind, 'decided');
    await bench.client.workflow.getHandle(bench.workflowId(id)).terminate('an operator');
    await tidy();
    assert.equal((await bench.service.ask({ openSpaceId: id, verb: { verb: 'undo' }, by })).kind, 'decided');
    assert.equal((await bench.store.openSpaces.find(id))?.status, 'needs_action');
  });

  it('lets organisers undo a cancellation in Temporal while a post is still being prepared', async () => {
    let isPrepared = false;
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const waitUntil = () => {
      isPrepared = true;
      return gate;
    };
    const busy = await startWorkbench({ deps: { waitUntil } });
    try {
      const { id } = await busy.announce({ inMinutes: 15, room: 'B114' });
      await busy.ask(id, { verb: 'decide', approval: 'approved' });
      await eventually('its post is prepared', () => Promise.resolve(isPrepared));
      await busy.client.workflow.getHandle(busy.workflowId(id)).cancel();
      const status = async () => (await busy.store.openSpaces.find(id))?.status;
      await eventually('it is called off', async () => (await busy.state(id)).standing.status === 'cancelled');
      assert.equal((await busy.ask(id, { verb: 'undo' })).kind, 'decided');
      goOn();
      await eventually('it is posted', async () => (await status()) === 'sent');
    } finally {
      goOn();
      await busy.stop();
    }
  });

  it('can be undone, and a correction tells people', async () => {
    const { id, ...space } = await bench.announce({ inMinutes: 60, room: 'B114' });
    const workflow = bench.client.workflow.getHandle(bench.workflowId(id));
    const stored = async () => (await bench.store.openSpaces.find(id))?.space ?? assert.fail();
    const correction = async () => (await stored()).reminders.findLast(({ corrects }) => corrects !== undefined);
    // The state after its first reminder.
    const told = { ...space, id, revision: 1, told: { where: 'B114', startAt: space.startAt ?? 0 } };
    await commitOpenSpace(later(1), { space: told, commitId: 'told', mustBeFree: false });
    await workflow.cancel();
    await assert.rejects(workflow.result());
    assert.equal((await correction())?.state.status, 'needs_action');
    assert.equal((await bench.service.ask({ openSpaceId: id, verb: { verb: 'undo' }, by })).kind, 'decided');
    assert.deepEqual(
      [(await stored()).standing.status, (await correction())?.state.status],
      ['scheduled', 'superseded'],
    );
    await workflow.terminate('an operator');
    await tidy();
    assert.deepEqual(
      [(await stored()).standing.status, (await correction())?.state.status],
      ['cancelled', 'needs_action'],
    );
    // The workflow runs even if nobody decides: at the session's start it removes the buttons from the card.
    await tidy(later(10));
    assert.equal((await bench.deps.openSpaces.findWorkflow('testconf', id)).kind, 'running');
    const reminder = (await correction())?.key ?? '';
    const verb = { verb: 'decide', approval: 'approved', reminder } as const;
    assert.equal((await bench.service.ask({ openSpaceId: id, verb, by })).kind, 'decided');
    assert.equal((await bench.finish(id)).status, 'cancelled');
    assert.match((await bench.x.timeline()).at(-1)?.text ?? '', /^Cancelled: an open space, B114 /u);
  });
});
