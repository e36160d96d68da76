import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { createBell } from '../activities/bell.ts';
import type { Deps } from '../activities/deps.ts';
import { freeDiskSpace } from '../config/free-disk-space.ts';
import type { Conference } from '../core/conference.ts';
import { createReader } from '../core/reading/reader.ts';
import { createOpenSpaceWorkflows } from '../temporal/workflows.ts';

export type ComposeOptions = Pick<
  Deps,
  'store' | 'x' | 'cards' | 'settleSeconds' | 'log' | 'askSlack' | 'alarmLimits'
> &
  // For tests that skip time: then the clock is not the machine's, and nothing waits for it.
  Partial<Pick<Deps, 'clock' | 'waitUntil'>> & {
    readonly client: Client;
    /** A client on the worker's own connection; see `createOpenSpaceWorkflows` [none]. */
    readonly workerClient?: Client;
    /** The directory where this machine keeps its data [the working directory]. */
    readonly dataDir?: string;
  };

/** Provides the dependencies of the activities. */
export function composeDeps({
  client,
  workerClient,
  clock = Date.now,
  waitUntil = waitForTime,
  dataDir = '.',
  ...rest
}: ComposeOptions): Deps {
  const readerOf = rememberReader();
  return {
    ...rest,
    clock,
    waitUntil,
    stopwatch: () => performance.now(),
    bell: createBell(),
    read: (tweet, { conference }) => readerOf(conference)(tweet),
    openSpaces: createOpenSpaceWorkflows(client, workerClient),
    freeDiskSpace: () => freeDiskSpace(dataDir),
  };
}

/** Timers may fire a millisecond early; the moment must have come. */
async function waitForTime(at: number): Promise<void> {
  for (let left = at - Date.now(); left > 0; left = at - Date.now()) await sleep(left);
}

/** Compiling a conference's rooms takes longer than reading a tweet, and the config seldom changes. */
function rememberReader() {
  let known: { readonly conference: Conference; readonly read: ReturnType<typeof createReader> } | undefined;
  return (conference: Conference) => {
    if (known?.conference !== conference) known = { conference, read: createReader(conference) };
    return known.read;
  };
}
