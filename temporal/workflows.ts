import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
  type WorkflowHandle,
  type WorkflowStartOptions,
} from '@temporalio/client';
import {
  deskWorkflowId,
  listenWorkflowId,
  openSpaceWorkflowId,
  queues,
  roomFreedSignal,
  sourceChangedSignal,
  storeDiffersSignal,
  type OpenSpaceInput,
  type OpenSpaceResult,
} from '../workflows/messages.ts';
import type { openSpace } from '../workflows/open-space.ts';
import { attributeKeys, searchAttributesOf, summaryOf } from '../workflows/search-attributes.ts';
import { listTroubledWorkflows, milliseconds } from './readiness.ts';
import type { ConferenceInput } from '../workflows/long-running.ts';
import type { OpenSpace } from '../core/open-space.ts';
import type { SourceChange } from '../core/request.ts';
import { sentenceOf } from '../core/words.ts';

/** How long a try to start one may take where the server stands still. Milliseconds. */
const startWithinMs = 8_000;
/** The same for a question of the search for alarms. Milliseconds. */
const answerWithinMs = 5_000;

export type OpenSpaceWorkflows = ReturnType<typeof createOpenSpaceWorkflows>;

/** A workflow as Temporal lists it: its search attributes come from `sentenceOf` and `statusOf`. */
export interface ShownInTemporal {
  /** A reset makes a new one. */
  readonly runId: string;
  readonly sentence: string | undefined;
  readonly status: string | undefined;
}

type FoundWorkflow =
  | { readonly kind: 'none' | 'running' }
  /** It came to its end; this is what it ended with. */
  | { readonly kind: 'completed'; readonly space: OpenSpace }
  /** Somebody ended it in Temporal. */
  | { readonly kind: 'stopped' };

/**
 * Starts and reaches `openSpace` workflows. A signal answers false where no workflow is there to hear it.
 *
 * @param workerClient a client on the connection of this process's worker. A start then returns the first workflow
 *   task in its answer (an eager start), which saves Temporal a third of that task's work. A worker that is killed at
 *   that moment holds the task up for its time-out of 10 s.
 */
export function createOpenSpaceWorkflows(client: Client, workerClient?: Client) {
  const handleOf = (conferenceId: string, id: string) =>
    client.workflow.getHandle(openSpaceWorkflowId(conferenceId, id));
  /** Where the server stands still, the search for alarms must not wait. */
  const inTime = <T>(work: () => Promise<T>): Promise<T> => client.withDeadline(Date.now() + answerWithinMs, work);
  return {
    /** Idempotent: an open space that was started before, or has ended, is left alone. */
    async start(input: OpenSpaceInput): Promise<void> {
      try {
        const startClient = workerClient ?? client;
        const options = { ...startOptions(input), requestEagerStart: workerClient !== undefined };
        await startClient.withDeadline(Date.now() + startWithinMs, () =>
          startClient.workflow.start<typeof openSpace>('openSpace', options),
        );
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    },
    /** @param again runs it again, in the same step, where its workflow has ended: past the start a run ends at once */
    sourceChanged: (conferenceId: string, id: string, change: SourceChange, again?: OpenSpaceInput) =>
      unlessEnded(async () => {
        if (again === undefined) return handleOf(conferenceId, id).signal(sourceChangedSignal, change);
        const options = { ...startOptions(again), signal: sourceChangedSignal, signalArgs: [change] as [SourceChange] };
        await client.workflow.signalWithStart<typeof openSpace, [SourceChange]>('openSpace', options);
      }),
    /** Lets one that is in conflict ask for its room again. */
    roomFreed: (conferenceId: string, id: string) =>
      unlessEnded(() => handleOf(conferenceId, id).signal(roomFreedSignal)),
    /** Lets a workflow compare itself with what is stored: the later state of the two stands. */
    storeDiffers: (conferenceId: string, id: string) =>
      unlessEnded(() => handleOf(conferenceId, id).signal(storeDiffersSignal)),

    /** Those whose workflows run, by open space id; may lag some seconds behind. */
    async listRunning(conferenceId: string): Promise<Map<string, ShownInTemporal>> {
      const query = `WorkflowType = "openSpace" AND ExecutionStatus = "Running" AND Conference = "${conferenceId}"`;
      const running = new Map<string, ShownInTemporal>();
      for await (const { workflowId, runId, typedSearchAttributes: shown } of client.workflow.list({ query })) {
        const [sentence, status] = [shown.get(attributeKeys.openSpace), shown.get(attributeKeys.status)];
        running.set(workflowId.split(':').at(-1) ?? '', { runId, sentence, status });
      }
      return running;
    },

    /** The ids of our running workflows whose code fails again and again. Rejects where Temporal keeps no such list. */
    listProblems: () => inTime(() => listTroubledWorkflows(client)),

    /** When Temporal heard of the desk's worker last, by Temporal's clock; epoch milliseconds. */
    async deskHeartbeatAt(conferenceId: string): Promise<number | undefined> {
      const { raw } = await inTime(() => client.workflow.getHandle(deskWorkflowId(conferenceId)).describe());
      const { lastHeartbeatTime, lastStartedTime } = raw.pendingActivities?.[0] ?? {};
      // Until an attempt's first heartbeat, Temporal names the last one of the attempt before.
      const heardAt = Math.max(milliseconds(lastHeartbeatTime), milliseconds(lastStartedTime));
      return heardAt === 0 ? undefined : heardAt;
    },

    /** What Temporal knows of one, surely and now. */
    async findWorkflow(conferenceId: string, id: string): Promise<FoundWorkflow> {
      const handle = handleOf(conferenceId, id);
      const status = await statusNameOf(handle);
      if (status === undefined) return { kind: 'none' };
      if (status === 'RUNNING' || status === 'PAUSED') return { kind: 'running' };
      if (status !== 'COMPLETED') return { kind: 'stopped' };
      const { space } = (await handle.result()) as OpenSpaceResult;
      return { kind: 'completed', space };
    },
  };
}

/** How an `openSpace` workflow is started. */
export function startOptions(input: OpenSpaceInput) {
  const { space } = input;
  return {
    args: [input],
    taskQueue: queues.openSpaces,
    workflowId: openSpaceWorkflowId(space.conferenceId, space.id),
    workflowIdConflictPolicy: 'USE_EXISTING',
    // An ended one is only run again to be changed before its start; its sent reminders stay sent.
    workflowIdReusePolicy: input.again === true ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE',
    typedSearchAttributes: searchAttributesOf(space),
    staticSummary: summaryOf(sentenceOf(space)),
    ...(space.source === undefined ? {} : { staticDetails: `[The tweet](${space.source.url})` }),
  } as const satisfies WorkflowStartOptions<typeof openSpace>;
}

/** False where no workflow is there to hear the signal. */
export const unlessEnded = async (signal: () => Promise<void>): Promise<boolean> =>
  (await ifThere(() => signal().then(() => true))) ?? false;

/** The listener and the desk of a conference. */
const longRunning = (conferenceId: string) => [
  { type: 'listen', workflowId: listenWorkflowId(conferenceId), staticSummary: 'hears tweets' },
  { type: 'desk', workflowId: deskWorkflowId(conferenceId), staticSummary: 'draws cards' },
];

/** Every worker makes sure that somebody listens and draws: the first one starts both, the others find them. */
export async function startLongRunning(client: Client, conferenceId: string): Promise<void> {
  const input: ConferenceInput = { conferenceId };
  const options = { taskQueue: queues.openSpaces, args: [input], workflowIdConflictPolicy: 'USE_EXISTING' } as const;
  for (const { type, ...one } of longRunning(conferenceId)) await client.workflow.start(type, { ...options, ...one });
}

/** Whether the listener and the desk run. Looking costs no billable action, starting anew would. */
export async function hasLongRunning(client: Client, conferenceId: string): Promise<boolean> {
  for (const { workflowId } of longRunning(conferenceId)) {
    if ((await statusNameOf(client.workflow.getHandle(workflowId))) !== 'RUNNING') return false;
  }
  return true;
}

const statusNameOf = async (handle: WorkflowHandle) => (await ifThere(() => handle.describe()))?.status.name;

/** Undefined where Temporal knows no such workflow, or none that still runs, where one is needed. */
async function ifThere<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
