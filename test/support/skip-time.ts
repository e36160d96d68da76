// Skipping time on the real dev server, one workflow at a time; see servers.ts for the server. Time is the workflow's
// own: activities see the real clock, and nothing is skipped while an activity is in flight.
//
//   skippingClient(): Promise<Client>               its workflows skip every wait from their start
//   fastForward(client, workflowId, durationMs): Promise<Date>
//     any running workflow: skip so far, then real time again; tells the workflow's time
//   skipToEnd(client, workflowId): Promise<void>    any running workflow: skip every wait from now on
//   workflowTime(client, workflowId): Promise<Date> what the workflow takes for now
//   skippedClock(): number                          the same for an activity
//
// Step, then act:  await fastForward(client, id, 2 * HOUR); await handle.executeUpdate('decide', …); await
// skipToEnd(client, id);
import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { Client, type Connection, type ConnectionLike } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { temporalServer } from './servers.ts';

// temporal.api.enums.v1.FastForwardPollingResult
const POLL_TIMEOUT = 1;
const COMPLETED = 2;
// The server counts waits skipped without interruption and stops at 200; a workflow of days with many timers needs
// more.
const MAX_SKIPS = 1000;

/**
 * The workflow's time. If tests skip time, this is when the server scheduled the running attempt. Outside an activity,
 * it is the machine's time.
 */
export function skippedClock(): number {
  try {
    const { info } = Context.current();
    return info.currentAttemptScheduledTimestampMs;
  } catch {
    return Date.now();
  }
}

export async function skippingClient(): Promise<Client> {
  const { connection, namespace } = await temporalServer();
  return new Client({ connection: startingWithSkips(connection), namespace });
}

/** @throws when the workflow ended before the duration had passed, with the server's reason. */
export async function fastForward(client: Client, workflowId: string, durationMs: number): Promise<Date> {
  const { namespace } = client.options;
  const id = randomUUID();
  const fastForwardConfig = { id, duration: msToTs(durationMs) };
  await updateSkipping(client, workflowId, { enabled: true, fastForwardConfig });
  const poll = { namespace, workflowExecution: { workflowId }, fastForwardId: id };
  for (;;) {
    const result = await client.workflowService.pollWorkflowExecutionTimeSkipping(poll);
    const outcome: number = result.fastForwardPollingResult;
    if (outcome === COMPLETED) break;
    if (outcome !== POLL_TIMEOUT)
      throw new Error(`${workflowId} was not fast-forwarded by ${durationMs} ms: ${result.failedReason}`);
  }
  return workflowTime(client, workflowId);
}

export async function skipToEnd(client: Client, workflowId: string): Promise<void> {
  await updateSkipping(client, workflowId, { enabled: true });
}

export async function workflowTime(client: Client, workflowId: string): Promise<Date> {
  const description = await client.workflow.getHandle(workflowId).describe();
  const time = description.raw.workflowExtendedInfo?.timeSkippingInfo?.currentTime;
  if (!time) return new Date();
  return new Date(Number(time.seconds) * 1000 + (time.nanos ?? 0) / 1e6);
}

type UpdateOptions = Parameters<Client['workflowService']['updateWorkflowExecutionOptions']>[0];
type Skipping = NonNullable<NonNullable<UpdateOptions['workflowExecutionOptions']>['timeSkippingConfig']>;

async function updateSkipping(client: Client, workflowId: string, config: Skipping): Promise<void> {
  await client.workflowService.updateWorkflowExecutionOptions({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
    workflowExecutionOptions: { timeSkippingConfig: { ...config, maxSessionSkipCount: MAX_SKIPS } },
    updateMask: { paths: ['time_skipping_config'] },
  });
}

/** The SDK has no start option for time skipping, so it is added to the request itself. */
function startingWithSkips(connection: Connection): ConnectionLike {
  const workflowService = new Proxy(connection.workflowService, {
    get(service, property) {
      if (property !== 'startWorkflowExecution') return Reflect.get(service, property) as unknown;
      return (request: Parameters<typeof service.startWorkflowExecution>[0]) =>
        service.startWorkflowExecution({
          ...request,
          timeSkippingConfig: { enabled: true, maxSessionSkipCount: MAX_SKIPS },
        });
    },
  });
  return new Proxy(connection, {
    get(target, property) {
      if (property === 'workflowService') return workflowService;
      const value = Reflect.get(target, property) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
