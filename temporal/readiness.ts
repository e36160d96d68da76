import type { Client } from '@temporalio/client';
import type { Deps } from '../activities/deps.ts';
import { inTime } from '../core/in-time.ts';
import { isOutOfSpace } from '../store/store-problem.ts';
import type { Store } from '../store/store.ts';
import { deskWorkflowId, listenWorkflowId, queues } from '../workflows/messages.ts';

/** The parts that the bot needs, in the order in which people search for a fault. */
export const parts = ['disk', 'MongoDB', 'Temporal', 'worker', 'posting', 'listener', 'desk', 'Slack'] as const;
export type Part = (typeof parts)[number];

export const workflowOfPart = { listener: listenWorkflowId, desk: deskWorkflowId } as const;
export type LongRunningPart = keyof typeof workflowOfPart;

export interface ReadinessOptions extends Pick<Deps, 'askSlack'>, Partial<Pick<Deps, 'clock'>> {
  readonly store: Pick<Store, 'probe' | 'configs'>;
  readonly client: Client;
  /** If absent, only the database can report a full disk. */
  readonly freeDiskSpace?: Deps['freeDiskSpace'] | undefined;
}

/** With less free space than this, embedded servers cannot write any more. Bytes. */
const fullDisk = 10e6;
const answerWithinMs = 2_000;
/** A poll of a worker stays open for a minute at most, then the worker polls again. Milliseconds. */
const pollerLasts = 75_000;
/** After 6 s without a heartbeat, Temporal gives the work to another worker. Milliseconds. */
const heartbeatLasts = 15_000;
/** `TASK_QUEUE_TYPE_ACTIVITY` and `PENDING_ACTIVITY_STATE_STARTED` in temporal.api.enums.v1. */
const activityQueue = 2;
const activityStarted = 2;

/** The parts that do not work. If the check of one needs another that is down, only that other one is named. */
export async function findMissing(options: ReadinessOptions): Promise<Part[]> {
  const { store, client, askSlack, freeDiskSpace, clock = Date.now } = options;
  const ask = <T>(work: () => Promise<T>): Promise<T> => client.withDeadline(Date.now() + answerWithinMs, work);
  let isStoreFull = false;
  const probe = () =>
    store.probe().catch((error: unknown) => {
      isStoreFull = isOutOfSpace(error);
      throw error;
    });
  const [mongo, temporal, slack, free] = await Promise.all([
    answers(probe),
    answers(() => ask(() => client.workflowService.getSystemInfo({}))),
    askSlack === undefined || answers(askSlack),
    freeDiskSpace?.().catch(() => undefined),
  ]);
  const conferenceId = mongo ? (await store.configs.newest().catch(() => null))?.config.conference.id : undefined;
  const isPolled = async (queue: string) =>
    !temporal || answers(() => ask(async () => (await describeQueue(client, queue, clock())).workers > 0));
  const isHeld = async (part: LongRunningPart) =>
    !temporal ||
    conferenceId === undefined ||
    answers(() => ask(() => isHeldByWorker(client, workflowOfPart[part](conferenceId), clock())));
  const works: Readonly<Record<Part, boolean>> = {
    disk: !isStoreFull && (free === undefined || free >= fullDisk),
    MongoDB: mongo,
    Temporal: temporal,
    worker: await isPolled(queues.openSpaces),
    posting: await isPolled(queues.xPost),
    listener: await isHeld('listener'),
    desk: await isHeld('desk'),
    Slack: slack,
  };
  return parts.filter((part) => !works[part]);
}

/** The recent pollers of a task queue, and the number of waiting tasks. */
export async function describeQueue(client: Client, queue: string, now: number) {
  const { pollers, stats } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: queue },
    taskQueueType: activityQueue,
    reportStats: true,
  });
  const live = pollers.filter(({ lastAccessTime }) => now - milliseconds(lastAccessTime) < pollerLasts);
  const workers = new Set(live.map(({ identity }) => identity)).size;
  return { workers, backlog: Number(stats?.approximateBacklogCount ?? 0) };
}

/** More than people read. */
const mostTroubled = 20;

/** Workflows whose code fails again and again. @throws if Temporal does not answer, or is too old for such a list */
export async function listTroubledWorkflows(client: Client): Promise<string[]> {
  const query =
    'TemporalReportedProblems IS NOT NULL AND ExecutionStatus = "Running" AND ' +
    'WorkflowType IN ("openSpace", "listen", "desk")';
  const ids: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query, pageSize: mostTroubled })) {
    ids.push(workflowId);
    if (ids.length === mostTroubled) break;
  }
  return ids;
}

/** Whether a worker holds the long activity of listening or drawing: its heartbeats arrive. */
async function isHeldByWorker(client: Client, workflowId: string, now: number): Promise<boolean> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  return (raw.pendingActivities ?? []).some(({ state, attempt, lastHeartbeatTime, lastStartedTime }) => {
    // An activity of a worker that hangs is started again and again, so only a first start counts as a heartbeat.
    const signs = attempt === 1 ? [lastHeartbeatTime, lastStartedTime] : [lastHeartbeatTime];
    return Number(state) === activityStarted && now - Math.max(...signs.map(milliseconds)) < heartbeatLasts;
  });
}

/** Whether somebody has paused the part's activity in Temporal. Then no worker gets it until it is unpaused there. */
export async function isPaused(client: Client, part: LongRunningPart, conferenceId: string): Promise<boolean> {
  const handle = client.workflow.getHandle(workflowOfPart[part](conferenceId));
  const { raw } = await client.withDeadline(Date.now() + answerWithinMs, () => handle.describe());
  return (raw.pendingActivities ?? []).some(({ paused }) => paused === true);
}

/** The milliseconds of a protobuf timestamp, whose seconds may be a Long; 0 if there is none. */
export function milliseconds(time: { seconds?: unknown; nanos?: number | null } | null | undefined): number {
  return time === null || time === undefined ? 0 : Number(time.seconds ?? 0) * 1_000 + (time.nanos ?? 0) / 1e6;
}

/** A time limit is needed, because drivers wait longer for a dead server than a check may. */
async function answers(work: () => Promise<unknown>): Promise<boolean> {
  const answer = await inTime(answerWithinMs, work(), () => false).catch(() => false);
  return answer !== false;
}
