import assert from 'node:assert/strict';
import { forSuite } from './support/for-tests.ts';
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
});
