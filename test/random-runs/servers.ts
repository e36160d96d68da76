/** Temporal and MongoDB for random runs: each may be killed at any moment and comes back on the same data and port. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { searchAttributeTypes } from '../../standalone/search-attribute-types.ts';
import { keepUp } from '../../standalone/servers/keep-up.ts';
import { startMongo } from '../../standalone/servers/mongo.ts';
import { startTemporal } from '../../standalone/servers/temporal.ts';
import { findFreePort } from '../../config/free-port.ts';
import { eventually } from '../support/running-bot.ts';
import { signal } from './signal.ts';

export interface RunServers {
  readonly temporalAddress: string;
  readonly mongoUri: string;
  /** Undefined while it is on its way back: its number may be another's by then. */
  pidOf(server: 'Temporal' | 'MongoDB'): number | undefined;
  /** Makes a namespace, so that a run meets nothing of the one before it. */
  makeNamespace(name: string): Promise<void>;
  /** Temporal's disk is lost: it comes back with an empty namespace of that name. */
  wipeTemporal(namespace: string): Promise<void>;
  stop(): Promise<void>;
}

// Keyword and Datetime in temporal.api.enums.v1.IndexedValueType.
const indexedTypes = { Keyword: 2, Datetime: 6 } as const;

export async function startRunServers(dir: string, say: (line: string) => void): Promise<RunServers> {
  const temporalDir = join(dir, 'temporal');
  let namespace = 'default';
  let wipe = false;
  const temporalOptions = { dataDir: temporalDir, searchAttributes: searchAttributeTypes, say };
  // They come back on the same ports, so no other program may get these ports meanwhile.
  const [temporalPort, mongoPort] = [await findFreePort(0, 'TEMPORAL_PORT'), await findFreePort(0, 'MONGODB_PORT')];
  let [temporal, mongo] = await Promise.all([
    startTemporal({ ...temporalOptions, namespace, port: temporalPort }),
    startMongo({ dataDir: join(dir, 'mongodb'), port: mongoPort, say }),
  ]);
  /** Process ids of the servers that run. */
  const running = new Map<object, number>();
  const noteRunning = <T extends { readonly pid: number; readonly exited: Promise<string> }>(server: T): T => {
    running.set(server, server.pid);
    void server.exited.then(() => running.delete(server));
    return server;
  };
  noteRunning(temporal);
  noteRunning(mongo);
  const stopTemporal = keepUp('Temporal', temporal, {
    restart: async () => {
      if (wipe) await rm(temporalDir, { recursive: true, force: true });
      wipe = false;
      return (temporal = noteRunning(await startTemporal({ ...temporalOptions, namespace, port: temporalPort })));
    },
    say,
  });
  const stopMongo = keepUp('MongoDB', mongo, {
    restart: async () =>
      (mongo = noteRunning(await startMongo({ dataDir: join(dir, 'mongodb'), port: mongoPort, say }))),
    say,
  });
  const connection = await Connection.connect({ address: temporal.address });

  return {
    temporalAddress: temporal.address,
    mongoUri: mongo.uri,
    pidOf: (server) => running.get(server === 'Temporal' ? temporal : mongo),
    async makeNamespace(name) {
      const retention = { seconds: 3 * 86_400 };
      await connection.workflowService.registerNamespace({
        namespace: name,
        workflowExecutionRetentionPeriod: retention as never,
      });
      const searchAttributes = Object.fromEntries(
        Object.entries(searchAttributeTypes).map(([key, type]) => [key, indexedTypes[type as 'Keyword' | 'Datetime']]),
      );
      await connection.operatorService.addSearchAttributes({ namespace: name, searchAttributes });
      namespace = name;
    },
    async wipeTemporal(name) {
      namespace = name;
      wipe = true;
      const before = temporal;
      signal(running.get(before), 'SIGKILL');
      await eventually('Temporal is back', () => Promise.resolve(temporal !== before), 60);
    },
    async stop() {
      await connection.close();
      await Promise.all([stopTemporal(), stopMongo()]);
      // A server that was killed a moment ago may be on its way back.
      await sleep(600);
      await Promise.all([temporal.stop(), mongo.stop()]);
    },
  };
}
