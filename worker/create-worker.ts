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

/** Written by `npm run build`, beside the JavaScript that it makes of the sources. */
const builtBundle = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

/** The workflows as the worker runs them: the built bundle, where we run from a build, else one made now. */
export function findWorkflowBundle(): Promise<WorkflowBundleOption> {
  return existsSync(builtBundle) ? Promise.resolve({ codePath: builtBundle }) : bundleWorkflows();
}

/** Takes some seconds and keeps the thread busy, so tests that start several workers make one bundle. */
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

/** About 0.3 MB each: what a worker keeps of parked workflows. Without a limit the SDK fills all memory. */
const maxCachedWorkflows = 500;

/** Reminders of a whole conference are due at the same full hour. Each waits for X most of its time. */
const postsAtOnce = 120;

/**
 * How long one activation of a workflow may take. The SDK reads this option and does not declare it. Its default of 5 s
 * is met on a busy machine by a workflow that thousands of signals wait for, and Node then ends the whole process,
 * because an interrupted sandbox leaves its async hooks broken.
 */
const patience = { isolateExecutionTimeout: '60 seconds' };

/** One worker for everything but posting, and one for that, so that nothing else takes a reminder's slot. */
export async function createWorkers({ connection, namespace, deps, workflowBundle }: WorkersOptions) {
  const activities = createActivities(deps);
  // No grace before activities are told: the listener and the desk hand over at once, and a post that is under way
  // takes no notice and is waited for.
  const shared = { connection, namespace, activities, shutdownForceTime: '20 seconds' } as const;
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: queues.openSpaces,
      workflowBundle,
      maxCachedWorkflows,
      // The default of 10 s is what a decision waits for when its worker was killed.
      stickyQueueScheduleToStartTimeout: '3 seconds',
      ...patience,
    }),
    Worker.create({
      ...shared,
      taskQueue: queues.xPost,
      maxConcurrentActivityTaskExecutions: postsAtOnce,
    }),
  ]);
  return {
    /** Resolves when both have shut down; rejects when one fails. */
    async run(): Promise<void> {
      await Promise.all(workers.map((worker) => worker.run()));
    },
    shutdown(): void {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    },
  };
}
