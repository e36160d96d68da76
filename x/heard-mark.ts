import type { StreamPace } from './backoff.ts';
import type { XClient } from './client.ts';
import { handOver, pause, searchGap, waitAfterFailure } from './gap.ts';
import type { ListenOptions } from './listening.ts';
import { gapNotFilled } from '../core/words.ts';

export interface HeardMarkOptions extends ListenOptions {
  readonly client: XClient;
  readonly query: string;
  readonly pace: StreamPace;
  /** What hands tweets over, one after the other. */
  readonly inOrder: <T>(work: () => Promise<T>) => Promise<T>;
  /** Says how the connection is that stands, with the trouble that it has. */
  readonly report: (lastError?: string) => void;
  /** Called when the searches have reached the instant from which the stream brings everything. */
  readonly onCovered: () => void;
  /** Of the connection. */
  readonly signal: AbortSignal;
}

/**
 * Moves the mark up to which everything was heard, for one connection. It moves only by proof: a search that succeeded
 * brings what X had some time before it, and from the instant that the searches have reached, the stream does, as
 * long as it gives signs of life and its rule stands. Until then live tweets are heard, and the mark stays where it
 * is.
 */
export function createHeardMark(options: HeardMarkOptions) {
  const { client, query, pace, inOrder, onHeardThrough, report } = options;
  let covering = new AbortController();
  /** Whether the searches have reached the instant from which the stream brings everything. */
  let isCovered = false;
  let ruleStood = 0;
  let markedAt = 0;

  async function searchUntil(wanted: number, signal: AbortSignal): Promise<void> {
    // The first search holds its turn while it runs, so that newer tweets wait; later ones only hand over in turn.
    let search = () => inOrder(() => searchOnce(signal, (work) => work()));
    for (let failures = 0; !signal.aborted;) {
      try {
        const through = await search();
        if (failures > 0) report();
        failures = 0;
        if (through >= wanted) {
          isCovered = !signal.aborted;
          if (isCovered) options.onCovered();
          return;
        }
        await pause(wanted - through, signal);
      } catch (error) {
        if (signal.aborted) return;
        report(`${gapNotFilled}: ${error instanceof Error ? error.message : 'failed'}`);
        await pause(waitAfterFailure(error, failures++, client.clock(), pace), signal);
      }
      search = () => searchOnce(signal, inOrder);
    }
  }

  /** @param inTurn runs the work that hands the tweets over */
  async function searchOnce(signal: AbortSignal, inTurn: HeardMarkOptions['inOrder']): Promise<number> {
    const { tweets, through } = await searchGap(client, query, { ...options, signal, lagMs: pace.lag });
    await inTurn(async () => {
      for (const tweet of tweets) {
        signal.throwIfAborted();
        await handOver(options, tweet);
      }
    });
    await onHeardThrough(through);
    return through;
  }

  return {
    /**
     * From `at` on the stream brings everything; what was before is searched, until X's index has caught up with `at`.
     */
    coverFrom(at: number): void {
      covering.abort();
      covering = new AbortController();
      isCovered = false;
      ruleStood = at;
      void searchUntil(at, AbortSignal.any([options.signal, covering.signal]));
    },

    ruleStoodAt(at: number): void {
      ruleStood = at;
    },

    /** Everything that the stream had sent at `at` was handed over. */
    async heardUntil(at: number): Promise<void> {
      if (!isCovered || at - markedAt < pace.mark) return;
      markedAt = at;
      // A mark that could not be stored is behind, never wrong: the next one is stored.
      await onHeardThrough(Math.min(at - pace.lag, ruleStood)).catch(() => {});
    },
  };
}
