import { inTime } from '../core/in-time.ts';
import { X_STREAM_PACE, type StreamPace } from './backoff.ts';
import type { XClient } from './client.ts';
import { postIdAt } from './incoming.ts';
import type { ListenOptions } from './listening.ts';
import { lookUpTweet, lookUpTweets, type TweetLookup } from './lookup.ts';
import { waitForOwnAccount, type OwnAccount } from './own-account.ts';
import { listenByPolling } from './polling.ts';
import { postTweet } from './post.ts';
import { listenToStream } from './stream.ts';
import { findOwnPosts, newestOwnPostId } from './timeline.ts';

/**
 * The time limit of each look-up, milliseconds. One that hangs must not use up the 20 s that the workflow gives an
 * attempt to post. An attempt that takes longer posts nothing any more, and the next one begins.
 */
const lookMs = 4_000;
const hour = 3_600_000;

export interface GatewayOptions {
  readonly listen: 'stream' | 'poll';
  /** The bot's own account; its posts are skipped. */
  readonly own: () => Promise<OwnAccount>;
  /** How often to search when polling, milliseconds. */
  readonly pollEveryMs?: number;
  /** The pace of the stream's retries and time limits [X's numbers]. */
  readonly pace?: Partial<StreamPace>;
  /** The clock for waits that X asks for. */
  readonly clock?: () => number;
}

/** X for the activities, over one client. Every call ends within the time limit of its activity. */
export function createXGateway(client: XClient, options: GatewayOptions) {
  const { listen, pollEveryMs, clock = Date.now } = options;
  const pace = { ...X_STREAM_PACE, ...options.pace };
  return {
    /** One HTTP request. */
    post: (text: string) => postTweet(client, text, { clock }),
    /** One HTTP request. X refuses replies to people who did not mention the account. */
    reply: (text: string, inReplyToId: string) => postTweet(client, text, { clock, inReplyToId }),
    /** The bot's handle, without the @. */
    ownAccount: options.own,
    lookUp: (id: string): Promise<TweetLookup> => inTime(lookMs, lookUpTweet(client, id), noAnswer),
    /** Looks up many tweets, in requests of 100 ids. Every id has an entry in the result. */
    lookUpMany: (ids: readonly string[]) => lookUpTweets(client, ids),
    findOwnPosts: (wanted: Parameters<typeof findOwnPosts>[1]) =>
      inTime(lookMs, findOwnPosts(client, wanted), noAnswer),
    /** An id from an hour ago, by X's clock: its clock and that of the worker do not differ by more. */
    earlierPostId: () => postIdAt(client.clock() - hour),
    postIdAt,
    /** Undefined if the bot has posted nothing, or if X does not tell. */
    newestOwnPostId: () =>
      inTime(
        lookMs,
        newestOwnPostId(client).catch(() => undefined),
        () => undefined,
      ),
    /** Listens until the signal aborts. Hands tweets over one at a time, and fills gaps. */
    async listen(request: Omit<ListenOptions, 'own'>): Promise<void> {
      const own = await waitForOwnAccount(client, options.own, { ...request, pace });
      if (own === undefined) return;
      const listening = { ...request, own };
      await (listen === 'stream'
        ? listenToStream(client, { ...listening, pace })
        : listenByPolling(client, { ...listening, ...(pollEveryMs === undefined ? {} : { everyMs: pollEveryMs }) }));
    },
  };
}

const noAnswer = () => ({ kind: 'unavailable', reason: 'X did not answer in time' }) as const;
