import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { noteServer, waitForEarlierServer } from './earlier-server.ts';
import { findTemporal } from './find-temporal.ts';
import { findFreePort } from '../../config/free-port.ts';
import { guardHost } from './host-guard.ts';
import { makeDirectory } from './make-directory.ts';
import type { Say } from './resolve.ts';
import { columnsPage, columnsPath } from './temporal-columns.ts';
import { spawnTethered } from './tether.ts';
import { waitUntilReady } from './wait-until-ready.ts';

export type SearchAttributeTypes = Readonly<Record<string, 'Keyword' | 'Datetime' | 'Text' | 'Int' | 'Bool'>>;

export interface TemporalOptions {
  /** The directory of the database file. If absent, all data is in memory and lost at the end. */
  readonly dataDir?: string;
  readonly namespace: string;
  readonly searchAttributes: SearchAttributeTypes;
  /** The gRPC port on loopback. If absent or 0, a free one. */
  readonly port?: number | undefined;
  /** The Web UI's port on loopback; 0: a free one; absent: no Web UI. */
  readonly uiPort?: number | undefined;
  /** Allows tests to skip a workflow's time. */
  readonly timeSkipping?: boolean;
  readonly say: Say;
}

export interface TemporalServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl?: string;
  readonly pid: number;
  /** Resolves when the server has ended, with how it ended; never rejects. */
  readonly exited: Promise<string>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a real Temporal server on loopback, which ends with this process. Resolves when it answers.
 * @throws if a port is taken; with the server's last lines if it dies or does not answer within 3 minutes.
 */
export async function startTemporal(options: TemporalOptions): Promise<TemporalServer> {
  const { namespace, searchAttributes, dataDir, uiPort, say } = options;
  const launch = await findTemporal(say);
  const port = await findFreePort(options.port, 'TEMPORAL_PORT');
  const ui = uiPort === undefined ? undefined : await findFreePort(uiPort, 'TEMPORAL_UI_PORT');
  // People do not see the UI's own port; they use the port of the host guard.
  const innerUi = ui === undefined ? undefined : await findFreePort(0, 'TEMPORAL_UI_PORT');
  if (dataDir !== undefined) {
    await makeDirectory(dataDir);
    await waitForEarlierServer('Temporal', dataDir, say);
  }

  const args = [
    ...launch.leadingArgs,
    'server',
    'start-dev',
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--namespace',
    namespace,
    '--log-level',
    'error',
    '--log-format',
    'pretty',
    ...(innerUi === undefined ? ['--headless'] : ['--ui-port', String(innerUi), '--ui-disable-news-fetch']),
    ...(dataDir === undefined ? [] : databaseArgs(join(dataDir, 'temporal.db'))),
    ...Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
    ...dynamicConfig('system.forceSearchAttributesCacheRefreshOnRead', true),
    // Temporal lists a workflow whose code fails after 11 s instead of a minute.
    ...dynamicConfig('system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute', 2),
    ...(options.timeSkipping === true ? timeSkippingArgs : []),
  ];
  const child = await spawnTethered(launch.command, args);
  if (dataDir !== undefined) await noteServer(dataDir, child.pid);
  const address = `127.0.0.1:${port}`;
  await waitUntilReady({ server: `Temporal at ${address}`, child, say, probe: () => probe(address, namespace) });
  const pages = new Map([[columnsPath, columnsPage(namespace)]]);
  const guard = ui === undefined || innerUi === undefined ? undefined : await guardHost(ui, innerUi, pages);
  return {
    address,
    namespace,
    pid: child.pid,
    // When this resolves, the guard's port is free again, because the next server uses it.
    exited: child.exited.then(async (how) => {
      await guard?.close();
      return how;
    }),
    async stop() {
      await guard?.close();
      await child.stop();
    },
    ...(ui === undefined ? {} : { uiUrl: `http://127.0.0.1:${ui}` }),
  };
}

/**
 * Without the pragmas, a file database starts 61 workflows a second; with them 154, as fast as in memory. SIGKILL loses
 * nothing.
 */
function databaseArgs(file: string): string[] {
  return ['--db-filename', file, '--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'];
}

function dynamicConfig(key: string, value: boolean | number | string): string[] {
  return ['--dynamic-config-value', `${key}=${JSON.stringify(value)}`];
}

/**
 * Allows tests to skip time. The server fires a timer that is already due only after a time shift, which allows for the
 * clocks of several machines. After a skip, every skipped timer is due already. The default shift is a second.
 */
const timeSkippingArgs = [
  ...dynamicConfig('frontend.WorkflowTimeSkippingEnabled', true),
  ...dynamicConfig('history.timerProcessorMaxTimeShift', '20ms'),
];

async function probe(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 1000 });
  try {
    await connection.workflowService.describeNamespace({ namespace });
  } finally {
    await connection.close();
  }
}
