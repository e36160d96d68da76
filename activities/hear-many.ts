import { KeyedQueue } from '../core/keyed-queue.ts';
import { warnOf } from '../core/log.ts';
import { prices } from '../core/prices.ts';
import type { Deps } from './deps.ts';
import { hearTweet } from './hear-tweet.ts';
import type { IncomingTweet } from '../x/incoming.ts';

const mostAtOnce = 40;
/** New tweets wait until only this many are being handled, so that many start together and share round trips. */
const fewLeft = mostAtOnce / 2;
/** The stream is not read further while this many tweets wait. */
const mostWaiting = 200;

/**
 * Hears many tweets at once. Tweets that compete for a room keep their order.
 *
 * @param onFailure called once, as soon as a tweet could not be stored: it must not count as heard
 */
export function hearMany(deps: Deps, conferenceId: string, onFailure: () => void) {
  const queue = new KeyedQueue();
  const waiting: IncomingTweet[] = [];
  const running = new Set<Promise<void>>();
  let hearing: Promise<void> | undefined;
  let turn: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

  const throwFailure = (): void => {
    if (failure !== undefined) throw failure.error;
  };

  function begin(tweet: IncomingTweet): void {
    const heard: Promise<void> = hearTweet(deps, tweet, queue)
      .catch((error: unknown) => {
        if (failure !== undefined) return;
        failure = { error };
        waiting.length = 0;
        onFailure();
      })
      .finally(() => running.delete(heard));
    running.add(heard);
  }

  async function hearGroup(): Promise<void> {
    const group = waiting.splice(0, mostAtOnce - running.size);
    for (const tweet of group) begin(tweet);
    await noteHeard(deps, conferenceId, group.length);
    while (running.size > fewLeft) await Promise.race(running);
  }

  async function hearWaiting(): Promise<void> {
    while (waiting.length > 0) await (turn = hearGroup());
    hearing = undefined;
  }

  return {
    /** Resolves as soon as there is room for the next tweet. @throws the error of an earlier tweet */
    async hear(tweet: IncomingTweet): Promise<void> {
      throwFailure();
      waiting.push(tweet);
      hearing ??= hearWaiting();
      while (waiting.length >= mostWaiting) await turn;
    },

    /** Resolves when all tweets so far are stored and handled. @throws the error of an earlier tweet */
    async settled(): Promise<void> {
      await hearing;
      await Promise.all(running);
      throwFailure();
    },
  };
}

/** Writes estimates and figures. An error here must not end the listening. */
async function noteHeard({ store, clock, log }: Deps, conferenceId: string, reads: number): Promise<void> {
  const now = new Date(clock());
  await Promise.all([
    store.health.say('listener', { lastTweetAt: now }, now),
    store.budgets.spend(conferenceId, prices.read * reads, { reads }),
  ]).catch(warnOf(log, 'the costs of heard tweets could not be stored'));
}
