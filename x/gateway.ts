import type { ListenRequest, X } from '../activities/deps.ts';
import type { StreamPace } from './backoff.ts';
import type { XClient } from './client.ts';
import { lookUpTweet, lookUpTweets } from './lookup.ts';
import { listenByPolling } from './polling.ts';
import { postTweet } from './post.ts';
import { listenToStream } from './stream.ts';
import { findOwnPost, newestOwnPostId } from './timeline.ts';

/**
 * How long each look takes at most, milliseconds. At worst there are four around the post's own 10 s (after a refusal,
 * at the tweet, for the newest post, after another refusal), within the 30 s that the workflow gives the sending
 * activity.
 */
const lookMs = 4_000;

export interface GatewayOptions {
  readonly listen: 'stream' | 'poll';
  /** The bot's own handle, whose posts are not heard. */
  readonly botUsername: () => Promise<string>;
  /** How often recent search is asked when polling, milliseconds. */
  readonly pollEveryMs?: number;
  /** How fast the stream is tried again, and given up [as X asks for]. */
  readonly pace?: Partial<StreamPace>;
  /** What a wait that X asks for is counted from. */
  readonly clock?: () => number;
}

/** X as the activities need it, over one client. */
export function createXGateway(client: XClient, options: GatewayOptions): X {
  const { listen, pollEveryMs, pace = {}, clock = Date.now } = options;
  return {
    post: (text) => postTweet(client, text, { clock }),
    reply: (text, inReplyToId) => postTweet(client, text, { clock, inReplyToId }),
    ownUsername: options.botUsername,
    lookUp: (id) => within(lookUpTweet(client, id), { kind: 'unavailable', reason: 'X did not answer in time' }),
    lookUpMany: (ids) => lookUpTweets(client, ids),
    findOwnPost: (wanted) =>
      within(findOwnPost(client, wanted), { kind: 'unavailable', reason: 'X did not answer in time' }),
    // Without the mark the whole timeline is read, should it come to that.
    newestOwnPostId: () =>
      within(
        newestOwnPostId(client).catch(() => undefined),
        undefined,
      ),
    async listen(request: ListenRequest): Promise<void> {
      const listening = { ...request, botUsername: await options.botUsername() };
      await (listen === 'stream'
        ? listenToStream(client, { ...listening, pace })
        : listenByPolling(client, { ...listening, ...(pollEveryMs === undefined ? {} : { everyMs: pollEveryMs }) }));
    },
  };
}

async function within<T>(answer: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), lookMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
