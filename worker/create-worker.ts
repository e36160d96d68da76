import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Worker,
  type NativeConnection,
  type WorkflowBundleOption,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { createActivities } from '../activities/index.ts';
import type { Deps } from '../activities/deps.ts';
import { queues } from '../workflows/messages.ts';

/** The bundle that `npm run build` writes, beside the JavaScript files. */
const builtBundle = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

/** The workflow bundle: the built one if we run from a build, else a new one. */
export function findWorkflowBundle(): Promise<WorkflowBundleOption> {
  return existsSync(builtBundle) ? Promise.resolve({ codePath: builtBundle }) : bundleWorkflows();
}

/** This takes some seconds of the thread's time, so tests that start several workers make one bundle. */
export function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)),
    logger: new DefaultLogger('WARN'),
  });
}

export interface WorkersOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly deps: Deps;
  readonly workflowBundle: WorkflowBundleOption;
}

/** The limit of workflows in a worker's cache, about 0.2 MB each. Without it, the SDK fills all memory. */
const maxCachedWorkflows = 500;

/** All reminders of a conference may be due at the same full hour. Each one mostly waits for X. */
const postsAtOnce = 120;

/**
 * How long one activation of a workflow may take. The SDK reads this option but does not declare it. With its default
 * of 5 s, a workflow with thousands of waiting signals fails on a busy machine, and then Node ends the whole process,
 * because an interrupted sandbox leaves broken async hooks. Remove this when the SDK declares such an option, or
 * survives the interruption.
 */
const activationTimeout = { isolateExecutionTimeout: '60 seconds' };

/** Two workers: one for posting, and one for everything else, so that nothing else takes a reminder's slot. */
export async function createWorkers({ connection, namespace, deps, workflowBundle }: WorkersOptions) {
  const { sendReminder, ...others } = createActivities(deps);
  // Activities are told at once, without a grace period. The listener and the desk hand over at once; a post in
  // progress ignores it, and the worker waits for it. The process ends before the forced shutdown, see main.ts.
  const shared = { connection, namespace, shutdownForceTime: '30 seconds' } as const;
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: queues.openSpaces,
      activities: others,
      workflowBundle,
      maxCachedWorkflows,
      // If a worker is killed, a decision waits for this long. The default is 10 s.
      stickyQueueScheduleToStartTimeout: '3 seconds',
      ...activationTimeout,
    }),
    Worker.create({
      ...shared,
      taskQueue: queues.xPost,
      activities: { sendReminder },
      maxConcurrentActivityTaskExecutions: postsAtOnce,
    }),
  ]);
  return {
    /** Resolves when both have shut down; rejects if one fails. */
    async run(): Promise<void> {
      await Promise.all(workers.map((worker) => worker.run()));
    },
    shutdown(): void {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    },
  };
}
