/** How a connection to the stream ended. This decides when the next try may begin. */
export type StreamEnd = 'lost' | 'refused' | 'limited';

/** All in milliseconds. */
export interface StreamPace {
  /** The first retry after a broken connection is immediate; each further one is this much later. */
  readonly lostStep: number;
  readonly lostMost: number;
  /** The first wait after an HTTP error; it doubles. */
  readonly refusedFirst: number;
  readonly refusedMost: number;
  /** The first wait after 429; it doubles. */
  readonly limitedFirst: number;
  readonly limitedMost: number;
  /** A connection this old is stable: earlier failures do not count any more. */
  readonly stable: number;
  /** A connection attempt without response headers ends after this time. */
  readonly connect: number;
  /** X sends a sign of life every 20 s at the latest. */
  readonly silence: number;
  /** How often the rules are checked, because somebody may delete our rule while the stream seems to work. */
  readonly checkRules: number;
  /** How late X may deliver a post, by search or stream. The mark never comes closer to the present than this. */
  readonly lag: number;
  /** How often the bot searches while the stream is connected: X may send signs of life and leave out tweets. */
  readonly search: number;
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
  // X says that 99 of 100 posts are in its stream within 7 s, and says nothing about its search:
  // https://docs.x.com/x-api/posts/filtered-stream/introduction
  lag: 60_000,
  search: 120_000,
};

/**
 * Milliseconds until the next try, after `repeats` earlier ends of the same kind without a stable connection between.
 * Otherwise a server that accepts and closes at once would get 157 connections a second; X allows 50 in 15 minutes.
 */
export function delayAfter(end: StreamEnd, repeats: number, pace: StreamPace): number {
  if (end === 'lost') return Math.min(repeats * pace.lostStep, pace.lostMost);
  const [first, most] =
    end === 'refused' ? [pace.refusedFirst, pace.refusedMost] : [pace.limitedFirst, pace.limitedMost];
  return Math.min(first * 2 ** repeats, most);
}
