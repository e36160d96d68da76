// A workflow's code fails again and again, as after an upgrade that went wrong. Then Temporal takes no Updates for it.
import assert from 'node:assert/strict';
import { askOpenSpace } from '../../temporal/ask-open-space.ts';
import { openSpaceWorkflowId, queues } from '../../workflows/messages.ts';
import { forSuite } from '../support/for-tests.ts';
import { eventually } from '../support/running-bot.ts';
import { startWorkbench } from '../support/workbench.ts';

describe('a request whose workflow is stuck', () => {
  const bench = forSuite(() => startWorkbench());

  it('is kept', async () => {
    const workflowId = openSpaceWorkflowId('testconf', 'broken');
    const args = [{}];
    const handle = await bench.client.workflow.start('openSpace', { taskQueue: queues.openSpaces, workflowId, args });
    await eventually('its code fails again and again', async () => {
      const { raw } = await handle.describe();
      return (raw.pendingWorkflowTask?.attempt ?? 0) > 3;
    });
    const by = { id: 'ana', name: 'Ana', door: 'api' } as const;
    const verb = { verb: 'decide', approval: 'denied' } as const;
    const answer = await askOpenSpace(bench.client, 'testconf', { openSpaceId: 'broken', verb, by, revision: 0 });
    assert.deepEqual(answer, { kind: 'kept' });
  });
});
