import assert from 'node:assert/strict';
import { forSuite } from './support/for-tests.ts';
import { startWorkbench } from './support/workbench.ts';

describe('a place in the hour of the throttle', () => {
  const bench = forSuite(() => startWorkbench());

  it('is free again where its reminder is denied before it went out', async () => {
    const { budgets } = bench.store;
    const { id } = await bench.announce({ room: 'A103', inMinutes: 60 });
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    const now = Date.now();
    assert.equal(await budgets.takePlace('testconf', `${id}-15`, 1, now), undefined);
    assert.notEqual(await budgets.findPlace('testconf', 'other', 1, now), undefined);
    await bench.ask(id, { verb: 'decide', approval: 'denied' });
    assert.equal(await budgets.findPlace('testconf', 'other', 1, now), undefined);
    assert.equal(await budgets.takePlace('testconf', 'other', 1, now), undefined);
  });
});
