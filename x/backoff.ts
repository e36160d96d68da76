/** How a try at the stream ended, which rules when the next may come. */
export type StreamEnd = 'lost' | 'refused' | 'limited';

/** All in milliseconds. */
export interface StreamPace {
  /** First retry after a broken connection comes at once, each further one this much later. */
  readonly lostStep: number;
  readonly lostMost: number;
  /** After an HTTP error, doubling. */
  readonly refusedFirst: number;
  readonly refusedMost: number;
  /** After 429, doubling. */
  readonly limitedFirst: number;
  readonly limitedMost: number;
  /** A connection this old counts as stable, and forgives what was before it. */
  readonly stable: number;
  /** Give up on a connection attempt that gets no response headers. */
  readonly connect: number;
  /** X sends a sign of life every 20 s at the latest. */
  readonly silence: number;
  /** Somebody may delete our rule while the stream looks well: look this often. */
  readonly checkRules: number;
  /** How late X may bring a post, by its search or its stream: what is younger is not taken for heard. */
  readonly lag: number;
  /** How often it is stored up to when everything was heard. */
  readonly mark: number;
}

/** X's own numbers: https://docs.x.com/x-api/fundamentals/handling-disconnections */
export const X_STREAM_PACE: StreamPace = {
  lostStep: 250,
  lostMost: 16_000,
  refusedFirst: 5_000,
  refusedMost: 320_000,
  limitedFirst: 60_000,
  limitedMost: 960_000,
  stable: 60_000,
  connect: 15_000,
  silence: 25_000,
  checkRules: 60_000,
  // X says of its stream that 99 of 100 posts come within 7 s, and nothing of its search:
  // https://docs.x.com/x-api/posts/filtered-stream/introduction
  lag: 60_000,
  mark: 5_000,
};

/**
 * Milliseconds until the next try after `repeats` earlier ends of the same kind without a stable connection between.
 * Servers that accept and close at once would otherwise see 157 connections a second; X allows 50 in 15 minutes.
 */
export function delayAfter(end: StreamEnd, repeats: number, pace: StreamPace): number {
  if (end === 'lost') return Math.min(repeats * pace.lostStep, pace.lostMost);
  const [first, most] =
    end === 'refused' ? [pace.refusedFirst, pace.refusedMost] : [pace.limitedFirst, pace.limitedMost];
  return Math.min(first * 2 ** repeats, most);
}
