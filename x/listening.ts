import type { IncomingTweet, UnreadableTweet } from './incoming.ts';

export interface ListenOptions {
  readonly keywords: readonly string[];
  /** The bot's own handle, whose posts are not heard. */
  readonly botUsername: string;
  /** Everything that X had until then was handed over, epoch milliseconds: searches for what was missed begin here. */
  readonly heardThrough: () => Promise<number>;
  /** Everything until then was handed over now, epoch milliseconds; may come behind what was said before. */
  readonly onHeardThrough: (through: number) => Promise<void>;
  /**
   * Gets the next one when the one before is taken. A rejection ends the listening: a tweet that cannot be kept must
   * not pass as heard.
   */
  readonly onTweet: (tweet: IncomingTweet) => Promise<void>;
  /** Gets what cannot be read in place of `onTweet`. */
  readonly onUnreadable: (tweet: UnreadableTweet) => Promise<void>;
  readonly onState: (state: ListeningState) => void;
  readonly signal: AbortSignal;
}

export interface ListeningState {
  readonly connected: boolean;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly lastError?: string;
}
