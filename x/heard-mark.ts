import type { StreamPace } from './backoff.ts';
import type { XClient } from './client.ts';
import { createHandOver, pause, searchGap, waitAfterFailure } from './gap.ts';
import type { ListenOptions } from './listening.ts';
import { gapNotFilled } from '../core/words.ts';

export interface HeardMarkOptions extends ListenOptions {
  readonly client: XClient;
  readonly query: string;
  readonly pace: StreamPace;
  /** Hands tweets over, one after the other. */
  readonly inOrder: <T>(work: () => Promise<T>) => Promise<T>;
  /** Reports the state of the connection, with its present error. */
  readonly report: (lastError?: string) => void;
  /** Called when the searches have reached the time from which the stream should deliver everything. */
  readonly onCovered: () => void;
  /** Aborts with the connection. */
  readonly signal: AbortSignal;
}

/** While the stream delivers, failures are reported only after this many in a row: a single one means nothing. */
const untoldFailures = 3;

/**
 * Moves the mark up to which everything was heard, for one connection. Only a successful search moves it. A stream
 * proves nothing: X may send signs of life and no tweets.
 */
export function createHeardMark(options: HeardMarkOptions) {
  const { client, query, pace, inOrder, onHeardThrough, report, signal } = options;
  /** The searches must reach this time soon; from then on, the stream should deliver everything. */
  let wanted = 0;
  let isCovered = false;
  let hasBegun = false;
  let searchNow = (): void => {};
  const { handOver, forgetBefore } = createHandOver(options);

  async function searchAgainAndAgain(): Promise<void> {
    // The first search runs as one task of the queue, so newer tweets wait. Later searches only queue their results.
    let search = () => inOrder(() => searchOnce((work) => work()));
    for (let failures = 0; !signal.aborted;) {
      try {
        const through = await search();
        if (failures > 0) report();
        failures = 0;
        if (through >= wanted) await waitCovered();
        else await pause(Math.min(wanted - through, pace.search), signal);
      } catch (error) {
        if (signal.aborted) return;
        failures++;
        const why = `${gapNotFilled}: ${error instanceof Error ? error.message : 'failed'}`;
        if (!isCovered || failures >= untoldFailures) report(why);
        await pause(waitAfterFailure(error, failures - 1, client.clock(), pace), signal);
      }
      search = () => searchOnce(inOrder);
    }
  }

  /** Waits for the next search. Resolves earlier if a gap was found. */
  async function waitCovered(): Promise<void> {
    if (!isCovered && !signal.aborted) options.onCovered();
    isCovered = true;
    const woken = new AbortController();
    searchNow = () => woken.abort();
    await pause(pace.search, AbortSignal.any([signal, woken.signal]));
  }

  /** @param inTurn runs the work that hands the tweets over, in the queue */
  async function searchOnce(inTurn: HeardMarkOptions['inOrder']): Promise<number> {
    const { tweets, through } = await searchGap(client, query, { ...options, lagMs: pace.lag });
    await inTurn(async () => {
      for (const tweet of tweets) {
        signal.throwIfAborted();
        await handOver(tweet);
      }
    });
    await onHeardThrough(through);
    forgetBefore(through);
    return through;
  }

  return {
    handOver,

    /** Something before `at` may be missing: searches at once, and until X's index has caught up with `at`. */
    coverFrom(at: number): void {
      wanted = at;
      isCovered = false;
      if (hasBegun) return searchNow();
      hasBegun = true;
      void searchAgainAndAgain();
    },
  };
}
