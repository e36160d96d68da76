import { setTimeout as sleep } from 'node:timers/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { z } from 'zod';
import { askOpenSpace } from '../temporal/ask-open-space.ts';
import { openSpaceWorkflowId } from '../workflows/messages.ts';
import { startBenchBot, type BenchBot } from './support/bench-bot.ts';

/** Events that Temporal Cloud bills as an action: https://docs.temporal.io/cloud/actions */
const billed = new Set([
  'WORKFLOW_EXECUTION_STARTED',
  'TIMER_STARTED',
  'ACTIVITY_TASK_SCHEDULED',
  'WORKFLOW_EXECUTION_SIGNALED',
  'WORKFLOW_EXECUTION_UPDATE_ACCEPTED',
  'UPSERT_WORKFLOW_SEARCH_ATTRIBUTES',
  'WORKFLOW_EXECUTION_CONTINUED_AS_NEW',
]);

const eventTypes = z.object({ events: z.array(z.object({ eventType: z.string() })) });

/** What one open space leaves in Temporal's history, and what Temporal Cloud would bill, by the path that it took. */
export async function bench(): Promise<void> {
  const bot = await startBenchBot({ bare: false });
  try {
    const byItself = await bot.openSpaceDue(Date.now() + 15_000);
    await tell(bot, 'approved from the start, posted', byItself);
    const byHand = await bot.openSpaceDue(Date.now() + 30_000, { approved: false });
    await sleep(2_000);
    const answer = await askOpenSpace(bot.client, 'bench', {
      openSpaceId: byHand,
      verb: { verb: 'decide', approval: 'approved' },
      by: { id: 'ana', name: 'Ana', door: 'api' },
      revision: 0,
    });
    if (answer.kind !== 'decided') throw new Error(`not approved: ${answer.kind}`);
    await tell(bot, 'approved by hand, posted', byHand);
  } finally {
    await bot.stop();
  }
}

async function tell({ client }: BenchBot, path: string, id: string): Promise<void> {
  const handle = client.workflow.getHandle(openSpaceWorkflowId('bench', id));
  await handle.result();
  const history = eventTypes.parse(JSON.parse(historyToJSON(await handle.fetchHistory())));
  const types = history.events.map(({ eventType }) => eventType.replace(/^EVENT_TYPE_/u, ''));
  const actions = types.filter((type) => billed.has(type));
  console.log(`${path}: ${types.length} events, ${actions.length} actions (${actions.join(', ').toLowerCase()})`);
}
