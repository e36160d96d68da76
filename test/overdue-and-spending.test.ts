import assert from 'node:assert/strict';
import { createCauseFinder, usualLimits } from '../activities/alarm-causes.ts';
import { raiseAlarm } from '../activities/alarms.ts';
import { tellOrganisers } from '../activities/desk-news.ts';
import { forSuite } from './support/for-tests.ts';
import { reconciling } from './support/reconciling.ts';
import { eventually } from './support/running-bot.ts';
import { minute, startWorkbench } from './support/workbench.ts';

describe('the desk', () => {
  const bench = forSuite(() => startWorkbench());
  const { told, config, later } = reconciling(bench);

  /** Whether the desk, at that time (epoch milliseconds), finds its reminder overdue. */
  const isOverdue = async (id: string, at: number): Promise<boolean> => {
    const findCauses = createCauseFinder({ ...bench.deps, clock: () => at }, usualLimits);
    return (await findCauses(await config())).some(({ about = [] }) => about.includes(`${id}-15`));
  };

  it('calls a reminder overdue once it has been due and approved for a minute', async () => {
    const { id } = await bench.announce({ inMinutes: 10, room: 'A105' });
    await bench.x.fault({ route: 'POST /2/tweets', times: 1, accept: false, then: 'drop' });
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    await eventually('it is tried', async () => (await bench.state(id)).reminders[0]?.state.status === 'sending');
    const at = (await bench.state(id)).decisions.at(-1)?.at ?? 0;
    assert.deepEqual([await isOverdue(id, at + 5_000), await isOverdue(id, at + 1.1 * minute)], [false, true]);
  });

  it('warns once when most of the spending cap is spent, and once when nothing is posted beyond it', async () => {
    await bench.config({ spendingCap: 1 });
    await bench.store.budgets.spend('testconf', 0.85, { posts: 1 });
    const look = async (): Promise<void> => {
      const causes = await createCauseFinder(bench.deps, usualLimits)(await config());
      for (const cause of causes) if (cause._id.startsWith('spending')) await raiseAlarm(later(1), cause);
      await tellOrganisers(later(1));
    };
    await look();
    await look();
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /85% of the cap of \$1/u);
    await bench.store.budgets.spend('testconf', 0.5, { posts: 1 });
    await look();
    await look();
    assert.equal(told.length, 2);
    assert.match(told[1] ?? '', /135% of the cap of \$1\. Nothing is posted/u);
    await bench.config({ spendingCap: 0 });
    await look();
    assert.match(told[2] ?? '', /^⚠ About \$1\.35 is spent at X, and the cap is \$0\. Nothing is posted/u);
    const space = await bench.announce({ inMinutes: 4, room: 'A106' });
    await bench.ask(space.id, { verb: 'decide', approval: 'approved' });
    const result = await bench.finish(space.id);
    await bench.config({ spendingCap: null });
    assert.equal(result.status, 'missed');
    assert.deepEqual(await bench.x.timeline(), []);
  });

  it('gives a reminder a minute that was due before a cancellation was undone, or its start moved', async () => {
    const startAt = Date.now() + 90 * minute;
    const cases = [
      ['B115', [{ verb: 'cancel' }], { verb: 'undo' }, 80 * minute],
      ['A103', [], { verb: 'change', startAt }, 80 * minute],
    ] as const;
    for (const [room, before, verb, later] of cases) {
      const { id } = await bench.announce({ inMinutes: room === 'B115' ? 90 : 150, room });
      for (const one of [{ verb: 'decide', approval: 'approved' } as const, ...before]) await bench.ask(id, one);
      await bench.pass(id, later);
      await bench.x.fault({ route: 'POST /2/tweets', times: 1, accept: false, then: 'drop' });
      assert.equal((await bench.ask(id, verb)).kind, 'decided');
      await eventually('it is tried', async () => (await bench.state(id)).reminders[0]?.state.status === 'sending');
      const at = (await bench.state(id)).decisions.at(-1)?.at ?? 0;
      assert.deepEqual([await isOverdue(id, at + 5_000), await isOverdue(id, at + 1.1 * minute)], [false, true]);
    }
  });
});
