// An operator ends a workflow in Temporal at the moment when it decides.
import assert from 'node:assert/strict';
import { eventually } from '../support/running-bot.ts';
import { startWorkbench, type Workbench } from '../support/workbench.ts';

describe('a request whose workflow is terminated while it decides', () => {
  let bench: Workbench;

  before(async () => {
    bench = await startWorkbench();
  });
  after(() => bench.stop());

  it('is not reported as refused in the words of Temporal: it may have been stored', async () => {
    const { id } = await bench.announce();
    const { openSpaces } = bench.store;
    const { write } = openSpaces;
    let isStoring = false;
    let goOn = (): void => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    openSpaces.write = async (...state) => {
      isStoring = true;
      await gate;
      return write(...state);
    };
    try {
      const asked = bench.ask(id, { verb: 'decide', approval: 'approved' });
      await eventually('it is being stored', () => Promise.resolve(isStoring));
      await bench.client.workflow.getHandle(bench.workflowId(id)).terminate('an operator');
      const answer = await asked;
      assert.equal(answer.kind, 'refused');
      assert.match(answer.reason, /^An operator has ended or reset .* check whether it was done\.$/u);
      goOn();
      await eventually('it is stored', async () => (await openSpaces.find(id))?.status === 'approved');
    } finally {
      goOn();
      openSpaces.write = write;
    }
  });
});
