import assert from 'node:assert/strict';
import { forSuite } from './support/for-tests.ts';
import { startWorkbench } from './support/workbench.ts';

describe('the tweet is looked up again just before its reminder', () => {
  const bench = forSuite(() => startWorkbench());

  it('and a deleted one is cancelled, its words erased', async () => {
    const space = await bench.announce({ inMinutes: 60, room: 'B114' });
    await bench.ask(space.id, { verb: 'decide', approval: 'approved' });
    await bench.x.control(`DELETE /sandbox/tweets/${space.id}`);
    const result = await bench.finish(space.id);
    assert.equal(result.status, 'cancelled');
    assert.deepEqual(await bench.x.timeline(), []);
    const view = await bench.store.openSpaces.find(space.id);
    const last = view?.space.decisions.at(-1);
    assert.deepEqual([last?.to['standing'], last?.why], ['cancelled', 'the tweet was deleted']);
  });

  it('and if X does not answer, the reminder still goes out, and the card says so', async () => {
    const space = await bench.announce({ inMinutes: 60, room: 'A103' });
    await bench.ask(space.id, { verb: 'decide', approval: 'approved' });
    await bench.x.fault({ route: 'GET /2/tweets/:id', times: 5, accept: false, then: 'status', status: 503 });
    const result = await bench.finish(space.id);
    assert.equal(result.status, 'sent');
    const state = (await bench.store.openSpaces.find(space.id))?.space.reminders[0]?.state;
    assert.equal(state?.status === 'sent' && state.note, 'the tweet could not be looked up before');
  });
});
