// Downloads the Temporal CLI with the SDK's own function. This is a process of its own, because the SDK's runtime
// cannot be configured again once it exists. Argument: the directory for the download.
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [downloadDir] = process.argv.slice(2);
if (downloadDir === undefined) throw new Error('Say where to: sdk-download.ts DIRECTORY');
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', downloadDir } },
});
await environment.teardown();
