// Fetches the Temporal CLI by the SDK's own means. A process of its own: the SDK's runtime, once created, cannot be
// configured again. Argument: the directory to fetch into.
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [downloadDir] = process.argv.slice(2);
if (downloadDir === undefined) throw new Error('Say where to: sdk-download.ts DIRECTORY');
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', downloadDir } },
});
await environment.teardown();
