import { inTime } from '../core/in-time.ts';
import { X_STREAM_PACE, type StreamPace } from './backoff.ts';
import type { XClient } from './client.ts';
import { postIdAt } from './incoming.ts';
import type { ListenOptions } from './listening.ts';
import { lookUpTweet, lookUpTweets } from './lookup.ts';
import { waitForOwnUsername } from './own-account.ts';
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
const hour = 3_600_000;

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

/** X as the activities need it, over one client; every call ends by itself within the time its activity allows. */
export function createXGateway(client: XClient, options: GatewayOptions) {
  const { listen, pollEveryMs, clock = Date.now } = options;
  const pace = { ...X_STREAM_PACE, ...options.pace };
  return {
    /** One HTTP attempt. */
    post: (text: string) => postTweet(client, text, { clock }),
    /** One attempt; X refuses replies to people who did not mention the account. */
    reply: (text: string, inReplyToId: string) => postTweet(client, text, { clock, inReplyToId }),
    /** The bot's handle, without the @. */
    ownUsername: options.botUsername,
    lookUp: (id: string) => inTime(lookMs, lookUpTweet(client, id), noAnswer),
    /** Each of many, in requests of 100 ids; every id has an entry. */
    lookUpMany: (ids: readonly string[]) => lookUpTweets(client, ids),
    findOwnPost: (wanted: Parameters<typeof findOwnPost>[1]) => inTime(lookMs, findOwnPost(client, wanted), noAnswer),
    /** An id from an hour ago, by X's clock: its clock and that of the worker do not differ by more. */
    earlierPostId: () => postIdAt(client.clock() - hour),
    /** Undefined when the bot has posted nothing, or X does not say. */
    newestOwnPostId: () =>
      inTime(
        lookMs,
        newestOwnPostId(client).catch(() => undefined),
        () => undefined,
      ),
    /** Hears tweets until the signal aborts; hands them over one at a time, gaps filled. */
    async listen(request: Omit<ListenOptions, 'botUsername'>): Promise<void> {
      const botUsername = await waitForOwnUsername(client, options.botUsername, { ...request, pace });
      if (botUsername === undefined) return;
      const listening = { ...request, botUsername };
      await (listen === 'stream'
        ? listenToStream(client, { ...listening, pace })
        : listenByPolling(client, { ...listening, ...(pollEveryMs === undefined ? {} : { everyMs: pollEveryMs }) }));
    },
  };
}

const noAnswer = () => ({ kind: 'unavailable', reason: 'X did not answer in time' }) as const;
