import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { CardDrawer, Deps, X } from '../activities/deps.ts';
import type { Conference } from '../core/conference.ts';
import { createReader } from '../core/reading/reader.ts';
import type { Reading, ReadableTweet } from '../core/reading/reading.ts';
import type { Store } from '../store/store.ts';
import {
  findOpenSpaceWorkflow,
  listRunningOpenSpaces,
  signalSourceChanged,
  startOpenSpace,
} from '../temporal/open-space-workflows.ts';

export interface ComposeOptions {
  readonly store: Store;
  readonly client: Client;
  readonly x: X;
  readonly cards: CardDrawer;
  readonly settleSeconds: number;
  readonly log: Deps['log'];
  readonly clock?: () => number;
}

/** Fills in what the activities need. */
export function composeDeps({ client, clock = Date.now, ...rest }: ComposeOptions): Deps {
  const readerOf = rememberReader();
  return {
    ...rest,
    clock,
    read: (tweet, { conference }) => readerOf(conference)(tweet),
    openSpaces: {
      start: (input) => startOpenSpace(client, input),
      listRunning: (conferenceId) => listRunningOpenSpaces(client, conferenceId),
      findWorkflow: (conferenceId, id) => findOpenSpaceWorkflow(client, conferenceId, id),
      sourceChanged: (conferenceId, id, change) => signalSourceChanged(client, conferenceId, id, change),
    },
  };
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
