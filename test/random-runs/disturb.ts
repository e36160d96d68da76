/**
 * What crashes and operators do to a run: processes that die or stand still, workflows that are reset or terminated.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSpaceWorkflowId } from '../../workflows/messages.ts';
import type { Disturbance } from './plan.ts';
import type { Stage } from './play.ts';
import { count } from './records.ts';
import { conferenceId } from './run-bot.ts';
import { signal } from './signal.ts';

/** temporal.api.enums.v1: which messages a reset applies again. */
const reapplySignals = 1;
const reapplyNothing = 2;
const workflowTaskCompleted = 7;

/** Kills a process, which is started again, or lets it stand still for a while. */
export async function disturb(
  { bot, records, note }: Stage,
  { do: how, process: name, forMs }: Disturbance,
  pick: number,
): Promise<void> {
  const pids = name === 'worker' || name === 'api' ? bot.pidsOf(name) : [bot.servers.pidOf(name)];
  const pid = pids[pick % pids.length];
  if (!signal(pid, how === 'kill' ? 'SIGKILL' : 'SIGSTOP')) return;
  count(records.kills, `${name} ${how === 'kill' ? 'killed' : 'stopped'}`);
  records.disturbedAt.push(Date.now());
  note(`${name} ${pid}: ${how}`);
  if (how === 'kill') return;
  await sleep(forMs);
  signal(pid, 'SIGCONT');
  records.disturbedAt.push(Date.now());
  note(`${name} ${pid}: goes on`);
}

/** An operator's reset to an earlier step, with or without the messages since. */
export async function resetWorkflow({ bot, records, note }: Stage, openSpaceId: string, back: number, pick: number) {
  const workflowId = openSpaceWorkflowId(conferenceId, openSpaceId);
  const { namespace, client } = bot;
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const steps = (events ?? []).filter(({ eventType }) => (eventType as number) === workflowTaskCompleted);
  const to = steps.at(-1 - (back % Math.max(steps.length, 1)));
  if (to?.eventId === undefined || to.eventId === null) return;
  const isForgetful = pick % 2 === 0;
  if (isForgetful) records.forgetful.add(openSpaceId);
  note(`reset ${openSpaceId} to ${String(to.eventId)}${isForgetful ? ', without its messages' : ''}`);
  await client.workflowService.resetWorkflowExecution({
    namespace,
    workflowExecution: { workflowId },
    reason: 'a random run',
    workflowTaskFinishEventId: to.eventId,
    requestId: randomUUID(),
    resetReapplyType: isForgetful ? reapplyNothing : reapplySignals,
  });
  count(records.kills, 'workflow reset');
}

export async function terminateWorkflow({ bot, records, note }: Stage, openSpaceId: string): Promise<void> {
  records.terminated.add(openSpaceId);
  note(`terminate ${openSpaceId}`);
  await bot.client.workflow.getHandle(openSpaceWorkflowId(conferenceId, openSpaceId)).terminate('a random run');
  count(records.kills, 'workflow terminated');
}
