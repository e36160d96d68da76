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
  readonly report: (connected: boolean, lastError?: string) => void;
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
export class HeardMark {
  private readonly options: HeardMarkOptions;
  private covering = new AbortController();
  /** Whether the searches have reached the instant from which the stream brings everything. */
  private isCovered = false;
  private ruleStood = 0;
  private markedAt = 0;

  constructor(options: HeardMarkOptions) {
    this.options = options;
  }

  /**
   * From `at` on the stream brings everything; what was before is searched, until X's index has caught up with `at`.
   */
  coverFrom(at: number): void {
    this.covering.abort();
    this.covering = new AbortController();
    this.isCovered = false;
    this.ruleStood = at;
    void this.searchUntil(at, AbortSignal.any([this.options.signal, this.covering.signal]));
  }

  ruleStoodAt(at: number): void {
    this.ruleStood = at;
  }

  /** Everything that the stream had sent at `at` was handed over. */
  async heardUntil(at: number): Promise<void> {
    const { pace, onHeardThrough } = this.options;
    if (!this.isCovered || at - this.markedAt < pace.mark) return;
    this.markedAt = at;
    // A mark that could not be stored is behind, never wrong: the next one is stored.
    await onHeardThrough(Math.min(at - pace.lag, this.ruleStood)).catch(() => {});
  }

  private async searchUntil(wanted: number, signal: AbortSignal): Promise<void> {
    let isFirst = true;
    for (let failures = 0; !signal.aborted;) {
      try {
        const through = isFirst
          ? await this.options.inOrder(() => this.search(signal, false))
          : await this.search(signal, true);
        if (failures > 0) this.options.report(true);
        failures = 0;
        if (through >= wanted) {
          this.isCovered = !signal.aborted;
          if (this.isCovered) this.options.onCovered();
          return;
        }
        await pause(wanted - through, signal);
      } catch (error) {
        if (signal.aborted) return;
        const why = error instanceof Error ? error.message : 'failed';
        this.options.report(true, `${gapNotFilled}: ${why}`);
        await pause(waitAfterFailure(error, failures++, this.options.client.clock(), this.options.pace), signal);
      }
      isFirst = false;
    }
  }

  /**
   * @param queued whether the tweets wait for their turn: the first search holds its turn itself, so that newer ones
   * wait
   */
  private async search(signal: AbortSignal, queued: boolean): Promise<number> {
    const { client, query, pace, inOrder, onHeardThrough } = this.options;
    const { tweets, through } = await searchGap(client, query, { ...this.options, signal, lagMs: pace.lag });
    const handAllOver = async (): Promise<void> => {
      for (const tweet of tweets) {
        signal.throwIfAborted();
        await handOver(this.options, tweet);
      }
    };
    await (queued ? inOrder(handAllOver) : handAllOver());
    await onHeardThrough(through);
    return through;
  }
}
