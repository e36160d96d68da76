import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
  type WorkflowStartOptions,
} from '@temporalio/client';
import { sentenceOf } from '../core/status.ts';
import type { SourceChange } from '../core/source-change.ts';
import {
  deskWorkflowId,
  listenWorkflowId,
  openSpaceWorkflowId,
  queues,
  sourceChangedSignal,
  type OpenSpaceInput,
} from '../workflows/messages.ts';
import type { openSpace } from '../workflows/open-space.ts';
import { searchAttributesOf } from '../workflows/search-attributes.ts';
import type { desk, listen } from '../workflows/standing.ts';

/** Starts an open space's workflow once: running or ended, it is left alone. False where it has ended. */
export async function startOpenSpace(client: Client, input: OpenSpaceInput): Promise<boolean> {
  const { space } = input;
  const options: WorkflowStartOptions<typeof openSpace> = {
    args: [input],
    taskQueue: queues.openSpaces,
    workflowId: openSpaceWorkflowId(space.conferenceId, space.id),
    workflowIdConflictPolicy: 'USE_EXISTING',
    // An ended one is only run again to be changed before its start; its sent reminders stay sent.
    workflowIdReusePolicy: input.untilStart === true ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE',
    typedSearchAttributes: searchAttributesOf(space),
    staticSummary: sentenceOf(space).slice(0, 200),
    ...(space.source === undefined ? {} : { staticDetails: `[The tweet](${space.source.url})` }),
  };
  try {
    await client.workflow.start<typeof openSpace>('openSpace', options);
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

/** Tells an open space what its host did; false where it has ended or never was. */
export async function signalSourceChanged(
  client: Client,
  conferenceId: string,
  id: string,
  change: SourceChange,
): Promise<boolean> {
  try {
    await client.workflow.getHandle(openSpaceWorkflowId(conferenceId, id)).signal(sourceChangedSignal, change);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** The open spaces whose workflows run; visibility may lag some seconds behind. */
export async function listRunningOpenSpaces(client: Client, conferenceId: string): Promise<Set<string>> {
  const query = `WorkflowType = "openSpace" AND ExecutionStatus = "Running" AND Conference = "${conferenceId}"`;
  const ids = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query })) ids.add(workflowId.split(':').at(-1) ?? '');
  return ids;
}

/** What Temporal knows of one open space, surely and now. */
export async function findOpenSpaceWorkflow(
  client: Client,
  conferenceId: string,
  id: string,
): Promise<'running' | 'ended' | 'none'> {
  try {
    const { status } = await client.workflow.getHandle(openSpaceWorkflowId(conferenceId, id)).describe();
    return status.name === 'RUNNING' || status.name === 'PAUSED' ? 'running' : 'ended';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'none';
    throw error;
  }
}

/** Every worker makes sure that somebody listens and somebody draws; the first one starts it, the others find it there. */
export async function startStandingWork(client: Client, conferenceId: string): Promise<void> {
  const start = {
    taskQueue: queues.openSpaces,
    args: [{ conferenceId }],
    workflowIdConflictPolicy: 'USE_EXISTING',
  } as const;
  await client.workflow.start<typeof listen>('listen', {
    ...start,
    args: [{ conferenceId }],
    workflowId: listenWorkflowId(conferenceId),
    staticSummary: 'hears tweets',
  });
  await client.workflow.start<typeof desk>('desk', {
    ...start,
    args: [{ conferenceId }],
    workflowId: deskWorkflowId(conferenceId),
    staticSummary: 'draws cards',
  });
}

/** Whether the listener and the desk run. Looking costs no billable action, starting anew would. */
export async function hasStandingWork(client: Client, conferenceId: string): Promise<boolean> {
  for (const id of [listenWorkflowId(conferenceId), deskWorkflowId(conferenceId)]) {
    try {
      const { status } = await client.workflow.getHandle(id).describe();
      if (status.name !== 'RUNNING') return false;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }
  return true;
}
