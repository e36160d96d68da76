import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { createBell } from '../activities/bell.ts';
import type { Deps } from '../activities/deps.ts';
import { freeDiskSpace } from '../config/free-disk-space.ts';
import type { Conference } from '../core/conference.ts';
import { createReader } from '../core/reading/reader.ts';
import type { Reading, ReadableTweet } from '../core/reading/reading.ts';
import type { Store } from '../store/store.ts';
import { createOpenSpaceWorkflows } from '../temporal/workflows.ts';

export interface ComposeOptions {
  readonly store: Store;
  readonly client: Client;
  /** On the worker's own connection; see `createOpenSpaceWorkflows` [none]. */
  readonly workerClient?: Client;
  readonly x: Deps['x'];
  readonly cards: Deps['cards'];
  readonly settleSeconds: number;
  readonly log: Deps['log'];
  /** Where this machine keeps its data [the working directory]. */
  readonly dataDir?: string;
  readonly clock?: () => number;
  readonly askSlack?: Deps['askSlack'];
  readonly alarmLimits?: Deps['alarmLimits'];
  /** Where time is skipped, nothing waits for it. */
  readonly waitUntil?: Deps['waitUntil'];
}

/** Fills in what the activities need. */
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

/** Timers may fire a millisecond early: never before the moment. */
async function waitForTime(at: number): Promise<void> {
  for (let left = at - Date.now(); left > 0; left = at - Date.now()) await sleep(left);
}

/** Compiling a conference's rooms takes longer than reading a tweet; the config seldom changes. */
function rememberReader(): (conference: Conference) => (tweet: ReadableTweet) => Reading {
  let known = '';
  let reader: ((tweet: ReadableTweet) => Reading) | undefined;
  return (conference) => {
    const wanted = JSON.stringify(conference);
    if (reader === undefined || wanted !== known) {
      reader = createReader(conference);
      known = wanted;
    }
    return reader;
  };
}

/**
 * The time that the workflow counts in: under time skipping, the moment the server scheduled the running attempt at.
 * Outside an activity, the machine's.
 */
export function skippedClock(): number {
  try {
    const { info } = Context.current();
    return info.currentAttemptScheduledTimestampMs;
  } catch {
    return Date.now();
  }
}
