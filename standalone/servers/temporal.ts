import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { findTemporal } from './find-temporal.ts';
import { findFreePort } from './free-port.ts';
import { guardHost } from './host-guard.ts';
import { makeDirectory } from './make-directory.ts';
import type { Say } from './resolve.ts';
import { columnsPage, columnsPath } from './temporal-columns.ts';
import { spawnTethered } from './tether.ts';
import { waitUntilReady } from './wait-until-ready.ts';

export type SearchAttributeTypes = Readonly<Record<string, 'Keyword' | 'Datetime' | 'Text' | 'Int' | 'Bool'>>;

export interface TemporalOptions {
  /** Where the database file is kept; left out, all is in memory and lost at the end. */
  readonly dataDir?: string;
  readonly namespace: string;
  readonly searchAttributes: SearchAttributeTypes;
  /** gRPC port on loopback; a free one when left out or 0. */
  readonly port?: number | undefined;
  /** Web UI port on loopback; a free one when 0, no Web UI when left out. */
  readonly uiPort?: number | undefined;
  /** Lets tests skip a workflow's time. */
  readonly timeSkipping?: boolean;
  readonly say: Say;
}

export interface TemporalServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl?: string;
  readonly pid: number;
  /** How it ended, once it has; never rejects. */
  readonly exited: Promise<string>;
  readonly stop: () => Promise<void>;
}

/**
 * A real Temporal server on loopback, answering when this resolves, that ends with this process.
 * @throws when a port is taken; with the server's last lines when it dies or does not answer within 3 minutes.
 */
export async function startTemporal(options: TemporalOptions): Promise<TemporalServer> {
  const { namespace, searchAttributes, dataDir, uiPort, say } = options;
  const launch = await findTemporal(say);
  const port = await findFreePort(options.port, 'TEMPORAL_PORT');
  const ui = uiPort === undefined ? undefined : await findFreePort(uiPort, 'TEMPORAL_UI_PORT');
  // Nobody is told of the UI's own port; people reach it by the guard's.
  const innerUi = ui === undefined ? undefined : await findFreePort(0, 'TEMPORAL_UI_PORT');
  if (dataDir !== undefined) await makeDirectory(dataDir);

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
    // A workflow whose code fails is listed after 11 s, and not after a minute.
    ...dynamicConfig('system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute', 2),
    ...(options.timeSkipping === true ? timeSkippingArgs : []),
  ];
  const child = await spawnTethered(launch.command, args);
  const address = `127.0.0.1:${port}`;
  await waitUntilReady({ server: `Temporal at ${address}`, child, say, probe: () => probe(address, namespace) });
  const pages = new Map([[columnsPath, columnsPage(namespace)]]);
  const guard = ui === undefined || innerUi === undefined ? undefined : await guardHost(ui, innerUi, pages);
  return {
    address,
    namespace,
    pid: child.pid,
    // The guard's port is free again when this is known: the next server takes it.
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
 * Without the pragmas a file database starts 61 workflows a second, with them 154, as fast as in memory; SIGKILL
 * loses nothing.
 */
function databaseArgs(file: string): string[] {
  return ['--db-filename', file, '--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'];
}

function dynamicConfig(key: string, value: boolean | number | string): string[] {
  return ['--dynamic-config-value', `${key}=${JSON.stringify(value)}`];
}

/**
 * Lets tests skip time. The server fires a timer that is due already, such as each that was skipped to, only after the
 * time shift, which allows for clocks of several machines. Its default is a second.
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
