import assert from 'node:assert/strict';
import { sentenceOf } from '../core/words.ts';
import { forSuite } from './support/for-tests.ts';
import { eventually } from './support/running-bot.ts';
import { startWorkbench } from './support/workbench.ts';

describe('an open space whose history is long', () => {
  const bench = forSuite(() => startWorkbench({ realTime: true }));

  it('continues as new after an Update, is listed as before, and is decided on and posted', async () => {
    const { id } = await bench.announce({ room: 'A103', inMinutes: 300 });
    const handle = bench.client.workflow.getHandle(bench.workflowId(id));
    const { runId } = await handle.describe();
    // Temporal suggests it if the history has more than 4 MB. The workflow does not understand these signals, so they
    // change nothing. The worker is stopped meanwhile, so that it gets them together and not one by one.
    await bench.stopWorker();
    const long = { verb: 'change', room: 'x'.repeat(200_000), by: 'ana' };
    for (let sent = 0; sent < 22; sent++) await handle.signal('decide', long);
    await bench.startWorker();
    assert.equal((await bench.ask(id, { verb: 'change', room: 'A104' })).kind, 'decided');
    assert.equal((await bench.ask(id, { verb: 'decide', approval: 'approved' })).kind, 'decided');
    // Temporal's list follows a little later.
    await eventually('it goes on in another run, and is listed as it is', async () => {
      const shown = (await bench.deps.openSpaces.listRunning('testconf')).get(id);
      const sentence = sentenceOf(await bench.state(id));
      return shown?.runId !== runId && shown?.sentence === sentence && shown.status === 'approved';
    });
    assert.equal((await bench.ask(id, { verb: 'sendNow' })).kind, 'decided');
    await eventually('it is sent', async () => (await bench.store.openSpaces.find(id))?.status === 'sent');
  });
});
