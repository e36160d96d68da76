import assert from 'node:assert/strict';
import { Client, type WorkflowClientInterceptor } from '@temporalio/client';
import { createOpenSpaceWorkflows } from '../temporal/workflows.ts';
import { forSuite } from './support/for-tests.ts';
import { startWorkbench } from './support/workbench.ts';

describe('a workflow that ended', () => {
  const bench = forSuite(() => startWorkbench({ realTime: true }));
  const by = { id: 'ana', name: 'ana', door: 'web' } as const;

  it('is found with its last state, even if the next run has begun meanwhile', async () => {
    const { id } = await bench.announce({ inMinutes: 10, room: 'A105' });
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    await bench.client.workflow.getHandle(bench.workflowId(id)).result();
    // The correction waits, so the next run does not end.
    await bench.config({ paused: true });
    const askedInBetween: WorkflowClientInterceptor = {
      describe: async (input, next) => {
        const found = await next(input);
        await bench.service.ask({ openSpaceId: id, verb: { verb: 'cancel' }, by });
        return found;
      },
    };
    const { connection, options } = bench.client;
    const client = new Client({
      connection,
      namespace: options.namespace,
      interceptors: { workflow: [askedInBetween] },
    });
    const { conference } = await bench.store.configs.current();
    const { kind } = await createOpenSpaceWorkflows(client).findWorkflow(conference.id, id);
    assert.equal(kind, 'completed');
  });
});
