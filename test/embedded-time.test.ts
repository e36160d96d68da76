import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { approve, threeDays } from './support/sample-workflow.ts';
import { freshQueue, temporalServer } from './support/servers.ts';
import { fastForward, skippingClient, skipToEnd, workflowTime } from './support/skip-time.ts';

const HOUR = 60 * 60_000;

describe('time in tests', () => {
  const taskQueue = freshQueue('time');
  let native: NativeConnection;
  let worker: Worker;
  let running: Promise<void>;

  before(async () => {
    const { address } = await temporalServer();
    native = await NativeConnection.connect({ address });
    const workflowBundle = await bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL('support/sample-workflow.ts', import.meta.url)),
      logger: new DefaultLogger('WARN'),
    });
    worker = await Worker.create({ connection: native, taskQueue, workflowBundle });
    running = worker.run();
  });
  after(async () => {
    worker.shutdown();
    await running;
    await native.close();
  });

  it('lets three days pass within seconds', async () => {
    const client = await skippingClient();
    const result = await client.workflow.execute(threeDays, { taskQueue, workflowId: freshQueue('days') });
    assert.ok(result.sleptMs >= 72 * HOUR);
  });

  it('skips to a time, takes a decision there, and continues', async () => {
    const { client } = await temporalServer();
    const handle = await client.workflow.start(threeDays, { taskQueue, workflowId: freshQueue('step') });
    const start = (await handle.describe()).startTime.getTime();
    const noon = await fastForward(client, handle.workflowId, 24 * HOUR);
    assert.ok(noon.getTime() - start >= 24 * HOUR && noon.getTime() - start < 25 * HOUR);
    assert.equal(await handle.executeUpdate(approve, { args: ['ana'] }), 'ana');
    assert.ok((await workflowTime(client, handle.workflowId)).getTime() - start < 25 * HOUR, 'time stands meanwhile');
    const next = await fastForward(client, handle.workflowId, 24 * HOUR);
    assert.ok(next.getTime() - start >= 48 * HOUR);
    await skipToEnd(client, handle.workflowId);
    const result = await handle.result();
    assert.equal(result.approvedBy, 'ana');
    assert.ok(result.sleptMs >= 72 * HOUR && result.sleptMs < 73 * HOUR);
  });

  it('shows what a timer is for', async () => {
    const client = await skippingClient();
    const handle = await client.workflow.start(threeDays, { taskQueue, workflowId: freshQueue('summary') });
    await handle.result();
    const { events = [] } = await handle.fetchHistory();
    const timer = (events ?? []).find((event) => event.timerStartedEventAttributes);
    const summary = Buffer.from(timer?.userMetadata?.summary?.data ?? []).toString();
    assert.equal(summary, '"three days"');
  });
});
