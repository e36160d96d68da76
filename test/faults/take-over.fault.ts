import assert from 'node:assert/strict';
import { Client, Connection } from '@temporalio/client';
import { deskWorkflowId, listenWorkflowId, queues } from '../../workflows/messages.ts';
import { readServers } from '../../standalone/servers/noted-servers.ts';
import { eventually, startBot } from '../support/running-bot.ts';
import { secondsSince, startSpareWorker, tellFigure, workerPids } from './support.ts';

const kills = 20;
/** Of the conference that `npm start` makes without a file. */
const conferenceId = 'sandbox-conf';
/** Of every take-over, the twentieth included. Seconds. */
const longest = 10;

describe('listening and drawing', function () {
  this.timeout(900_000);

  it(`are taken over by another worker within ten seconds, ${kills} kills in a row`, async function () {
    const bot = await startBot();
    const spare = await startSpareWorker(bot);
    const servers = await readServers(bot.dataDir);
    assert.ok(servers?.temporalAddress !== undefined);
    const connection = await Connection.connect({ address: servers.temporalAddress });
    const client = new Client({ connection, namespace: servers.temporalNamespace ?? 'default' });
    const holders = () =>
      Promise.all(
        [listenWorkflowId(conferenceId), deskWorkflowId(conferenceId)].map(async (id) => {
          const { raw } = await client.workflow.getHandle(id).describe();
          const [activity] = raw.pendingActivities ?? [];
          // STARTED in temporal.api.enums.v1.PendingActivityState.
          const isHeld = Number(activity?.state) === 2;
          return isHeld ? Number.parseInt(activity?.lastWorkerIdentity ?? '', 10) : undefined;
        }),
      );
    const polls = async (pid: number): Promise<boolean> => {
      const { pollers } = await client.workflowService.describeTaskQueue({
        namespace: client.options.namespace,
        taskQueue: { name: queues.openSpaces },
        // ACTIVITY in temporal.api.enums.v1.TaskQueueType.
        taskQueueType: 2,
      });
      return pollers.some(({ identity }) => Number.parseInt(identity ?? '', 10) === pid);
    };
    const took: number[] = [];
    try {
      for (let kill = 0; kill < kills; kill += 1) {
        await eventually('two workers run', () => Promise.resolve(workerPids(bot).length === 2), 240);
        const [victim] = await eventually(
          'somebody listens and somebody draws',
          async () => {
            const now = await holders();
            return now.every((pid) => pid !== undefined) ? now : undefined;
          },
          60,
        );
        // Both work on one in the end: the one that was there when the other one died.
        const other = workerPids(bot).find((pid) => pid !== victim);
        assert.ok(victim !== undefined && other !== undefined);
        // The one that takes over must be up, which takes it some seconds after its own death.
        await eventually('the other one polls', () => polls(other), 240);
        process.kill(victim, 'SIGKILL');
        const began = Date.now();
        await eventually(
          'both are taken over',
          async () => (await holders()).every((pid) => pid !== undefined && pid !== victim),
          60,
        );
        took.push(secondsSince(began));
      }
    } finally {
      const sorted = took.toSorted((a, b) => a - b);
      const median = sorted[Math.floor(sorted.length / 2)];
      tellFigure(
        this,
        `${took.length} take-overs: median ${median} s, longest ${sorted.at(-1)} s, last ${took.at(-1)} s`,
      );
      await connection.close();
      await spare.stop();
      await bot.stop();
    }
    assert.ok(Math.max(...took) <= longest, `took ${took.join(', ')} s`);
  });
});
