/**
 * A worker of its own process with nothing but the SDK. The environment names the server, as for the bot's own
 * worker.
 */
import { fileURLToPath } from 'node:url';
import { NativeConnection, Worker } from '@temporalio/worker';
import { temporalConnection } from '../../config/env.ts';

const { connectionOptions, namespace = 'default' } = temporalConnection();
const worker = await Worker.create({
  connection: await NativeConnection.connect(connectionOptions),
  namespace,
  taskQueue: 'bare',
  workflowsPath: fileURLToPath(new URL('bare-workflow.ts', import.meta.url)),
  activities: { tellTime: () => Promise.resolve(Date.now()) },
});
const running = worker.run();
console.log('{"msg":"bare ready"}');
await running;
