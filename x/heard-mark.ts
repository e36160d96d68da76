import type { StreamPace } from './backoff.ts';
import type { XClient } from './client.ts';
import { handOver, pause, searchGap, waitAfterFailure } from './gap.ts';
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
  /** Called when the searches have reached the time from which the stream delivers everything. */
  readonly onCovered: () => void;
  /** Aborts with the connection. */
  readonly signal: AbortSignal;
}

/**
 * Moves the mark up to which everything was heard, for one connection. The mark moves only on proof. A successful
 * search proves everything up to some time before it. From the time that the searches have reached, the stream proves
 * the rest, while it gives signs of life and its rule exists. Until then, live tweets are handled and the mark stays.
 */
export function createHeardMark(options: HeardMarkOptions) {
  const { client, query, pace, inOrder, onHeardThrough, report, signal } = options;
  /** The searches must reach this time; from then on, the stream delivers everything. */
  let wanted = 0;
  let covering: 'not begun' | 'searching' | 'done' = 'not begun';
  let ruleStood = 0;
  let markedAt = 0;

  async function searchUntilCovered(): Promise<void> {
    // The first search runs as one task of the queue, so newer tweets wait. Later searches only queue their results.
    let search = () => inOrder(() => searchOnce((work) => work()));
    for (let failures = 0; !signal.aborted;) {
      try {
        const through = await search();
        if (failures > 0) report();
        failures = 0;
        if (through >= wanted) {
          covering = 'done';
          if (!signal.aborted) options.onCovered();
          return;
        }
        await pause(wanted - through, signal);
      } catch (error) {
        if (signal.aborted) return;
        report(`${gapNotFilled}: ${error instanceof Error ? error.message : 'failed'}`);
        await pause(waitAfterFailure(error, failures++, client.clock(), pace), signal);
      }
      search = () => searchOnce(inOrder);
    }
  }

  /** @param inTurn runs the work that hands the tweets over, in the queue */
  async function searchOnce(inTurn: HeardMarkOptions['inOrder']): Promise<number> {
    const { tweets, through } = await searchGap(client, query, { ...options, lagMs: pace.lag });
    await inTurn(async () => {
      for (const tweet of tweets) {
        signal.throwIfAborted();
        await handOver(options, tweet);
      }
    });
    await onHeardThrough(through);
    return through;
  }

  function coverFrom(at: number): void {
    wanted = at;
    // Running searches continue until that time, at their pace.
    if (covering === 'searching') return;
    covering = 'searching';
    void searchUntilCovered();
  }

  return {
    /**
     * From `at` on, the stream delivers everything if its rule exists. Earlier tweets are searched, until X's index has
     * caught up with `at`.
     */
    coverFrom,

    ruleStoodAt(at: number): void {
      ruleStood = at;
    },

    /** Everything that the stream had sent at `at` was handed over. */
    async heardUntil(at: number): Promise<void> {
      if (covering !== 'done' || at - markedAt < pace.mark) return;
      markedAt = at;
      // A mark that could not be stored is too early but never wrong, and the next one is stored.
      await onHeardThrough(Math.min(at - pace.lag, ruleStood)).catch(() => {});
    },
  };
}
