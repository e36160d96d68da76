import type { Client } from '@temporalio/client';
import type { Deps } from '../activities/deps.ts';
import { inTime } from '../core/in-time.ts';
import { isOutOfSpace } from '../store/out-of-space.ts';
import type { Store } from '../store/store.ts';
import { deskWorkflowId, listenWorkflowId, queues } from '../workflows/messages.ts';

/** What the bot needs to do its work, in the order in which people look for a fault. */
export const parts = ['disk', 'MongoDB', 'Temporal', 'worker', 'posting', 'listener', 'desk', 'Slack'] as const;
export type Part = (typeof parts)[number];

export interface ReadinessOptions extends Pick<Deps, 'askSlack'>, Partial<Pick<Deps, 'clock'>> {
  readonly store: Pick<Store, 'probe' | 'configs'>;
  readonly client: Client;
  /** Left out, only the database says that its disk is full. */
  readonly freeDiskSpace?: Deps['freeDiskSpace'] | undefined;
}

/** With less than this, embedded servers write nothing more. Bytes. */
const fullDisk = 10e6;
/** How long a part may take to answer. Milliseconds. */
const answerWithinMs = 2_000;
/** A worker's poll is held open for a minute at most, then it asks again. Milliseconds. */
const pollerLasts = 75_000;
/** Listener and desk report every few seconds; Temporal gives their work to another worker after 6 s. Milliseconds. */
const heartbeatLasts = 15_000;
/** `TASK_QUEUE_TYPE_ACTIVITY` and `PENDING_ACTIVITY_STATE_STARTED` in temporal.api.enums.v1. */
const activityQueue = 2;
const activityStarted = 2;

/** The parts that do not answer, or that no worker does. What only another part could tell is not named. */
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
  const isHeld = async (workflowId: (conferenceId: string) => string) =>
    !temporal ||
    conferenceId === undefined ||
    answers(() => ask(() => isHeldByWorker(client, workflowId(conferenceId), clock())));
  const works: Readonly<Record<Part, boolean>> = {
    disk: !isStoreFull && (free === undefined || free >= fullDisk),
    MongoDB: mongo,
    Temporal: temporal,
    worker: await isPolled(queues.openSpaces),
    posting: await isPolled(queues.xPost),
    listener: await isHeld(listenWorkflowId),
    desk: await isHeld(deskWorkflowId),
    Slack: slack,
  };
  return parts.filter((part) => !works[part]);
}

/** Who has asked Temporal for work of a queue lately, and how much waits there. */
export async function describeQueue(
  client: Client,
  queue: string,
  now: number,
): Promise<{ readonly workers: number; readonly backlog: number }> {
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

/**
 * The ids of the bot's running workflows whose code fails again and again, as Temporal lists them after a while.
 *
 * @throws where Temporal does not answer, or is too old to keep such a list
 */
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

/** The one long activity of listening, or of drawing, is held by a worker whose heartbeats arrive. */
async function isHeldByWorker(client: Client, workflowId: string, now: number): Promise<boolean> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  return (raw.pendingActivities ?? []).some(({ state, attempt, lastHeartbeatTime, lastStartedTime }) => {
    // A worker that hangs is given the activity again and again: only a first start counts like a heartbeat.
    const signs = attempt === 1 ? [lastHeartbeatTime, lastStartedTime] : [lastHeartbeatTime];
    return Number(state) === activityStarted && now - Math.max(...signs.map(milliseconds)) < heartbeatLasts;
  });
}

/** Of a protobuf timestamp, whose seconds may be a Long; 0 where there is none. */
export function milliseconds(time: { seconds?: unknown; nanos?: number | null } | null | undefined): number {
  return time === null || time === undefined ? 0 : Number(time.seconds ?? 0) * 1_000 + (time.nanos ?? 0) / 1e6;
}

/** Whether it answers in time, and not with false: drivers wait longer for a server that is gone than a probe may. */
async function answers(work: () => Promise<unknown>): Promise<boolean> {
  const answer = await inTime(answerWithinMs, work(), () => false).catch(() => false);
  return answer !== false;
}
