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
  const { client, query, pace, inOrder, onHeardThrough, report, signal } = options;
  /** The searches are to reach this instant: from here on the stream brings everything. */
  let wanted = 0;
  let covering: 'not begun' | 'searching' | 'done' = 'not begun';
  let ruleStood = 0;
  let markedAt = 0;

  async function searchUntilCovered(): Promise<void> {
    // The first search holds its turn while it runs, so that newer tweets wait; later ones only hand over in turn.
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

  /** @param inTurn runs the work that hands the tweets over */
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
    // Searches that are under way go on until then, at their pace.
    if (covering === 'searching') return;
    covering = 'searching';
    void searchUntilCovered();
  }

  return {
    /**
     * From `at` on the stream brings everything, if its rule stands; what was before is searched, until X's index has
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
      // A mark that could not be stored is behind, never wrong: the next one is stored.
      await onHeardThrough(Math.min(at - pace.lag, ruleStood)).catch(() => {});
    },
  };
}
