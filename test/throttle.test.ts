import assert from 'node:assert/strict';
import type { Db, Filter } from 'mongodb';
import { createBudgets } from '../store/budgets.ts';
import type { ReminderView } from '../store/reminders.ts';
import { forSuite } from './support/for-tests.ts';
import { held } from './support/held.ts';
import { minute, startWorkbench } from './support/workbench.ts';

describe('a place in the hour of the throttle', () => {
  const bench = forSuite(() => startWorkbench());

  it('is free again if its reminder is denied, or its session cancelled or moved to later', async () => {
    const { budgets } = bench.store;
    // When the reminders go out.
    const now = Date.now() + 45 * minute;
    for (const [room, verb] of [
      ['A103', { verb: 'decide', approval: 'denied' }],
      ['A104', { verb: 'cancel' }],
      ['A105', { verb: 'change', startAt: now + 120 * minute }],
    ] as const) {
      const { id } = await bench.announce({ room, inMinutes: 60 });
      await bench.ask(id, { verb: 'decide', approval: 'approved' });
      assert.equal(await budgets.takePlace('testconf', `${id}-15`, 1, now), undefined);
      assert.notEqual(await budgets.findPlace('testconf', 'other', 1, now), undefined);
      await bench.ask(id, verb);
      assert.equal(await budgets.findPlace('testconf', 'other', 1, now), undefined, verb.verb);
    }
    assert.equal(await budgets.takePlace('testconf', 'other', 1, now), undefined);
  });

  it('stays with a reminder that goes out after all, if a worker that stood still believes it is denied', async () => {
    const { budgets } = bench.store;
    const now = Date.now() + 45 * minute;
    const { id } = await bench.announce({ room: 'A106', inMinutes: 60 });
    assert.equal(await budgets.takePlace('undone', `${id}-15`, 1, now), undefined);
    const [read, goOn] = [held(), held()];
    const find = (filter: Filter<ReminderView>) => ({
      async toArray() {
        const rows = await bench.db.collection<ReminderView>('reminders').find(filter).toArray();
        read.release();
        await goOn.released;
        return rows;
      },
    });
    const collection = (name: string) => (name === 'reminders' ? { find } : bench.db.collection(name));
    const looking = createBudgets({ collection } as unknown as Db).findPlace('undone', 'other', 1, now);
    await read.released;
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    assert.equal(await budgets.takePlace('undone', `${id}-15`, 1, now + 1_000), undefined);
    goOn.release();
    await looking;
    assert.notEqual(await budgets.takePlace('undone', 'other', 1, now + 2_000), undefined);
  });

  it('is one of the hour in which its reminder goes out, not of the hour in which X refused it', async () => {
    const { budgets } = bench.store;
    const take = (reminder: string, inMinutes: number) =>
      budgets.takePlace('refused', reminder, 1, Date.now() + inMinutes * minute);
    assert.equal(await take('one', 0), undefined);
    assert.equal(await take('one', 50), undefined);
    assert.notEqual(await take('two', 70), undefined);
    assert.equal(await take('two', 120), undefined);
    assert.notEqual(await take('one', 130), undefined);
  });

  it('is said to be free when it is, after the limit was lowered', async () => {
    const { budgets } = bench.store;
    const now = Date.now();
    for (const at of [0, 10, 20]) await budgets.takePlace('lowered', `at ${at}`, 3, now + at * minute);
    const next = await budgets.findPlace('lowered', 'other', 1, now + 30 * minute);
    assert.equal(next, now + 80 * minute + 1_000);
  });
});
