import type { Config } from '../core/config.ts';
import { KeyedQueue } from '../core/keyed-queue.ts';
import { prices } from '../core/prices.ts';
import type { Deps } from './deps.ts';
import { hearTweet } from './hear-tweet.ts';
import type { IncomingTweet } from './incoming-tweet.ts';

/** So many tweets are handled at once; each is some round trips to MongoDB and Temporal. */
const mostAtOnce = 40;
/** So many may wait for a rival or a free place before the stream is read no further. */
const mostWaiting = 200;

export interface Hearing {
  /**
   * Resolves as soon as there is room for the next one. @throws what an earlier tweet failed with: nothing more is
   * heard
   */
  hear(tweet: IncomingTweet): Promise<void>;
  /** Resolves when all that were handed over until now are stored and acted on. @throws likewise */
  settled(): Promise<void>;
}

/**
 * Hears many tweets at once, rivals in the order in which they came.
 *
 * @param onFailure called once, as soon as a tweet could not be kept: it must not pass as heard
 */
export function hearMany(deps: Deps, conferenceId: string, onFailure: () => void): Hearing {
  const queue = new KeyedQueue(mostAtOnce);
  const running = new Set<Promise<void>>();
  const sharing = { ...deps, store: { ...deps.store, configs: { ...deps.store.configs, current: shareConfig(deps) } } };
  const noteHeard = createNotes(deps, conferenceId);
  let failure: { readonly error: unknown } | undefined;

  const throwFailure = (): void => {
    if (failure !== undefined) throw failure.error;
  };

  return {
    async hear(tweet) {
      throwFailure();
      const heard: Promise<void> = hearTweet(sharing, tweet, (keys, task) => queue.add(keys, task))
        .then(noteHeard)
        .catch((error: unknown) => {
          if (failure !== undefined) return;
          failure = { error };
          onFailure();
        })
        .finally(() => running.delete(heard));
      running.add(heard);
      while (running.size >= mostWaiting) await Promise.race(running);
    },

    async settled() {
      await Promise.all(running);
      await noteHeard.written();
      throwFailure();
    },
  };
}

/**
 * The config of the moment, read once for all tweets that come while it is read, so that what somebody saves rules from
 * the next tweet on. As they all wait for the same answer, they come
 * out of the wait in the order in which they came.
 */
function shareConfig({ store }: Deps): () => Promise<Config> {
  let shared: Promise<Config> | undefined;
  return () => (shared ??= store.configs.current().finally(() => (shared = undefined)));
}

/** Counts what was heard, and writes it down together. */
function createNotes({ store, clock, log }: Deps, conferenceId: string) {
  let count = 0;
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    const reads = count;
    count = 0;
    const now = new Date(clock());
    await store.health.say('listener', { lastTweetAt: now }, now);
    await store.budgets.spend(conferenceId, prices.read * reads, { reads });
  }

  async function writeAll(): Promise<void> {
    while (count > 0) await write();
  }

  const note = (): void => {
    count += 1;
    // An estimate: that it could not be written must not end the listening.
    writing ??= writeAll()
      .catch((error: unknown) => log.warn('what was heard could not be counted', { error: String(error) }))
      .finally(() => (writing = undefined));
  };
  async function written(): Promise<void> {
    await writing;
  }
  return Object.assign(note, { written });
}
