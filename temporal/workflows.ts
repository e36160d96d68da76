import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
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
import { attributeKeys, searchAttributesOf } from '../workflows/search-attributes.ts';
import { listTroubledWorkflows, milliseconds } from './readiness.ts';
import type { ConferenceInput } from '../workflows/long-running.ts';
import { cutToBytes } from '../core/cut.ts';
import type { OpenSpace } from '../core/open-space.ts';
import type { SourceChange } from '../core/request.ts';

/** How long a start of a workflow may take if the server does not answer. Milliseconds. */
const startWithinMs = 8_000;
/** The same for a signal or a query. Milliseconds. */
const answerWithinMs = 5_000;
/** The same for the list of all workflows, which may have several pages. Milliseconds. */
const listWithinMs = 10_000;

export type OpenSpaceWorkflows = ReturnType<typeof createOpenSpaceWorkflows>;

/** A workflow in Temporal's list. Its search attributes come from `sentenceOf` and `statusOf`. */
export interface ShownInTemporal {
  /** A reset makes a new run. */
  readonly runId: string;
  readonly sentence: string | undefined;
  readonly status: string | undefined;
}

type FoundWorkflow =
  | { readonly kind: 'none' | 'running' }
  /** It has completed, with this state. */
  | { readonly kind: 'completed'; readonly space: OpenSpace }
  /** An operator stopped it in Temporal. */
  | { readonly kind: 'stopped' };

/**
 * Starts and reaches `openSpace` workflows. A signal returns false if no such workflow is running.
 *
 * @param workerClient a client on the connection of this process's worker. A start then returns the first workflow
 * task in its answer (an eager start), which saves Temporal a third of that task's work. If the worker is killed at
 * that moment, the task waits for its time-out of 10 s.
 */
export function createOpenSpaceWorkflows(client: Client, workerClient?: Client) {
  const handleOf = (conferenceId: string, id: string) =>
    client.workflow.getHandle(openSpaceWorkflowId(conferenceId, id));
  /** Neither a person nor the desk waits long for a server that does not answer. */
  const withDeadline = <T>(work: () => Promise<T>, ms = answerWithinMs): Promise<T> =>
    client.withDeadline(Date.now() + ms, work);
  const sendSignal = (signal: () => Promise<void>) => unlessEnded(() => withDeadline(signal));
  return {
    /** Idempotent: does nothing for a workflow that was started before, even if it has ended. */
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
    /** @param again starts the workflow in the same step if it has ended; after the session's start it ends at once */
    sourceChanged: (conferenceId: string, id: string, change: SourceChange, again?: OpenSpaceInput) =>
      sendSignal(async () => {
        if (again === undefined) return handleOf(conferenceId, id).signal(sourceChangedSignal, change);
        const options = { ...startOptions(again), signal: sourceChangedSignal, signalArgs: [change] as [SourceChange] };
        await client.workflow.signalWithStart<typeof openSpace, [SourceChange]>('openSpace', options);
      }),
    /** Tells a workflow in conflict to ask for its room again. */
    roomFreed: (conferenceId: string, id: string) =>
      sendSignal(() => handleOf(conferenceId, id).signal(roomFreedSignal)),
    /** Tells a workflow to compare its state with the stored one. The later state counts. */
    storeDiffers: (conferenceId: string, id: string) =>
      sendSignal(() => handleOf(conferenceId, id).signal(storeDiffersSignal)),

    /** The running workflows, by open space id. The list may be some seconds old. */
    listRunning: (conferenceId: string): Promise<Map<string, ShownInTemporal>> =>
      withDeadline(async () => {
        const query = `WorkflowType = "openSpace" AND ExecutionStatus = "Running" AND Conference = "${conferenceId}"`;
        const running = new Map<string, ShownInTemporal>();
        for await (const { workflowId, runId, typedSearchAttributes: shown } of client.workflow.list({ query })) {
          const [sentence, status] = [shown.get(attributeKeys.openSpace), shown.get(attributeKeys.status)];
          running.set(workflowId.split(':').at(-1) ?? '', { runId, sentence, status });
        }
        return running;
      }, listWithinMs),

    listProblems: () => withDeadline(() => listTroubledWorkflows(client)),

    /** The last heartbeat of the desk's worker, by Temporal's clock; epoch milliseconds. */
    async deskHeartbeatAt(conferenceId: string): Promise<number | undefined> {
      const { raw } = await withDeadline(() => client.workflow.getHandle(deskWorkflowId(conferenceId)).describe());
      const { lastHeartbeatTime, lastStartedTime } = raw.pendingActivities?.[0] ?? {};
      // Before the first heartbeat of an attempt, Temporal names the last one of the attempt before.
      const heardAt = Math.max(milliseconds(lastHeartbeatTime), milliseconds(lastStartedTime));
      return heardAt === 0 ? undefined : heardAt;
    },

    /** The state of a workflow at this moment, without the delay of the list. */
    async findWorkflow(conferenceId: string, id: string): Promise<FoundWorkflow> {
      const handle = handleOf(conferenceId, id);
      const found = await withDeadline(() => ifThere(() => handle.describe()));
      if (found === undefined) return { kind: 'none' };
      if (found.status.name === 'RUNNING' || found.status.name === 'PAUSED') return { kind: 'running' };
      if (found.status.name !== 'COMPLETED') return { kind: 'stopped' };
      // Asks for the result of this run, because somebody may have started the next run meanwhile. Temporal's data may
      // be lost between the two calls.
      const run = client.workflow.getHandle<typeof openSpace>(handle.workflowId, found.runId);
      const result: OpenSpaceResult | undefined = await withDeadline(() => ifThere(() => run.result()));
      return result === undefined ? { kind: 'none' } : { kind: 'completed', space: result.space };
    },
  };
}

export function startOptions(input: OpenSpaceInput) {
  const { space } = input;
  return {
    args: [input],
    taskQueue: queues.openSpaces,
    workflowId: openSpaceWorkflowId(space.conferenceId, space.id),
    workflowIdConflictPolicy: 'USE_EXISTING',
    // An ended workflow is started again only for a change before the session's start. Its posted reminders stay
    // posted.
    workflowIdReusePolicy: input.again === true ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE',
    typedSearchAttributes: searchAttributesOf(space),
    // They cannot change later, so they say nothing of the room or the start. The current details say these.
    staticSummary: cutToBytes(`Open space by ${announcer(space)}`, 200),
    ...(space.source === undefined ? {} : { staticDetails: `[The announcement](${space.source.url})` }),
  } as const satisfies WorkflowStartOptions<typeof openSpace>;
}

const announcer = ({ source, enteredBy }: OpenSpace): string =>
  source === undefined ? `${enteredBy?.name ?? 'an organiser'}, by hand` : `@${source.host.username}`;

/** False if no such workflow is running. */
export const unlessEnded = async (signal: () => Promise<void>): Promise<boolean> =>
  (await ifThere(() => signal().then(() => true))) ?? false;

const longRunning = (conferenceId: string) => [
  { type: 'listen', workflowId: listenWorkflowId(conferenceId), staticSummary: 'hears tweets' },
  { type: 'desk', workflowId: deskWorkflowId(conferenceId), staticSummary: 'draws cards, repairs, raises alarms' },
];

/** Every worker starts the listener and the desk. The first start succeeds; the others find them running. */
export async function startLongRunning(client: Client, conferenceId: string): Promise<void> {
  const args: [ConferenceInput] = [{ conferenceId }];
  const options = { taskQueue: queues.openSpaces, args, workflowIdConflictPolicy: 'USE_EXISTING' } as const;
  for (const { type, ...one } of longRunning(conferenceId)) await client.workflow.start(type, { ...options, ...one });
}

/** Whether the listener and the desk run. This query is not a billable action; a start would be. */
export async function hasLongRunning(client: Client, conferenceId: string): Promise<boolean> {
  for (const { workflowId } of longRunning(conferenceId)) {
    const found = await ifThere(() => client.workflow.getHandle(workflowId).describe());
    if (found?.status.name !== 'RUNNING') return false;
  }
  return true;
}

/** Undefined if Temporal knows no such workflow, or if it must be running and is not. */
async function ifThere<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
